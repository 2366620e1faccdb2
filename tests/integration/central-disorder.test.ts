import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import type { Op } from '#sync/core/op.ts';
import { addResource, bookingCells, insert, update } from '#tests/helpers/central-changes.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;
let room: string;

beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine);
  room = await addResource(device, 'Sala 1');
});
afterAll(() => central.drop());

/** What central holds of a booking, and which ops it logged of a device, in the order it took them. */
async function held(id: string, of: TestDevice) {
  const { rows } = await central.admin.query<{ notes: string }>(
    'select notes from data.bookings where id = $1',
    [id],
  );
  const log = await central.admin.query<{ op_id: string }>(
    'select op_id from sync.op_log where device_id = $1 order by op_no',
    [of.enrolment.device_id],
  );
  return { ...only(rows), ops: log.rows.map(({ op_id }) => op_id) };
}

/** Six ops on one booking, each on what the last one left. */
function sixOps(on: TestDevice, id: string): readonly Op[] {
  const made = insert('bookings', id, bookingCells(room, 1, 2, { status: 'draft', notes: '0' }));
  const edits = [1, 2, 3, 4, 5].map((n) =>
    update('bookings', id, { notes: [String(n - 1), String(n)] }),
  );
  return [made, ...edits].map((change) => on.op([change]));
}

test('ops that arrive in any order are taken in theirs, each once, and none is skipped', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 }),
      async (order, again) => {
        const fresh = await central.enrol(mine);
        const id = randomUUID();
        const ops = sixOps(fresh, id);
        // A network that holds letters back and repeats some of them.
        let waiting = [...order, ...again];
        for (let round = 0; waiting.length > 0; round++) {
          expect(round).toBeLessThan(8);
          const refused: number[] = [];
          for (const at of waiting) {
            const reply = await fresh.link.push([must(ops[at], 'one of six')]);
            if (reply.kind === 'gap') refused.push(at);
            else expect(reply).toMatchObject({ verdicts: [{ outcome: 'applied' }] });
          }
          waiting = refused;
        }
        expect(await held(id, fresh)).toStrictEqual({
          notes: '5',
          ops: ops.map(({ op_id }) => op_id),
        });
      },
    ),
    { numRuns: 40, verbose: 1 },
  );
});

test('a batch out of order is taken up to where it breaks, and 3, 1, 2 is no other order than 1, 2, 3', async () => {
  const fresh = await central.enrol(mine);
  const id = randomUUID();
  const [one, two, three, ...rest] = sixOps(fresh, id);
  const all = [one, two, three].map((op) => must(op, 'one of six'));
  const [first, second, third] = all;
  expect(await fresh.link.push([must(third, '3'), must(first, '1'), must(second, '2')])).toEqual({
    kind: 'gap',
    expected: 1,
  });
  expect(await fresh.link.push(all)).toMatchObject({ kind: 'verdicts' });
  expect(await fresh.link.push(rest)).toMatchObject({ kind: 'verdicts' });
  expect(await held(id, fresh)).toMatchObject({ notes: '5' });
});

// F34: nothing but what people are shown may come from the server's clock.
test('a clock of the server that jumps changes no order and hides no row', async () => {
  const [writer, reader] = [await central.enrol(mine), await central.enrol(mine)];
  const { cursor } = await reader.link.pull(null, false);
  const { rows } = await central.admin.query<{ text: string }>(
    `select pg_get_functiondef('sync.stamp'::regproc) as text`,
  );
  const stamp = only(rows).text;
  const jumping = stamp.replaceAll('now()', `(now() + (random() - 0.5) * interval '20 years')`);
  expect(jumping).not.toBe(stamp);
  await central.admin.query(jumping);
  try {
    let from = cursor;
    const got = new Map<string, unknown>();
    const id = randomUUID();
    for (const op of sixOps(writer, id)) {
      await writer.link.push([op]);
      const reply = await reader.link.pull(from, true);
      from = reply.cursor;
      for (const { row_id, row } of reply.images) got.set(row_id, row?.['notes']);
      expect(got.get(id)).toBe(op.changes[0]?.values['notes']?.[1]);
    }
    expect((await reader.link.pull(from, false)).images).toStrictEqual([]);
  } finally {
    await central.admin.query(stamp);
  }
});
