import { once } from 'node:events';
import { pino } from 'pino';
import { commandOf, commands } from '#electron/cli/commands.node.ts';
import { CliRefusal, UsageError } from '#electron/cli/terms.node.ts';
import type { Ended, Terminal } from '#electron/cli/terms.node.ts';
import { bugged } from '#electron/host/bugs.ts';
import { createLog } from '#electron/host/log.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';

/** Exit codes: done, refused or failed, wrongly called. */
const DONE = 0;
const REFUSED = 1;
const MISUSED = 2;

const aborted = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => aborted.abort());
// A reader that has seen enough (`| head`) is no failure of ours, and there is nobody to tell.
process.stdout.on('error', () => process.exit(REFUSED));

const terminal: Terminal = {
  print: async (value) => {
    if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
  },
  log: createLog(pino.destination({ dest: 2, sync: true }), 'warn'),
  ports: createPorts(),
  signal: aborted.signal,
};

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === undefined) return misused('a command is missing', await help());
  if (first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(await help());
    return DONE;
  }
  const found = commandOf(argv);
  if (found === undefined) {
    const said = JSON.stringify(argv.slice(0, 2).join(' '));
    return misused(`there is no command ${said}`, 'holdfast --help lists all commands\n');
  }
  const command = await found.load();
  const usage = `holdfast ${found.name} ${command.usage}`.trim();
  if (found.args.includes('--help') || found.args.includes('-h')) {
    process.stdout.write(`${usage}\n  ${command.summary}\n`);
    return DONE;
  }
  try {
    return await finished(await command.run(found.args, terminal));
  } catch (error) {
    if (error instanceof UsageError) return misused(error.message, `usage: ${usage}\n`);
    const envelope =
      error instanceof CliRefusal ? error.envelope : bugged(error, found.name, terminal);
    return await finished({ ok: false, print: envelope });
  }
}

async function finished(ended: Ended): Promise<number> {
  if (ended.print !== undefined) await terminal.print(ended.print);
  return ended.ok ? DONE : REFUSED;
}

function misused(sentence: string, advice: string): number {
  process.stderr.write(`holdfast: ${sentence}\n${advice}`);
  return MISUSED;
}

async function help(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => {
      const { usage, summary } = await load();
      return `  ${`${name} ${usage}`.trim()}\n      ${summary}\n`;
    }),
  );
  return `holdfast COMMAND\n\n${lines.join('')}`;
}
