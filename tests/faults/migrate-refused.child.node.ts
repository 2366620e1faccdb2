/**
 * Migrates an older replica on a disk that is full from one point on, for every given point in turn: it
 * must be refused with a typed error and leave what was there, or be done. One process survives it all.
 * `migrate-refused.child.node.ts FOLDER POINTS`; prints what it found as JSON.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { digestOf } from '#tests/helpers/fault-digest.ts';
import { readImage, writeImage } from '#tests/helpers/fault-disk.ts';
import { clearFaults, failAt } from '#tests/helpers/fault-shim.ts';
import { FILE } from '#tests/helpers/fault-sweep.ts';
import { makeReplicaV1 } from '#tests/helpers/replica-v1.ts';

const [under = '', list = '[]'] = process.argv.slice(2);
const points: readonly number[] = JSON.parse(list);
const file = join(under, FILE);
const migrate = () => openReplica({ file, registry, schemaVersion: SCHEMA_VERSION }).close();

makeReplicaV1({ file, bookings: 200 });
const start = readImage(under);
const old = digestOf(file);
migrate();
const done = digestOf(file);

const found = { refused: 0, done: 0, problems: [] as string[] };
for (const at of points) {
  writeImage(under, start);
  failAt(at, 'disk full until freed');
  const refused = attempt();
  clearFaults();
  const problem = judged(refused);
  if (problem !== undefined) found.problems.push(`point ${at}: ${problem}`);
}
process.stdout.write(JSON.stringify(found));

function attempt(): unknown {
  try {
    migrate();
    return undefined;
  } catch (error) {
    return error;
  }
}

function judged(refused: unknown): string | undefined {
  const now = digestOf(file);
  if (refused === undefined) {
    found.done += 1;
    return now === done ? undefined : 'said to be done';
  }
  if (!(refused instanceof ReplicaError))
    return `threw ${refused instanceof Error ? refused.message : typeof refused}`;
  // A sync that the disk refuses tells SQLite no more than that it failed.
  if (refused.code !== 'disk_full' && refused.code !== 'replica_failed') return refused.code;
  found.refused += 1;
  const left = readdirSync(under).filter((name) => name.includes('.before-'));
  if (now === old && left.length > 0) return `left ${left.join(', ')}`;
  // After its commit the step stands; only tidying up was refused.
  if (now !== old && now !== done) return `neither old nor new: ${now}`;
  migrate();
  return digestOf(file) === done ? undefined : 'does not work when the disk does';
}
