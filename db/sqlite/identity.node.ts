import { existsSync } from 'node:fs';
import type { Connection } from './connection.node.ts';
import type { ReplicaIdentity } from './create.node.ts';
import { openDriver } from './driver.node.ts';

/** Who a replica is and which schema it had when it was last opened, apart from the file itself. */
export interface KeptIdentity extends ReplicaIdentity {
  readonly schema_version: number;
}

const PARTS = [
  'device_id',
  'device_name',
  'organization_id',
  'central',
  'login_role',
  'login_password',
  'token',
  'incarnation',
];

const nameOf = (file: string) => `${file}.identity`;

/**
 * Keeps who the replica is beside it, under the same key: a damaged file may not be able to tell any
 * more, and one that cannot be opened with a key that opens this is damaged, not strange.
 */
export function keepIdentity(connection: Connection, key?: Uint8Array): void {
  const who = connection.prepare<ReplicaIdentity>(`SELECT ${PARTS.join(', ')} FROM replica`).get();
  const version = Number(connection.pragma('user_version'));
  const text = JSON.stringify({ ...who, schema_version: version });
  if (textAt(connection.file, key) === text) return;
  const driver = openDriver(nameOf(connection.file), {
    readonly: false,
    fileMustExist: false,
    timeout: 5000,
    key,
  });
  try {
    driver.exec(`BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL)`);
    driver.prepare('INSERT OR REPLACE INTO identity (one, body) VALUES (1, ?)').run(text);
    driver.exec('COMMIT');
  } finally {
    driver.close();
  }
}

/** What was kept beside a replica; null where nothing was, or it cannot be read with this key. */
export function readIdentity(file: string, key?: Uint8Array): KeptIdentity | null {
  const text = textAt(file, key);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isIdentity(value) ? value : null;
  } catch {
    return null;
  }
}

function isIdentity(value: unknown): value is KeptIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const parts = new Map<string, unknown>(Object.entries(value));
  return (
    PARTS.every((name) => typeof parts.get(name) === 'string') &&
    typeof parts.get('schema_version') === 'number'
  );
}

function textAt(file: string, key?: Uint8Array): string | null {
  if (!existsSync(nameOf(file))) return null;
  try {
    const how = { readonly: true, fileMustExist: true, timeout: 5000, key };
    const driver = openDriver(nameOf(file), how);
    try {
      return driver.prepare<{ body: string }>('SELECT body FROM identity').get()?.body ?? null;
    } finally {
      driver.close();
    }
  } catch {
    // Damaged as well, or of another key: as good as none.
    return null;
  }
}
