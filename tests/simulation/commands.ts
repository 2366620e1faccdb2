import { instantOf } from '#db/kernel/instant.ts';
import { ok } from '#db/kernel/result.ts';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { unreachable } from '#db/kernel/must.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { Id, Ids } from '#db/kernel/id.ts';
import type { Change } from '#sync/core/op.ts';
import { contract } from '#electron/contract/contract.ts';
import { domainCommands } from '#electron/host/handlers.ts';
import type { DomainCommandName } from '#electron/host/handlers.ts';
import type { Person } from '#electron/contract/organizations.ts';
import { only } from '#tests/helpers/postgres.ts';
import type { SimDevice } from './device.ts';
import type { Dice } from './dice.ts';
import { hour, ROOMS } from './places.ts';

/** What a person did on a desk: an op that the desk acknowledged, or the code of the refusal. */
export interface Deed {
  readonly name: string;
  readonly outcome: string;
  readonly op: { readonly op_id: Id; readonly changes: readonly Change[] } | null;
}

interface Wish {
  readonly name: DomainCommandName;
  readonly input: object;
}

const WEIGHTS = {
  create: 30,
  move: 18,
  edit: 16,
  cancel: 5,
  status: 8,
  undo: 9,
  settle: 9,
  ignore: 1,
  reopen: 3,
  close: 2,
  open: 1,
  retry: 2,
  resource: 5,
};

/** One person's deed, through the product's contract, commands and write path. */
export function act(
  device: SimDevice,
  ports: { readonly clock: Clock; readonly ids: Ids },
  dice: Dice,
  opIdFor?: (device: SimDevice) => Id,
): Deed | null {
  const people = device.all<Person>(
    'SELECT id, email, display_name, role FROM users WHERE is_active = 1 ORDER BY id',
  );
  const file = only(
    device.all<{ phase: string; organization_id: Id }>(
      'SELECT phase, organization_id FROM replica',
    ),
  );
  if (people.length === 0 || file.phase !== 'ready') return null;
  const person = dice.pick(people);
  const kind = dice.weighted(WEIGHTS);
  if (kind === 'resource') return actOnResource(device, ports, person, dice);
  const wish = wishOf(device, dice, kind);
  if (wish === null) return null;
  const { name } = wish;
  const input: unknown = contract[name].input.parse(wish.input);
  const now = instantOf(ports.clock.now());
  const acting = { now, ids: ports.ids, organization_id: file.organization_id, person };
  const written = attempt(() =>
    device.open.writer.write(
      {
        command: name,
        actor: person,
        at: now,
        ...(opIdFor === undefined ? {} : { op_id: opIdFor(device) }),
      },
      // Parsed by the schema of this very name; the compiler cannot follow it through the lookup.
      (tx) => {
        const done = domainCommands[name](tx, input as never, acting);
        if (done.ok && name === 'sync.retry') {
          device.open.choices.fileRejectedWithin(retried(wish), 'retried');
        }
        return done;
      },
    ),
  );
  if (written === null) return { name, outcome: 'disk_full', op: null };
  if (!written.ok) return { name, outcome: written.error.code, op: null };
  return deedOf(device, name, written.value.op_id);
}

function deedOf(device: SimDevice, name: string, op_id: Id | null): Deed {
  if (op_id === null) return { name, outcome: 'nothing', op: null };
  const { changes } = only(
    device.all<{ changes: string }>('SELECT changes FROM outbox WHERE op_id = ?', op_id),
  );
  return { name, outcome: 'done', op: { op_id, changes: JSON.parse(changes) } };
}

/**
 * Resources are made, changed and taken away past the commands, by whoever it is: equal names, gone
 * parents, members of a set, and people who may not.
 */
function actOnResource(
  device: SimDevice,
  { clock }: { readonly clock: Clock },
  person: Person,
  dice: Dice,
): Deed {
  const extra = device.all<{ id: Id; tags: string }>(
    `SELECT id, tags FROM resources WHERE id NOT IN (${ROOMS.map(() => '?').join(', ')}) ORDER BY id`,
    ...ROOMS,
  );
  const one = extra.length === 0 ? null : dice.pick(extra);
  const what = one === null ? 'make' : dice.pick(['make', 'change', 'book', 'book', 'remove']);
  const name = `resource ${what}`;
  const label = `Extra ${dice.below(4)}`;
  const tag = `t${dice.below(6)}`;
  const slot = slotOf(dice);
  const written = attempt(() =>
    device.open.writer.write(
      { command: 'simulated.resource', actor: person, at: instantOf(clock.now()) },
      (tx) => {
        if (one === null || what === 'make') {
          tx.insert(resources, { name: label, kind: 'space', timezone: 'Europe/Lisbon' });
        } else if (what === 'change') {
          const tags = new Set<string>(JSON.parse(one.tags));
          if (!tags.delete(tag)) tags.add(tag);
          tx.update(resources, one.id, { tags: JSON.stringify([...tags].toSorted()) });
        } else if (what === 'book') {
          tx.insert(bookings, {
            ...slot,
            resource_id: one.id,
            timezone: 'Europe/Lisbon',
            title: label,
          });
        } else {
          tx.delete(resources, one.id);
        }
        return ok({});
      },
    ),
  );
  if (written === null) return { name, outcome: 'disk_full', op: null };
  if (!written.ok) return { name, outcome: written.error.code, op: null };
  return deedOf(device, name, written.value.op_id);
}

