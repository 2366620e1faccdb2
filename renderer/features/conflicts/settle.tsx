import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useActions } from '#renderer/app/actions.tsx';
import { useCommand } from '#renderer/data/use-command.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import type { ConflictDetail } from '#electron/contract/conflicts.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { ChoiceList } from './choice-list.tsx';
import { losesSlot } from '#db/domains/conflicts/rules/kinds.ts';
import { choicesOf } from './choices.ts';
import { columnWord } from './words.ts';
import styles from './conflict-detail.module.css';

/** The supervisor's part: choose, say why, settle. Keyed by conflict, so that drafts do not mix. */
export function Settle(props: {
  conflict: ConflictDetail;
  onSettled: () => void;
  /** What stands before and after the choices; it scrolls with them above the buttons. */
  before: ReactNode;
  after: ReactNode;
}) {
  const { i18n } = useLingui();
  const { conflict, onSettled } = props;
  const settle = useCommand('conflicts.settle');
  const ignore = useCommand('conflicts.ignore');
  const [wanted, setWanted] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [noteMissing, setNoteMissing] = useState(false);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const holder = losesSlot(conflict.conflict_type) ? conflict.other : null;
  const forHolder = useLiveQuery(
    'bookings.alternatives',
    holder === null || holder.resource_id === null
      ? null
      : {
          resource_id: holder.resource_id,
          start_time: holder.start_time,
          end_time: holder.end_time,
          party_size: null,
          except: holder.id,
          limit: 3,
        },
  );

  const groups = choicesOf(i18n, conflict, forHolder.value ?? []);
  const all = groups.flatMap((group) => group.choices);
  // A slot that was taken meanwhile leaves the list: the first way stands in for it.
  const choice = all.find(({ key }) => key === wanted) ?? all[0];
  const busy = settle.busy || ignore.busy;
  const asks = conflict.status === 'open' || conflict.status === 'investigating';
  // Of a key that somebody holds another value is needed.
  const key = choice?.key === 'mine' ? (conflict.refused?.key ?? []) : [];

  const run = async () => {
    if (choice === undefined || busy) return;
    const { input } = choice;
    const renamed = input.action === 'mine' ? { ...input, values } : input;
    const answer = await settle.run({ ...renamed, note }, { done: choice.done });
    if (answer.ok) onSettled();
  };
  const runIgnore = async () => {
    if (busy || !asks) return;
    setNoteMissing(note.trim() === '');
    if (note.trim() === '') return;
    const answer = await ignore.run(
      { id: conflict.id, note },
      { done: i18n._('Conflict ignored') },
    );
    if (answer.ok) onSettled();
  };
  const group = i18n._('Conflicts');
  useActions([
    {
      id: 'conflicts.settle',
      title: choice?.label ?? i18n._('Settle'),
      group,
      keys: ['Mod+Enter'],
      run: () => void run(),
    },
    {
      id: 'conflicts.ignore',
      title: i18n._('Ignore with a reason'),
      group,
      disabled: asks ? undefined : i18n._('It was settled by itself.'),
      run: () => void runIgnore(),
    },
  ]);

  return (
    <>
      <div className={styles['scroll']}>
        {props.before}
        <ChoiceList groups={groups} chosen={choice?.key ?? null} onChoose={setWanted} />
        {key.map(({ column, value, max }) => (
          <TextField
            key={column}
            label={columnWord(i18n, column)}
            value={values[column] ?? value}
            maxLength={max}
            onChange={(text) => setValues({ ...values, [column]: text })}
          />
        ))}
        {props.after}
      </div>
      <footer className={styles['footer']}>
        <TextField
          label={i18n._('Why, for the history')}
          hideLabel
          placeholder={i18n._('Why, for the history')}
          value={note}
          maxLength={2000}
          onChange={(text) => {
            setNote(text);
            setNoteMissing(false);
          }}
          error={noteMissing ? i18n._('Ignoring needs a reason.') : null}
          className={styles['note'] ?? ''}
        />
        <div className={styles['buttons']}>
          {asks && (
            <Button variant="quiet" isDisabled={busy} onPress={() => void runIgnore()}>
              {i18n._('Ignore')}
            </Button>
          )}
          {choice !== undefined && (
            <Button
              variant={choice.destructive ? 'danger' : 'primary'}
              isDisabled={busy}
              className={styles['outcome'] ?? ''}
              onPress={() => void run()}
            >
              <span className={styles['clip']}>{choice.label}</span>
            </Button>
          )}
        </div>
      </footer>
    </>
  );
}
