import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { must } from '#db/kernel/must.ts';
import type { Preferences } from './preferences.ts';

const PreferencesContext = createContext<Preferences | null>(null);

export function PreferencesProvider(props: { preferences: Preferences; children: ReactNode }) {
  return <PreferencesContext value={props.preferences}>{props.children}</PreferencesContext>;
}

export function usePreferences() {
  return useStore(must(use(PreferencesContext), 'no PreferencesProvider above'));
}
