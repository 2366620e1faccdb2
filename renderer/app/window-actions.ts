import { useLingui } from '@lingui/react';
import { useCommand } from '#renderer/data/use-command.ts';
import { useUndoSteps } from '#renderer/data/undo.tsx';
import { useUndo } from '#renderer/data/use-undo.ts';
import { useActions } from './actions.tsx';
import { usePreferences } from './preferences-context.tsx';

/** Actions that every screen has: undo, redo, sync, appearance, language. */
export function useWindowActions(): void {
  const { i18n } = useLingui();
  const steps = useUndoSteps();
  const undo = useUndo();
  const sync = useCommand('sync.now');
  const { setTheme, setLocale } = usePreferences();
  const group = i18n._('Everywhere');
  useActions([
    {
      id: 'window.undo',
      title: steps.undo
        ? i18n._('Undo: {what}', { what: steps.undo.label })
        : i18n._('Undo the last change'),
      group,
      keys: ['Mod+Z'],
      disabled: steps.undo ? undefined : i18n._('There is nothing to undo.'),
      run: () => {
        if (steps.undo) void undo(steps.undo, 'undo');
      },
    },
    {
      id: 'window.redo',
      title: steps.redo
        ? i18n._('Redo: {what}', { what: steps.redo.label })
        : i18n._('Redo what was undone'),
      group,
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      disabled: steps.redo ? undefined : i18n._('Nothing was undone.'),
      run: () => {
        if (steps.redo) void undo(steps.redo, 'redo');
      },
    },
    { id: 'sync.now', title: i18n._('Sync now'), group, run: () => void sync.run({}) },
    {
      id: 'theme.light',
      title: i18n._('Appearance: light'),
      group,
      run: () => setTheme('light'),
    },
    { id: 'theme.dark', title: i18n._('Appearance: dark'), group, run: () => setTheme('dark') },
    {
      id: 'theme.system',
      title: i18n._('Appearance: like the system'),
      group,
      run: () => setTheme('system'),
    },
    { id: 'language.en', title: 'English', group, run: () => setLocale('en') },
    { id: 'language.pt-BR', title: 'Português', group, run: () => setLocale('pt-BR') },
  ]);
}
