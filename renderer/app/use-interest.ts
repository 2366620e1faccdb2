import { useEffect } from 'react';
import { useClient } from '#renderer/data/client.tsx';

/** Tells the data process how closely somebody watches, which decides how often it asks central. */
export function useInterest(): void {
  const client = useClient();
  useEffect(() => {
    const tell = () => {
      const watched = document.hasFocus() ? 'focused' : 'visible';
      const interest = document.visibilityState === 'hidden' ? 'hidden' : watched;
      // A refusal only means that central is asked more often than needed.
      void client.run('sync.watch', { interest });
    };
    tell();
    window.addEventListener('focus', tell);
    window.addEventListener('blur', tell);
    document.addEventListener('visibilitychange', tell);
    return () => {
      window.removeEventListener('focus', tell);
      window.removeEventListener('blur', tell);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [client]);
}
