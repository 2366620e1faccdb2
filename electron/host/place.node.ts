import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';

// systemd's, and D-Bus's where that is absent; other systems have neither.
const MACHINE_IDS = ['/etc/machine-id', '/var/lib/dbus/machine-id'];

/**
 * Where a data folder is, as a hash: the same after a restart of the program or the machine, another
 * for a copy of the folder, on this machine or elsewhere. Of the folder, not the file: a file that is
 * made anew in its place is still at work in the same place.
 */
export function placeOf(dir: string): string {
  const folder = realpathSync(dir);
  const { ino } = statSync(folder, { bigint: true });
  const parts = ['holdfast place', machineId(), hostname(), folder, ino.toString()];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

function machineId(): string {
  for (const file of MACHINE_IDS) {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch {
      // The next one.
    }
  }
  return '';
}
