import { useLingui } from '@lingui/react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { cx } from '#renderer/ui/cx.ts';
import { Keys } from '#renderer/ui/kbd.tsx';
import { useAllActions } from './actions.tsx';
import { finds } from './finds.ts';
import styles from './command-palette.module.css';

/** The list below the field is its popup and never closed; react-aria adds `aria-controls`. */
const ALWAYS_OPEN = { role: 'combobox', 'aria-expanded': true } as const;

/** Every action of the window, found by typing. */
export function CommandPalette(props: { isOpen: boolean; onOpenChange: (open: boolean) => void }) {
  const { i18n } = useLingui();
  const actions = useAllActions().filter((action) => action.id !== 'window.palette');
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      isDismissable
      className={cx(styles['veil'])}
      data-blocks-keys
    >
      <Modal className={cx(styles['palette'])}>
        <Dialog aria-label={i18n._('Commands')} className={cx(styles['inside'])}>
          <Autocomplete filter={finds}>
            {/* The palette is opened to type into it. */}
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
            <SearchField autoFocus>
              <Label className="visually-hidden">{i18n._('Find a command')}</Label>
              <Input
                {...ALWAYS_OPEN}
                className={cx(styles['input'])}
                placeholder={i18n._('Find a command')}
              />
            </SearchField>
            <ListBox
              aria-label={i18n._('Commands')}
              className={cx(styles['list'])}
              items={actions}
              renderEmptyState={() => (
                <p className={styles['none']}>{i18n._('No command has these words.')}</p>
              )}
              onAction={(key) => {
                props.onOpenChange(false);
                actions.find((action) => action.id === key)?.run();
              }}
            >
              {(action) => (
                <ListBoxItem
                  id={action.id}
                  textValue={`${action.title} ${action.group}`}
                  isDisabled={action.disabled !== undefined}
                  className={cx(styles['item'])}
                >
                  <span className={styles['title']}>{action.title}</span>
                  <span className={styles['group']}>{action.disabled ?? action.group}</span>
                  {action.keys?.[0] !== undefined && <Keys keys={action.keys[0]} />}
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
