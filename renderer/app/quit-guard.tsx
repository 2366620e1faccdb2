import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react';
import { useClient } from '#renderer/data/client.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';

/** Asks before the window closes on work that central has not seen. */
export function QuitGuard(props: { waiting: number }) {
  const { i18n } = useLingui();
  const { bridge } = useClient();
  const [asked, setAsked] = useState(false);
  useEffect(() => bridge.onCloseRequested(() => setAsked(true)), [bridge]);
  return (
    <Dialog
      role="alertdialog"
      title={i18n._(
        '{count, plural, one {# change is waiting to be sent} other {# changes are waiting to be sent}}',
        { count: props.waiting },
      )}
      isOpen={asked}
      onOpenChange={setAsked}
      actions={
        <>
          <Button variant="plain" onPress={() => void bridge.invoke('app.confirmClose', {})}>
            {i18n._('Close and send later')}
          </Button>
          {/* Enter must not close the window by accident. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Button variant="primary" autoFocus onPress={() => setAsked(false)}>
            {i18n._('Stay here')}
          </Button>
        </>
      }
    >
      <p>
        {i18n._(
          'They are safe on this desk, but nobody else sees them until it is open and connected again.',
        )}
      </p>
    </Dialog>
  );
}