/** Null when the disk is full: then nothing was written and nobody was told "saved". */
function attempt<T>(write: () => T): T | null {
  try {
    return write();
  } catch (error) {
    if (error instanceof ReplicaError && error.code === 'disk_full') return null;
    throw error;
  }
}

function retried({ input }: Wish): string {
  return 'op_id' in input ? String(input.op_id) : '';
}

/** A slot of one to three hours among few, so that collisions abound. */
export function slotOf(dice: Dice) {
  const from = 8 + dice.below(10);
  return {
    resource_id: dice.pick(ROOMS),
    start_time: hour(from),
    end_time: hour(from + 1 + dice.below(3)),
  };
}

function wishOf(
  device: SimDevice,
  dice: Dice,
  kind: Exclude<keyof typeof WEIGHTS, 'resource'>,
): Wish | null {
  // Newest first: what was touched last is what two desks are likely to touch together.
  const some = (sql: string): string | null => {
    const rows = device.all<{ id: string }>(sql);
    return rows.length === 0 ? null : dice.pick(rows.slice(0, 12)).id;
  };
  const on = (id: string | null, name: DomainCommandName, more: object): Wish | null =>
    id === null ? null : { name, input: { id, ...more } };
  const booking = () => some('SELECT id FROM bookings ORDER BY id DESC');
  const word = () => `w${dice.below(1000)}`;

  switch (kind) {
    case 'create': {
      const status = dice.pick(['held', 'pending', 'confirmed']);
      return { name: 'bookings.create', input: { ...slotOf(dice), title: word(), status } };
    }
    case 'move':
      return on(booking(), 'bookings.move', slotOf(dice));
    case 'edit': {
      const change = dice.pick(['title', 'notes', 'party_size', 'notes']);
      const id = booking();
      if (change === 'party_size') return on(id, 'bookings.edit', { [change]: dice.below(9) });
      const value = change === 'notes' ? rewritten(notesOf(device, id), dice) : word();
      return on(id, 'bookings.edit', { [change]: value });
    }
    case 'cancel':
      return on(booking(), 'bookings.cancel', { reason: word() });
    case 'status': {
      const status = dice.pick(['confirmed', 'checked_in', 'completed', 'no_show']);
      return on(booking(), 'bookings.setStatus', { status });
    }
    case 'undo': {
      const op_id = some(
        `SELECT op_id AS id FROM (
           SELECT op_id, 1 AS sent, op_no FROM outbox
           UNION ALL SELECT op_id, 0, op_no FROM outbox_sent) ORDER BY sent DESC, op_no DESC, op_id`,
      );
      return op_id === null ? null : { name: 'bookings.undo', input: { op_id } };
    }
    case 'settle':
      return settlement(
        some(`SELECT id FROM conflict_logs WHERE status = 'open' ORDER BY id`),
        dice,
      );
    case 'ignore':
      return on(
        some(`SELECT id FROM conflict_logs WHERE status = 'open' ORDER BY id`),
        'conflicts.ignore',
        { note: word() },
      );
    case 'reopen':
      return on(
        some(`SELECT id FROM conflict_logs WHERE status <> 'open' ORDER BY id DESC`),
        'conflicts.reopen',
        {},
      );
    case 'close':
      return { name: 'resources.close', input: { ...slotOf(dice), reason: word() } };
    case 'open': {
      const closure_id = some('SELECT id FROM resource_closures ORDER BY id');
      return closure_id === null ? null : { name: 'resources.open', input: { closure_id } };
    }
    case 'retry': {
      const op_id = some(
        `SELECT op_id AS id FROM rejected_ops WHERE state = 'open' ORDER BY op_id`,
      );
      return op_id === null ? null : { name: 'sync.retry', input: { op_id } };
    }
    default:
      return unreachable(kind);
  }
}

function notesOf(device: SimDevice, id: string | null): string {
  const [row] = device.all<{ notes: string }>('SELECT notes FROM bookings WHERE id = ?', id ?? '');
  return row?.notes ?? '';
}

/** One line of a text changed, added or taken out: what two people do to it at once may merge. */
function rewritten(text: string, dice: Dice): string {
  const lines = text === '' ? [] : text.split('\n');
  const at = dice.below(lines.length + 1);
  const kept = dice.pick([0, 1, 1]);
  return lines
    .toSpliced(at, kept, ...(dice.chance(0.8) ? [`line ${dice.below(1000)}`] : []))
    .join('\n');
}

function settlement(id: string | null, dice: Dice): Wish | null {
  if (id === null) return null;
  const action = dice.pick(['keep', 'keep', 'move', 'cancel', 'mine', 'theirs']);
  const to = slotOf(dice);
  const more =
    action === 'move' ? { to } : action === 'keep' ? { to: dice.chance(0.5) ? to : null } : {};
  return { name: 'conflicts.settle', input: { id, action, note: '', ...more } };
}
