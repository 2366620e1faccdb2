import { openAdmin } from '#db/postgres/open.node.ts';

const CHANNEL = 'bench_baseline';

/**
 * Milliseconds from the commit of one row by one connection until another, told by NOTIFY, has
 * selected it: the least that any push from Postgres costs on this machine.
 */
export async function notifyRoundTrips(url: string, samples: number): Promise<number[]> {
  const writer = await openAdmin(url);
  const reader = await openAdmin(url);
  try {
    await writer.query('create schema bench');
    await writer.query('create table bench.rows (id integer primary key, title text)');
    let told = () => {};
    reader.on('notification', () => told());
    await reader.query(`listen ${CHANNEL}`);
    const times: number[] = [];
    for (let id = 0; id < samples; id++) {
      const hint = new Promise<void>((resolve) => (told = resolve));
      await writer.query('insert into bench.rows values ($1, $2)', [id, 'Ana Souza']);
      const started = performance.now();
      await writer.query(`notify ${CHANNEL}`);
      await hint;
      const { rowCount } = await reader.query('select id, title from bench.rows where id = $1', [
        id,
      ]);
      if (rowCount !== 1) throw new Error('told of a row that is not there');
      times.push(performance.now() - started);
    }
    return times;
  } finally {
    await reader.end();
    await writer.query('drop schema if exists bench cascade');
    await writer.end();
  }
}
