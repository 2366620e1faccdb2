import { isId } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { parseAddress } from '#db/postgres/open.node.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Op, RowImage } from '#sync/core/op.ts';
import type {
  CentralLink,
  Checksum,
  PullReply,
  PushReply,
  SnapshotChunk,
  Welcome,
} from '#sync/core/protocol.ts';
import { openTransactions } from './connect.node.ts';
import type { TransactionOptions } from './connect.node.ts';
import { createCopyParser } from './copy-text.node.ts';
import { readAhead } from './read-ahead.node.ts';
import type { Session, Transactions } from './transactions.ts';

export interface LinkOptions extends TransactionOptions {
  /** `host:port/database`. */
  readonly central: string;
  readonly loginRole: string;
  readonly password: string;
  readonly token: string;
  readonly organizationId: Id;
}

/**
 * Central as this device sees it. Connects at the first call, and fails for good when a connection
 * broke: whoever connects anew says hello first, as central may have been put back meanwhile.
 */
export function connectCentral(options: LinkOptions): CentralLink {
  const { central, loginRole, password, token, organizationId } = options;
  const login = { user: loginRole, password };
  const transactions = openTransactions(parseAddress(central), login, { ...options, once: true });
  return readAhead(createLink(transactions, { token, organizationId }));
}

interface ImageRow {
  readonly table_name: string;
  readonly row_id: Id;
  readonly image: CanonicalRow | null;
}

interface ChecksumRow {
  readonly table_name: string;
  readonly bucket: number;
  // bigint travels as text.
  readonly count: string;
  readonly sum: string;
}

/** The protocol over any `Transactions`: the seam where tests hold, abort or lose a call. */
export function createLink(
  transactions: Transactions,
  { token, organizationId }: { readonly token: string; readonly organizationId: Id },
): CentralLink {
  const write = <T>(work: (session: Session) => Promise<T>): Promise<T> =>
    transactions.transaction('write', work);
  const read = <T>(work: (session: Session) => Promise<T>): Promise<T> =>
    transactions.transaction('read', work);

  async function reply<T>(session: Session, sql: string, values: readonly unknown[]): Promise<T> {
    const [row] = await session.rows<{ reply: T }>(sql, values);
    return must(row, 'central answers one row').reply;
  }

  async function pulled(
    session: Session,
    cursor: string | null,
    whole: boolean,
  ): Promise<Omit<PullReply, 'checksums'>> {
    const [first, ...rows] = await session.rows<ImageRow>('select * from api.pull($1, $2, $3)', [
      token,
      cursor,
      whole,
    ]);
    const { cursor: next, witness } = must(first?.image, 'a pull answers its cursor');
    if (typeof next !== 'string') throw new TypeError('the cursor of a pull is text');
    const images = rows.map(imageOf);
    const at = { cursor: next, witness: typeof witness === 'string' ? witness : null };
    if (cursor !== null) return { ...at, images };
    const tables = await session.rows<{ name: string }>(
      'select name from api.filled_tables($1) as name',
      [token],
    );
    return { ...at, images, filled: tables.map(({ name }) => name) };
  }

  async function checksums(session: Session): Promise<readonly Checksum[]> {
    const rows = await session.rows<ChecksumRow>('select * from api.checksums($1)', [token]);
    return rows.map((row) => ({
      table: row.table_name,
      bucket: row.bucket,
      count: Number(row.count),
      sum: Number(row.sum),
    }));
  }

  return {
    hello: (hello) =>
      write((session) =>
        reply<Welcome>(session, 'select api.hello($1, $2) as reply', [token, hello]),
      ),

    reincarnate: (incarnation) =>
      write(async (session) => {
        await session.rows('select api.reincarnate($1, $2)', [token, incarnation]);
      }),

    leave: (place) =>
      write(async (session) => {
        await session.rows('select api.leave($1, $2)', [token, place]);
      }),

    push: (ops) =>
      write((session) =>
        reply<PushReply>(session, 'select api.push($1, $2) as reply', [token, onTheWire(ops)]),
      ),

    pull: (cursor, withChecksums) =>
      read(async (session) => ({
        ...(await pulled(session, cursor, withChecksums)),
        checksums: withChecksums ? await checksums(session) : null,
      })),

    snapshotChunk: (table, after, limit) =>
      read((session) => snapshotChunk(session, token, table, after, limit)),

    bucketRows: (scopes) =>
      read(async (session) => {
        const rows = await session.rows<ImageRow>('select * from api.bucket_rows($1, $2, $3)', [
          token,
          scopes.map(({ table }) => table.name),
          scopes.map(({ bucket }) => bucket),
        ]);
        return rows.map(imageOf);
      }),

    bucketPart: ({ table, bucket }, after, limit) =>
      read(async (session) => {
        const rows = await session.rows<ImageRow>(
          `select * from api.bucket_rows($1, $2, $3) b
           where $4::uuid is null or b.row_id > $4::uuid order by b.row_id limit $5`,
          [token, [table.name], [bucket], after, limit],
        );
        return rows.map(imageOf);
      }),

    // A hint that waits for our next turn to be committed waits behind all we do in this one.
    wake: () =>
      transactions.transaction('statement', async (session) => {
        await session.rows('select api.wake($1)', [token]);
      }),

    listen: (onHint) => transactions.listen(`hf_${organizationId.replaceAll('-', '')}`, onHint),

    close: () => transactions.close(),
  };
}

function imageOf({ table_name, row_id, image }: ImageRow): RowImage {
  return { table: table_name, row_id, row: image };
}

// COPY takes no parameters: the token travels in a setting of this transaction, so that it never
// stands in SQL text. So do the styles that the parser reads, whatever the server or a pooler is set to.
async function snapshotChunk(
  session: Session,
  token: string,
  table: Table,
  after: Id | null,
  limit: number,
): Promise<SnapshotChunk> {
  if (after !== null && !isId(after)) throw new TypeError('a chunk continues after an id');
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('rows of a chunk');
  const columns = Object.keys(table.columns);
  const rows: Cell[][] = [];
  const parse = createCopyParser(table);
  await session.rows(
    `select set_config('holdfast.token', $1, true), set_config('TimeZone', 'UTC', true),
       set_config('DateStyle', 'ISO', true)`,
    [token],
  );
  const bytes = await session.copy(
    `copy (select ${columns.map((name) => `"${name}"`).join(', ')}
       from api.snapshot_${table.name}(current_setting('holdfast.token'),
         ${after === null ? 'null' : `'${after}'`}, ${limit})) to stdout`,
    (lines) => parse(lines, rows),
  );
  const last = rows.length < limit ? undefined : rows.at(-1);
  const lastId = last?.[columns.indexOf('id')];
  return { rows, bytes, last_id: typeof lastId === 'string' ? lastId : null };
}

// Changes that are no list are refused by any central, also by one that does not know what is parked.
function onTheWire(ops: readonly Op[]): string {
  return JSON.stringify(ops.map((op) => (op.parked === undefined ? op : { ...op, changes: null })));
}
