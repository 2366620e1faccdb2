import pg from 'pg';
import { unreachable } from '#db/kernel/must.ts';
import type { Dice } from './dice.ts';
import { slotOf } from './commands.ts';
import { CANARY, HOME, hour, OTHER, PEOPLE, ROOMS } from './places.ts';

/** A session at central that writes past the protocol, in transactions that may stay open. */
export interface Writer {
  readonly open: boolean;
  /** Does one thing: begins, writes, commits or rolls back. Answers what. */
  step(dice: Dice, newId: () => string): Promise<string>;
  /** Commits what is open. */
  finish(): Promise<void>;
  /** Rolls back what is open. */
  drop(): Promise<void>;
}

export function createWriter(
  client: pg.Client,
  onCommit: (touched: readonly string[]) => Promise<void>,
): Writer {
  let open = false;
  let touched: string[] = [];

  async function begin(): Promise<void> {
    await client.query('begin');
    open = true;
    touched = [];
  }

  async function end(how: 'commit' | 'rollback'): Promise<void> {
    if (!open) return;
    open = false;
    await client.query(how);
    if (how === 'commit') await onCommit(touched);
  }

  async function write(dice: Dice, newId: () => string): Promise<string> {
    const [what, sql, values] = statement(dice, newId);
    try {
      const { rows } = await client.query<{ key: string }>(sql, values);
      touched.push(...rows.map(({ key }) => key));
      return `${what} ${rows.length}`;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      // Somebody holds the slot or the row: this program gives its whole transaction up.
      await end('rollback');
      return `${what} ${error.code ?? ''}`;
    }
  }

  return {
    get open() {
      return open;
    },
    step: async (dice, newId) => {
      if (!open) {
        await begin();
        if (dice.chance(0.4)) {
          // Takes its number early and its place in the feed late.
          await client.query('select pg_current_xact_id()');
          return 'begin';
        }
        const what = await write(dice, newId);
        if (open && dice.chance(0.3)) await end('commit');
        return `${what} ${open ? 'held' : 'over'}`;
      }
      if (dice.chance(0.45)) return await write(dice, newId);
      const how = dice.chance(0.85) ? 'commit' : 'rollback';
      await end(how);
      return how;
    },
    finish: () => end('commit'),
    drop: () => end('rollback'),
  };
}

const KEY = `returning 'bookings.' || id as key`;
const ONE = `(select id from data.bookings where organization_id = '${HOME.id}' order by md5(id::text || $1) limit 1)`;

type Statement = readonly [what: string, sql: string, values: (string | number)[]];

function statement(dice: Dice, newId: () => string): Statement {
  const kind = dice.weighted({
    insert: 30,
    title: 20,
    cancel: 8,
    move: 10,
    delete: 8,
    person: 6,
    room: 14,
    later: 16,
    other: 10,
  });
  const where = `where organization_id = '${HOME.id}' and id = ${ONE}`;
  const some = String(dice.below(1000));
  const word = `c${dice.below(1000)}`;
  const slot = slotOf(dice);
  const later = dice.below(30);
  switch (kind) {
    case 'insert':
      return [
        kind,
        `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title)
         values ($1, '${HOME.id}', $2, $3, $4, 'Europe/Lisbon', $5) ${KEY}`,
        [newId(), slot.resource_id, slot.start_time, slot.end_time, word],
      ];
    case 'title':
      return [kind, `update data.bookings set title = $2 ${where} ${KEY}`, [some, word]];
    case 'cancel':
      return [kind, `update data.bookings set status = 'cancelled' ${where} ${KEY}`, [some]];
    case 'move':
      return [
        kind,
        `update data.bookings set resource_id = $2, start_time = $3, end_time = $4 ${where} ${KEY}`,
        [some, slot.resource_id, slot.start_time, slot.end_time],
      ];
    case 'delete':
      return [kind, `delete from data.bookings ${where} ${KEY}`, [some]];
    case 'person':
      return [
        kind,
        `update data.users set is_active = not is_active
         where organization_id = '${HOME.id}' and id = $1 returning 'users.' || id as key`,
        [dice.pick([PEOPLE.agent, PEOPLE.supervisor])],
      ];
    case 'room':
      return [
        kind,
        `update data.resources set description = $2
         where organization_id = '${HOME.id}' and id = $1 returning 'resources.' || id as key`,
        [slot.resource_id, word],
      ];
    case 'later':
      // Nobody else goes there: what a cursor loses of it stays lost.
      return [
        kind,
        `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title)
         values ($1, '${HOME.id}', $2, $3, $4, 'Europe/Lisbon', $5) ${KEY}`,
        [newId(), slot.resource_id, hour(40 + later), hour(41 + later), word],
      ];
    case 'other':
      return [
        kind,
        `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title, notes)
         values ($1, '${OTHER.id}', $2, $3, $4, 'Europe/Lisbon', '${CANARY}', $5) returning 'other' as key`,
        [newId(), dice.pick(ROOMS), hour(20 + later), hour(21 + later), `${CANARY} ${word}`],
      ];
    default:
      return unreachable(kind);
  }
}
