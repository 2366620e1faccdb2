import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { withLock } from '#electron/runtime/lock.node.ts';

// Reads, yields and writes back under the lock: without it, other processes' counts are lost.
const [lock = '', counter = '', hold] = process.argv.slice(2);
if (hold !== undefined) {
  await withLock(lock, async () => {
    process.stdout.write('held');
    // Until its parent closes the pipe or kills it.
    await new Promise((ended) => process.stdin.resume().once('end', ended));
  });
}
for (let round = 0; round < 20; round++) {
  await withLock(lock, async () => {
    const count = Number(readFileSync(counter, 'utf8'));
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    writeFileSync(counter, String(count + 1));
  });
}
