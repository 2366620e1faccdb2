import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDisk, readImage } from '#tests/helpers/fault-disk.ts';
import type { DiskImage } from '#tests/helpers/fault-disk.ts';
import { readRecord } from '#tests/helpers/fault-record.ts';
import type { DiskCall } from '#tests/helpers/fault-record.ts';
import { faultFolder, shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import type { FaultPlan } from '#tests/helpers/fault-shim.ts';
import { createRandom } from '#tests/helpers/fault-random.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

/** Runs the child under the shim in a folder of its own. */
function run(plan: Partial<FaultPlan>, argument = '') {
  const place = faultFolder();
  const under = join(place.folder, 'watched');
  mkdirSync(under);
  const record = join(place.folder, 'record');
  const child = join(import.meta.dirname, 'disk-calls.child.node.ts');
  const { signal, stdout, stderr } = spawnSync(process.execPath, [child, under, argument], {
    env: shimEnvironment(place.library, { under, record, ...plan }),
    encoding: 'utf8',
  });
  const said: unknown = stdout === '' ? stderr : JSON.parse(stdout);
  return { place, under, record, signal, said };
}

describeUnless(whyNoFaults(), 'fault shim', () => {
  test('counts and records every call that changes a watched file, and no other', () => {
    const { place, under, record, said } = run({});
    using _ = place;
    expect(said).toMatchObject({ points: 10 });
    expect(
      readRecord(record).map(({ kind, path }: DiskCall & { path?: string }) => `${kind} ${path}`),
    ).toEqual([
      'create a',
      'write a',
      'sync a',
      'write a',
      'truncate a',
      'rename a',
      'sync ',
      'create c',
      'write c',
      'unlink c',
    ]);
    expect(readdirSync(under)).toEqual(['b']);
  });

  test('the record, replayed, gives the files', () => {
    const { place, under, record } = run({});
    using _ = place;
    expect(replayed(readRecord(record)).afterPowerLoss({ kind: 'kept' })).toEqual(readImage(under));
  });

  test('kills before the chosen point, with half of a write when told to tear', () => {
    for (const tear of [false, true]) {
      const { place, under, signal } = run({ killAt: 4, tear });
      using _ = place;
      expect(signal).toBe('SIGKILL');
      const bytes = readFileSync(join(under, 'a'), 'latin1');
      expect(bytes).toBe('a'.repeat(500) + (tear ? 'b' : 'a').repeat(500));
    }
  });

  test('refuses from the chosen point on until cleared', () => {
    const { place, said } = run({}, 'refuse');
    using _ = place;
    expect(said).toMatchObject({
      said: [
        'create ok',
        'write ok',
        'sync ENOSPC',
        'overwrite ENOSPC',
        'truncate ok',
        'rename ok',
        'sync names ok',
        'replace ok',
        'unlink ok',
        'elsewhere ok',
        'read ok',
        'read again ok',
        'read elsewhere ok',
      ],
      points: 6,
    });
  });

  test('told to, counts and refuses the reads of watched files, and nothing else', () => {
    const { place, said } = run({}, 'unreadable');
    using _ = place;
    expect(said).toMatchObject({
      said: [
        'create ok',
        'write ok',
        'sync ok',
        'overwrite ok',
        'truncate ok',
        'rename ok',
        'sync names ok',
        'replace ok',
        'unlink ok',
        'elsewhere ok',
        'read ok',
        'read again EIO',
        'read elsewhere ok',
      ],
      points: 2,
    });
  });

  test('a lying disk answers syncs and keeps none', () => {
    const { place, record } = run({ dropSync: true });
    using _ = place;
    const calls = readRecord(record);
    expect(calls.filter(({ kind }) => kind === 'sync')).toEqual([]);
    expect(replayed(calls).afterPowerLoss({ kind: 'dropped' })).toEqual(new Map());
  });
});

describe('model of a disk', () => {
  const start: DiskImage = new Map([['f', Buffer.from('old')]]);

  test('what was not synced may be gone, what was synced may not', () => {
    const disk = replayed(
      [write('f', 0, 'new'), { kind: 'sync', path: 'f' }, write('f', 3, '!')],
      start,
    );
    expect(disk.unsynced()).toBe(1);
    expect(text(disk.afterPowerLoss({ kind: 'dropped' }), 'f')).toBe('new');
    expect(text(disk.afterPowerLoss({ kind: 'kept' }), 'f')).toBe('new!');
  });

  test('a name is safe only when its folder was synced', () => {
    const calls: DiskCall[] = [
      { kind: 'create', path: 'g' },
      write('g', 0, 'x'),
      { kind: 'sync', path: 'g' },
      { kind: 'unlink', path: 'f' },
    ];
    expect([...replayed(calls, start).afterPowerLoss({ kind: 'dropped' }).keys()]).toEqual(['f']);
    const synced = replayed([...calls, { kind: 'sync', path: '' }], start);
    expect([...synced.afterPowerLoss({ kind: 'dropped' }).keys()]).toEqual(['g']);
  });

  test('names reach the disk in order', () => {
    const disk = replayed(
      [
        { kind: 'create', path: 'g' },
        { kind: 'rename', path: 'g', to: 'f' },
      ],
      start,
    );
    const seen = new Set<string>();
    const random = createRandom(1);
    for (let i = 0; i < 200; i++) {
      seen.add([...disk.afterPowerLoss({ kind: 'torn', random }).keys()].sort().join());
    }
    expect([...seen].sort()).toEqual(['f', 'f,g']);
  });

  test('writes are torn at sectors of the disk', () => {
    const disk = replayed([write('f', 500, 'n'.repeat(1036))], start);
    const random = createRandom(7);
    const seen = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const bytes = text(disk.afterPowerLoss({ kind: 'torn', random }), 'f').slice(500);
      seen.add([bytes.slice(0, 12), bytes.slice(12, 524), bytes.slice(524)].map(state).join(''));
    }
    // Each of three pieces new or not: eight ways, of which the last ends the file early.
    expect(seen.size).toBe(8);
    expect([...seen].join('')).not.toContain('?');
  });
});

function state(piece: string): string {
  if (/^n+$/.test(piece)) return 'n';
  return /^\0*$/.test(piece) ? '0' : '?';
}

function write(path: string, at: number, bytes: string): DiskCall {
  return { kind: 'write', path, at, bytes: Buffer.from(bytes) };
}

function text(image: DiskImage, path: string): string {
  return image.get(path)?.toString('latin1') ?? '';
}

function replayed(calls: readonly DiskCall[], start: DiskImage = new Map()) {
  const disk = createDisk(start);
  for (const call of calls) disk.apply(call);
  return disk;
}
