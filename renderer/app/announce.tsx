import { createContext, use, useCallback, useRef } from 'react';
import type { ReactNode } from 'react';
import { must } from '#db/kernel/must.ts';

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce | null>(null);

/** Holds the window's one polite live region. */
export function AnnounceProvider(props: { children: ReactNode }) {
  const region = useRef<HTMLOutputElement>(null);
  const announce = useCallback<Announce>((text) => {
    const line = document.createElement('span');
    line.textContent = text;
    // A new node is read even when the words are the same as before.
    region.current?.replaceChildren(line);
  }, []);
  return (
    <AnnounceContext value={announce}>
      {props.children}
      <output ref={region} aria-live="polite" className="visually-hidden" />
    </AnnounceContext>
  );
}

/** Says something to screen readers without moving the focus. */
export function useAnnounce(): Announce {
  return must(use(AnnounceContext), 'no AnnounceProvider above');
}
