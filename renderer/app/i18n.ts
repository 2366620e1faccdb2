import { setupI18n } from '@lingui/core';
import type { I18n } from '@lingui/core';
import { messages as en } from './locales/en.ts';
import { messages as ptBR } from './locales/pt-BR.ts';

export const LOCALES = ['en', 'pt-BR'] as const;
export type Locale = (typeof LOCALES)[number];

/** The words of the product. `wished` are language tags, best first; English when none fits. */
export function createI18n(wished: readonly string[]): I18n {
  const i18n = setupI18n({
    messages: { en, 'pt-BR': ptBR },
    locale: chooseLocale(wished),
  });
  return i18n;
}

export function chooseLocale(wished: readonly string[]): Locale {
  for (const tag of wished) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'pt') return 'pt-BR';
    if (language === 'en') return 'en';
  }
  return 'en';
}
