import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { Here } from '#electron/contract/organizations.ts';
import type { Role } from '#db/schema/table.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { Menu } from '#renderer/ui/menu.tsx';
import { useActions } from './actions.tsx';
import { LOCALES } from './i18n.ts';
import type { Locale } from './i18n.ts';
import { THEMES } from './preferences.ts';
import type { Theme } from './preferences.ts';
import { usePreferences } from './preferences-context.tsx';
import styles from './person-menu.module.css';

/** Who acts at this desk, and how this window looks. */
export function PersonMenu(props: { here: Here | undefined; onPalette: () => void }) {
  const { i18n } = useLingui();
  const people = useLiveQuery('organizations.people', {});
  const actAs = useCommand('organizations.actAs');
  const { theme, setTheme, locale, setLocale } = usePreferences();
  const person = props.here?.person;
  useActions(
    (people.value ?? []).map((other) => ({
      id: `person.${other.id}`,
      title: i18n._('Act as {name}', { name: other.display_name }),
      group: i18n._('Everywhere'),
      run: () => void actAs.run({ user_id: other.id }),
    })),
  );
  const name = person?.display_name ?? i18n._('Nobody yet');
  return (
    <Menu
      label={i18n._('Person and window')}
      trigger={
        <Button variant="quiet" aria-label={i18n._('Acting as {name}', { name })}>
          <Icon name="person" />
          <bdi className={styles['name']}>{name}</bdi>
          <Icon name="down" size={12} />
        </Button>
      }
      parts={[
        {
          title: i18n._('Act as'),
          items: (people.value ?? []).map((other) => ({
            id: other.id,
            label: other.display_name,
            note: roleWord(i18n, other.role),
            isChosen: other.id === person?.id,
            run: () => void actAs.run({ user_id: other.id }),
          })),
        },
        {
          title: i18n._('Appearance'),
          items: THEMES.map((other) => ({
            id: other,
            label: themeWord(i18n, other),
            isChosen: other === theme,
            run: () => setTheme(other),
          })),
        },
        {
          title: i18n._('Language'),
          items: LOCALES.map((other) => ({
            id: other,
            label: LANGUAGE[other],
            isChosen: other === locale,
            run: () => setLocale(other),
          })),
        },
        {
          items: [
            {
              id: 'palette',
              label: i18n._('Find a command'),
              keys: 'Mod+K',
              run: props.onPalette,
            },
          ],
        },
      ]}
    />
  );
}

/** Each language in its own words. */
const LANGUAGE: Readonly<Record<Locale, string>> = { en: 'English', 'pt-BR': 'Português' };

function themeWord(i18n: I18n, theme: Theme): string {
  switch (theme) {
    case 'light':
      return i18n._('Light');
    case 'dark':
      return i18n._('Dark');
    default:
      return i18n._('Like the system');
  }
}

function roleWord(i18n: I18n, role: Role): string {
  switch (role) {
    case 'agent':
      return i18n._('front desk');
    case 'supervisor':
      return i18n._('supervisor');
    case 'manager':
      return i18n._('manager');
    case 'it':
      return i18n._('IT');
    default:
      return i18n._('administrator');
  }
}
