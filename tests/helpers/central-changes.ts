import { randomUUID } from 'node:crypto';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Change, ColumnChange, Op, Verdict } from '#sync/core/op.ts';
import { only } from './postgres.ts';
import type { TestDevice } from './postgres.ts';

/** The verdict on one op; throws on any other reply. */
export async function push(device: TestDevice, op: Op): Promise<Verdict> {
  const reply = await device.link.push([op]);
  if (reply.kind !== 'verdicts') throw new Error(`push answered ${reply.kind}`);
  return only(reply.verdicts);
}

export function insert(table: string, row_id: string, cells: Record<string, Cell>): Change {
  const values = Object.entries(cells).map(([name, cell]): [string, ColumnChange] => [
    name,
    [null, cell],
  ]);
  return { table, row_id, kind: 'insert', values: Object.fromEntries(values) };
}

export function update(
  table: string,
  row_id: string,
  values: Record<string, ColumnChange>,
): Change {
  return { table, row_id, kind: 'update', values };
}

/** The verdict's image of a row that must be there. */
export function imageOf(verdict: Verdict, id: string): CanonicalRow {
  const found = verdict.images.find(({ row_id }) => row_id === id);
  return must(must(found, 'an image of every touched row').row, 'the row is there');
}

/** Puts a resource there and answers its id. */
export async function addResource(device: TestDevice, name: string): Promise<string> {
  const id = randomUUID();
  const verdict = await push(
    device,
    device.op([
      insert('resources', id, { name, kind: 'space', timezone: 'Europe/Lisbon', place: 'Casa' }),
    ]),
  );
  if (verdict.outcome !== 'applied') throw new Error(verdict.code ?? verdict.outcome);
  return id;
}

/** Cells of a booking on 1 March 2040 between two hours. */
export function bookingCells(
  resource_id: string | null,
  from: number,
  to: number,
  more: Record<string, Cell> = {},
): Record<string, Cell> {
  return {
    resource_id,
    start_time: hour(from),
    end_time: hour(to),
    timezone: 'Europe/Lisbon',
    title: 'Bia',
    status: 'confirmed',
    ...more,
  };
}

export function hour(of: number): string {
  return `2040-03-01T${String(of).padStart(2, '0')}:00:00.000Z`;
}
