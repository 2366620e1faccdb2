import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { chooseLocale, LOCALES } from './i18n.ts';
import type { Locale } from './i18n.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface PreferencesState {
  readonly theme: Theme;
  readonly locale: Locale;
  readonly setTheme: (theme: Theme) => void;
  readonly setLocale: (locale: Locale) => void;
}

/** How this person likes this window. Stays on this computer. */
export type Preferences = StoreApi<PreferencesState>;

const THEME = 'holdfast.theme';
const LOCALE = 'holdfast.locale';

export function createPreferences(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  languages: readonly string[],
): Preferences {
  const theme = storage.getItem(THEME);
  const locale = storage.getItem(LOCALE);
  return createStore<PreferencesState>((set) => ({
    theme: THEMES.find((known) => known === theme) ?? 'system',
    locale: LOCALES.find((known) => known === locale) ?? chooseLocale(languages),
    setTheme: (chosen) => {
      storage.setItem(THEME, chosen);
      set({ theme: chosen });
    },
    setLocale: (chosen) => {
      storage.setItem(LOCALE, chosen);
      set({ locale: chosen });
    },
  }));
}
