import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openAdmin, parseAddress } from '#db/postgres/open.node.ts';

const run = promisify(execFile);

/**
 * Loads the database behind one administrator's address in place of the one behind another, which lies in
 * another cluster: the logins of its organizations, and every row and sequence as it was. With pg_dump
 * where it comes with the server's programs; with the embedded ones it does not, and tables are copied one
 * by one. Either way only rows travel: no transaction of the old cluster is one of the new.
 */
export async function loadElsewhere(from: string, to: string, folder: string): Promise<void> {
  await mkdir(folder);
  // The server writes and reads here, under its own account.
  await chmod(folder, 0o777);
  await copyLogins(from, to);
  const bin = process.env['POSTGRES_BIN'];
  if (bin !== undefined && existsSync(join(bin, 'pg_dump'))) await dump(bin, from, to, folder);
  else await copyTables(from, to, folder);
}

async function copyLogins(from: string, to: string): Promise<void> {
  await between(from, to, async (ask, there) => {
    const logins = await ask<{ role_name: string; password: string }>(
      'select role_name, password from sync.org_logins',
    );
    for (const { role_name, password } of logins) {
      await there(`create role "${role_name}" login in role hf_device password '${password}'`);
    }
  });
}

async function dump(bin: string, from: string, to: string, folder: string): Promise<void> {
  const { database } = parseAddress(to);
  const maintenance = await openAdmin(to.replace(/\/[^/]*$/, '/postgres'));
  await maintenance.query(`drop database "${database}" with (force)`);
  await maintenance.query(`create database "${database}"`);
  await maintenance.end();
  const file = join(folder, 'dump.sql');
  await run(join(bin, 'pg_dump'), ['--dbname', from, '--file', file]);
  // What every database begins with.
  const sql = (await readFile(file, 'utf8')).replace(/^CREATE SCHEMA public;$/m, '');
  await writeFile(file, sql);
  await run(join(bin, 'psql'), ['--quiet', '--set=ON_ERROR_STOP=1', '--file', file, to], {
    maxBuffer: 100_000_000,
  });
}

async function copyTables(from: string, to: string, folder: string): Promise<void> {
  await between(from, to, async (ask, there) => {
    const always = await ask<{ relation: string; trigger: string }>(
      `select t.tgrelid::regclass::text as relation, quote_ident(t.tgname) as trigger
       from pg_trigger t where t.tgenabled = 'A' and not t.tgisinternal`,
    );
    const tables = await ask<{ name: string; columns: string }>(
      `select c.oid::regclass::text as name,
         (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attgenerated = '') as columns
       from pg_class c
       where c.relnamespace in ('data'::regnamespace, 'sync'::regnamespace)
         and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const sequences = await ask<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
       where c.relnamespace in ('data'::regnamespace, 'sync'::regnamespace) and c.relkind = 'S'`,
    );
    await there('begin');
    await there('set local session_replication_role = replica');
    for (const { relation, trigger } of always) {
      await there(`alter table ${relation} disable trigger ${trigger}`);
    }
    for (const { name, columns } of tables) {
      const file = join(folder, name);
      await ask(`copy (select ${columns} from ${name}) to '${file}'`);
      await there(`delete from ${name}`);
      await there(`copy ${name} (${columns}) from '${file}'`);
    }
    for (const { name } of sequences) {
      const [at] = await ask<{ last_value: string; is_called: boolean }>(
        `select last_value, is_called from ${name}`,
      );
      await there(`select setval('${name}', ${at?.last_value}, ${at?.is_called})`);
    }
    for (const { relation, trigger } of always) {
      await there(`alter table ${relation} enable always trigger ${trigger}`);
    }
    await there('commit');
  });
}

type Ask = <R extends object>(sql: string) => Promise<R[]>;

async function between(
  from: string,
  to: string,
  work: (ask: Ask, there: Ask) => Promise<void>,
): Promise<void> {
  const source = await openAdmin(from);
  const target = await openAdmin(to);
  try {
    await work(
      async <R extends object>(sql: string) => (await source.query<R>(sql)).rows,
      async <R extends object>(sql: string) => (await target.query<R>(sql)).rows,
    );
  } finally {
    await target.end();
    await source.end();
  }
}
