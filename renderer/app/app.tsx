import { useEffect, useMemo } from 'react';
import { RouterProvider } from '@tanstack/react-router';
import { I18nProvider as LinguiProvider } from '@lingui/react';
import { I18nProvider as AriaI18nProvider } from 'react-aria-components/I18nProvider';
import type { I18n } from '@lingui/core';
import { useStore } from 'zustand';
import type { Clock } from '#db/kernel/clock.ts';
import { ClientProvider } from '#renderer/data/client.tsx';
import type { Client } from '#renderer/data/client.tsx';
import { createUndoStack, UndoProvider } from '#renderer/data/undo.tsx';
import { createToasts, ToastArea, ToastProvider } from '#renderer/ui/toast.tsx';
import { ActionsProvider } from './actions.tsx';
import { AnnounceProvider } from './announce.tsx';
import { ClockProvider } from './clock.tsx';
import { PreferencesProvider } from './preferences-context.tsx';
import type { Preferences } from './preferences.ts';
import { createAppRouter } from './routes.tsx';
import { SearchSlotProvider } from './search-slot.tsx';

/** The whole window, from what the outside gives it. */
export function App(props: { client: Client; clock: Clock; i18n: I18n; preferences: Preferences }) {
  const { client, clock, i18n, preferences } = props;
  const router = useMemo(() => createAppRouter(), []);
  const toasts = useMemo(() => createToasts(), []);
  const undo = useMemo(() => createUndoStack(), []);
  const theme = useStore(preferences, (state) => state.theme);
  const locale = useStore(preferences, (state) => state.locale);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    i18n.activate(locale);
    document.documentElement.lang = locale;
  }, [i18n, locale]);
  return (
    <LinguiProvider i18n={i18n}>
      <AriaI18nProvider locale={locale === 'en' ? 'en-GB' : locale}>
        <ClockProvider clock={clock}>
          <PreferencesProvider preferences={preferences}>
            <ClientProvider client={client}>
              <UndoProvider stack={undo}>
                <ToastProvider toasts={toasts}>
                  <AnnounceProvider>
                    <ActionsProvider>
                      <SearchSlotProvider>
                        <RouterProvider router={router} />
                        <ToastArea />
                      </SearchSlotProvider>
                    </ActionsProvider>
                  </AnnounceProvider>
                </ToastProvider>
              </UndoProvider>
            </ClientProvider>
          </PreferencesProvider>
        </ClockProvider>
      </AriaI18nProvider>
    </LinguiProvider>
  );
}
