import { setImmediate as turn } from 'node:timers/promises';
import type { Id } from '#db/kernel/id.ts';
import type { Table } from '#db/schema/table.ts';
import type { CentralLink, SnapshotChunk } from '#sync/core/protocol.ts';

interface Fetched {
  readonly table: Table;
  /** The last row handed out; the next request must continue here. */
  after: Id | null;
  readonly chunk: Promise<SnapshotChunk>;
  /** Rows of it handed out. */
  used: number;
}

/**
 * Fetches the next chunk of a first fill, as large as the last, while that is being stored: central and
 * device work at the same time. Where fewer rows are wanted by then, they are served out of it. Any other
 * call in between forgets what was fetched ahead, so no row can be older than a cursor taken since.
 */
export function readAhead(link: CentralLink): CentralLink {
  let now: Fetched | undefined;
  let next: Fetched | undefined;

  const forget = () => {
    now = undefined;
    next = undefined;
  };

  const fetch = (table: Table, after: Id | null, limit: number): Fetched => {
    const chunk = link.snapshotChunk(table, after, limit);
    // Whoever asks for it hears of the failure; nobody else needs to.
    chunk.catch(() => undefined);
    return { table, after, chunk, used: 0 };
  };

  const snapshotChunk = async (table: Table, after: Id | null, limit: number) => {
    const fits = (fetched: Fetched | undefined): fetched is Fetched =>
      fetched?.table === table && fetched.after === after;
    if (!fits(now)) {
      now = fits(next) ? next : fetch(table, after, limit);
      next = undefined;
    }
    const from = now;
    const whole = await from.chunk.catch((error: unknown) => {
      // What failed must be asked for anew, not answered from memory.
      if (from === now) now = undefined;
      throw error;
    });
    if (from === now && next === undefined && whole.last_id !== null) {
      next = fetch(table, whole.last_id, limit);
    }
    const slice = cut(whole, from.used, limit, table);
    from.used += slice.rows.length;
    from.after = slice.last_id;
    if (from === now && from.used === whole.rows.length) now = undefined;
    // Lets what arrives meanwhile in; storing blocks.
    await turn();
    return slice;
  };

  return {
    hello: (hello) => {
      forget();
      return link.hello(hello);
    },
    reincarnate: (incarnation) => {
      forget();
      return link.reincarnate(incarnation);
    },
    leave: (place) => link.leave(place),
    push: (ops) => {
      forget();
      return link.push(ops);
    },
    pull: (cursor, withChecksums) => {
      forget();
      return link.pull(cursor, withChecksums);
    },
    bucketRows: (scopes) => {
      forget();
      return link.bucketRows(scopes);
    },
    bucketPart: (...asked) => {
      forget();
      return link.bucketPart(...asked);
    },
    snapshotChunk,
    wake: () => link.wake(),
    listen: (onHint) => link.listen(onHint),
    close: () => {
      forget();
      return link.close();
    },
  };
}

function cut(whole: SnapshotChunk, from: number, limit: number, table: Table): SnapshotChunk {
  const { rows, bytes, last_id } = whole;
  const to = Math.min(rows.length, from + limit);
  const share = (row: number) => Math.round((bytes * row) / Math.max(1, rows.length));
  if (from === 0 && to === rows.length) return whole;
  const id = rows[to - 1]?.[Object.keys(table.columns).indexOf('id')];
  return {
    rows: rows.slice(from, to),
    bytes: share(to) - share(from),
    last_id: to === rows.length ? last_id : typeof id === 'string' ? id : null,
  };
}
