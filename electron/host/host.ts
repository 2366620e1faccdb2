import { z } from 'zod';
import { canonicalJson } from '#db/kernel/json.ts';
import type { Json, JsonObject } from '#db/kernel/json.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Acting, Reads } from '#db/schema/access.ts';
import { ROLES } from '#db/schema/table.ts';
import type { Role } from '#db/schema/table.ts';
import { contract, entryOf } from '#electron/contract/contract.ts';
import type { CommandName } from '#electron/contract/contract.ts';
import type { CommandContract, QueryContract } from '#electron/contract/define.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { Person } from '#electron/contract/organizations.ts';
import type { HostPort } from '#electron/transports/messages.ts';
import { bugged } from './bugs.ts';
import type { Desk } from './desk.node.ts';
import { runDeskCommand } from './desk-commands.ts';
import { answered, refused, refusedBelow } from './envelopes.ts';
import { domainCommands, domainQueries, isDomainCommand, isDomainQuery } from './handlers.ts';
import type { DomainCommandName } from './handlers.ts';
import { createLiveQueries } from './live.ts';
import type { Seen } from './live.ts';
import { syncOutbox, syncStatus } from './sync-queries.ts';
import type { DeskTables } from './tables.ts';

/** What `touch` is called with when the engine's own state changed. */
const ENGINE = 'engine';
const NOTHING: ReadonlySet<string> = new Set();

export interface HostOptions {
  readonly desk: Desk;
  /** Who acts; asked at each call. Undefined while the replica has no people. */
  readonly person: (reads: Reads<DeskTables>) => Person | undefined;
  /** Development only: the cable may be pulled by hand. */
  readonly mayUnplug: boolean;
}

/** Serves the contract on one desk: validates, authorises, runs, wraps. Never throws, never rejects. */
export function createHost(options: HostOptions): HostPort {
  const { desk, mayUnplug } = options;
  const { reads, engine, ports } = desk;
  const live = createLiveQueries(ports);
  const unlisten = [
    desk.connection.onTouched((tables) => live.touch(tables)),
    engine.onChange(() => live.touch(new Set([ENGINE]))),
  ];
  let stopped = false;

  function runQuery(name: string, input: unknown): Seen {
    const parsed = parse(name, 'query', input);
    if (!parsed.ok) return { envelope: parsed.envelope, tables: NOTHING, whole: true };
    let whole = true;
    const seen = reads.tracked(() => {
      try {
        return answer(name, parsed.entry, parsed.value);
      } catch (error) {
        whole = false;
        return bugged(error, name, desk);
      }
    });
    const tables = name.startsWith('sync.') ? seen.tables.union(new Set([ENGINE])) : seen.tables;
    return { envelope: seen.value, tables, whole };
  }

  function answer(name: string, entry: QueryContract | CommandContract, input: unknown): Envelope {
    const sight = { reads, replica: desk.replica, engine, mayUnplug };
    // Sync is shown before there are rows, and so before anybody can act.
    if (name === 'sync.status') return answered(syncStatus(sight));
    if (name === 'sync.outbox') {
      return answered(syncOutbox(sight, input as Parameters<typeof syncOutbox>[1]));
    }
    const who = whoMay(entry.role);
    if (!who.ok) return who.envelope;
    if (!isDomainQuery(name)) return refused('unknown_name', { name });
    // Parsed by the schema of this very name; the compiler cannot follow it through the lookup.
    return answered(domainQueries[name](reads, input as never, who.acting));
  }

  async function runCommand(name: CommandName, input: unknown): Promise<Envelope> {
    const parsed = parse(name, 'command', input);
    if (!parsed.ok) return parsed.envelope;
    try {
      const who = whoMay(parsed.entry.role);
      if (isDomainCommand(name)) {
        return who.ok ? writeRows(name, parsed.value, who.acting) : who.envelope;
      }
      // Central may be asked, and the cable pulled, before the first row has come.
      if (!who.ok && name === 'organizations.actAs') return who.envelope;
      return await runDeskCommand(name, parsed.value, { desk, mayUnplug });
    } catch (error) {
      return bugged(error, name, desk);
    }
  }

  function writeRows(name: DomainCommandName, input: unknown, acting: Acting): Envelope {
    const retried = name === 'sync.retry' ? contract[name].input.parse(input).op_id : null;
    const written = desk.writer.write(
      { command: name, actor: acting.person, at: acting.now },
      (tx) => {
        // Parsed by the schema of this very name; the compiler cannot follow it through the lookup.
        const done = domainCommands[name](tx, input as never, acting);
        if (done.ok && retried !== null) desk.choices.fileRejectedWithin(retried, 'retried');
        return done;
      },
    );
    if (!written.ok) return refusedBelow(written.error.code, written.error.details);
    const { value, op_id } = written.value;
    tell(name, op_id !== null, retried !== null);
    return answered({ ...value, op_id });
  }

  /** What is committed stays done, whatever fails from here on. */
  function tell(name: string, wrote: boolean, filed: boolean): void {
    try {
      if (filed) desk.connection.touch(new Set(['rejected_ops']));
      if (wrote) engine.localWrite();
    } catch (error) {
      bugged(error, name, desk);
    }
  }

  type Who = { ok: true; acting: Acting } | { ok: false; envelope: Envelope };

  function whoMay(needs: Role): Who {
    const file = reads.first(reads.sql.selectFrom('replica').select(['phase', 'organization_id']));
    const person = options.person(reads);
    if (file?.phase !== 'ready' || person === undefined) {
      return { ok: false, envelope: refused('replica_not_ready') };
    }
    if (ROLES.indexOf(person.role) < ROLES.indexOf(needs)) {
      return { ok: false, envelope: refused('not_allowed', { needs, role: person.role }) };
    }
    const { organization_id } = file;
    const now = instantOf(ports.clock.now());
    return { ok: true, acting: { now, ids: ports.ids, organization_id, person } };
  }

  return {
    async invoke(name, input) {
      if (stopped) return refused('data_process_restarted');
      return isCommandName(name) ? await runCommand(name, input) : runQuery(name, input).envelope;
    },
    subscribe(name, input, on) {
      const parsed = parse(name, 'query', input);
      if (!parsed.ok) {
        on(parsed.envelope);
        return () => {};
      }
      return live.subscribe(`${name} ${keyOf(parsed.value)}`, () => runQuery(name, input), on);
    },
    async stop() {
      stopped = true;
      for (const end of unlisten) end();
      live.stop();
      await desk.close();
    },
  };
}

function isCommandName(name: string): name is CommandName {
  return entryOf(name)?.kind === 'command';
}

type Parsed =
  | { ok: true; entry: QueryContract | CommandContract; value: unknown }
  | { ok: false; envelope: Envelope };

function parse(name: string, kind: 'query' | 'command', input: unknown): Parsed {
  const entry = entryOf(name);
  if (entry?.kind !== kind) {
    return { ok: false, envelope: refused('unknown_name', { name: name.slice(0, 100) }) };
  }
  const parsed = z.safeParse(entry.input, input);
  if (parsed.success) return { ok: true, entry, value: parsed.data };
  // Where and what kind only: an issue's message may repeat the value.
  const issues: JsonObject[] = parsed.error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: issue.code,
    message: 'keys' in issue ? `unknown: ${issue.keys.join(', ')}` : issue.message,
  }));
  return { ok: false, envelope: refused('bad_input', { name, issues }) };
}

// Parsed inputs are JSON: they came from another process or a command line.
function keyOf(input: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(input ?? null)) as Json);
}
