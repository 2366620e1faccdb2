import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/**
 * COPY … TO STDOUT: hands whole lines on as they arrive, answers the bytes that travelled. Nothing ends
 * it but an end of the connection: `whileHeard` around it watches for silence.
 */
export async function copyOut(
  client: pg.Client,
  sql: string,
  onLines: (lines: Buffer) => void,
): Promise<number> {
  const stream = client.query(copyTo(sql));
  let bytes = 0;
  let rest: Buffer | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      const end = chunk.lastIndexOf(10) + 1;
      if (end === 0) {
        rest = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
        continue;
      }
      const head = chunk.subarray(0, end);
      // Cut at line ends only: no character is split between two texts.
      onLines(rest === undefined ? head : Buffer.concat([rest, head]));
      rest = end === chunk.length ? undefined : chunk.subarray(end);
    }
  } finally {
    disarm(stream);
  }
  return bytes;
}

/** COPY … FROM STDIN of rows in COPY's text format. All of them, or none and a throw. */
export async function copyIn(
  client: pg.Client,
  sql: string,
  lines: Iterable<string>,
): Promise<void> {
  const stream = client.query(copyFrom(sql));
  try {
    await pipeline(Readable.from(lines, { objectMode: false }), stream);
  } finally {
    disarm(stream);
  }
}

// pg armed its query_timeout all the same, and ends it only by this; the process would wait for it.
function disarm(stream: object): void {
  const callback: unknown = Reflect.get(stream, 'callback');
  if (typeof callback === 'function') callback();
}
