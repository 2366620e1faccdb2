import { useLingui } from '@lingui/react';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Keys } from '#renderer/ui/kbd.tsx';
import { useAllActions } from './actions.tsx';
import type { Action } from './actions.tsx';
import styles from './shortcut-sheet.module.css';

/** Every key of the screen in front, from the same registry that listens for them. */
export function ShortcutSheet(props: { isOpen: boolean; onOpenChange: (open: boolean) => void }) {
  const { i18n } = useLingui();
  const groups = Map.groupBy(
    useAllActions().filter((action) => action.keys !== undefined),
    (action: Action) => action.group,
  );
  return (
    <Dialog
      title={i18n._('Keyboard shortcuts')}
      width="wide"
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
    >
      <div className={styles['groups']}>
        {[...groups].map(([group, actions]) => (
          <section key={group}>
            <h3 className={styles['heading']}>{group}</h3>
            <dl>
              {actions.map((action) => (
                <div key={action.id} className={styles['line']}>
                  <dt>{action.title}</dt>
                  <dd>
                    <Keys keys={action.keys?.[0] ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
