/** `npm run typecheck`: says nothing when all programs pass, else what was found in which of them. */
import { checkPrograms, findings } from './type-programs.node.ts';

const failed = (await checkPrograms()).filter(({ passed }) => !passed);
if (failed.length > 0) {
  const found = findings(failed.map(({ output }) => output));
  for (const finding of found) console.log(finding);
  const names = failed.map(({ program }) => program).join(', ');
  console.log(`\nfindings: ${found.length}, in the programs of ${names}`);
  process.exitCode = 1;
}
