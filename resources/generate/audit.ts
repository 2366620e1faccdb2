import type { Id } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { NewRow } from '#db/schema/table.ts';
import type { audit_logs } from '#db/domains/compliance/audit-tables.ts';
import { CHAIN_START, chainHashes } from '#db/domains/compliance/rules/audit-chain.ts';
import type { Sha256 } from '#db/domains/compliance/rules/audit-chain.ts';
import { generatedIds } from './ids.ts';
import type { Generated } from './ids.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { moment } from './setting.ts';
import type { GenerateWork } from './setting.ts';

export interface GenerateAudit extends GenerateWork {
  /** Rows the entries may be about; none are made up. */
  readonly subjects: readonly {
    readonly entity_type: string;
    readonly entity_ids: readonly Id[];
  }[];
  readonly sha256: Sha256;
}

const CHAINS = 8;
// How many of a hundred, and what they say.
const ACTIONS = [
  [40, 'data', 'UPDATE'],
  [25, 'data', 'CREATE'],
  [12, 'access', 'READ'],
  [8, 'auth', 'LOGIN'],
  [6, 'auth', 'LOGOUT'],
  [3, 'data', 'DELETE'],
  [2, 'access', 'EXPORT'],
  [2, 'approval', 'APPROVE'],
  [1, 'approval', 'REJECT'],
  [1, 'access', 'REVEAL'],
] as const;

/**
 * `count` audit entries of eight devices, the oldest first, each device's own hash chain unbroken.
 * The same options give the same rows.
 */
export function* generateAudit(
  options: GenerateAudit,
): Generator<Generated<NewRow<typeof audit_logs>>> {
  const random = createRandom(options.seed);
  const ids = generatedIds(random, options.from);
  const chains = Array.from({ length: CHAINS }, () => ({
    chain_id: ids.next(),
    incarnation: ids.next(),
    sequence: 0,
    previous: CHAIN_START,
  }));
  const span = {
    from: millisecondsOf(options.from),
    now: millisecondsOf(options.now),
    count: options.count,
  };
  for (let at = 0; at < options.count; at++) {
    const chain = random.pick(chains);
    chain.sequence += 1;
    const entry = {
      ...entryOf(random, options),
      occurred_at: instantOf(moment(span, at, random.next())),
      chain_id: chain.chain_id,
      incarnation: chain.incarnation,
      sequence: chain.sequence,
      op_id: ids.next(),
    };
    const hashes = chainHashes(entry, chain.previous, options.sha256);
    chain.previous = hashes.hash;
    yield { id: ids.next(), row: { ...entry, ...hashes } };
  }
}

type Entry = Omit<
  Required<NewRow<typeof audit_logs>>,
  | keyof ReturnType<typeof chainHashes>
  | 'occurred_at'
  | 'chain_id'
  | 'incarnation'
  | 'sequence'
  | 'op_id'
>;

function entryOf(random: Random, { setting, subjects }: GenerateAudit): Entry {
  const [category, action] = actionOf(random);
  const actor_id = random.pick(setting.agent_ids);
  const outcome = random.next() < 0.97 ? 'success' : random.pick(['failure', 'denied'] as const);
  const outcome_code = outcome === 'success' ? '' : 'not_allowed';
  const shared: Entry = {
    category,
    action,
    actor_id,
    outcome,
    outcome_code,
    before_values: null,
    after_values: null,
    reason: action === 'REVEAL' || action === 'EXPORT' ? 'Asked for by the guest.' : '',
    user_agent: 'Holdfast',
    entity_type: '',
    entity_id: null,
    command: '',
    session_id: null,
    ip_address: '',
  };
  if (category === 'auth') return shared;
  const { entity_type, entity_ids } = random.pick(subjects);
  const entity_id = random.pick(entity_ids);
  const command = `${entity_type}.${action.toLowerCase()}`;
  const about = { ...shared, entity_type, entity_id, command };
  if (action !== 'UPDATE') return about;
  const [before_values, after_values] = [0, 1].map((place) =>
    JSON.stringify({ position: random.between(0, 99) + 100 * place }),
  );
  return { ...about, before_values: before_values ?? null, after_values: after_values ?? null };
}

function actionOf(random: Random) {
  let chance = random.between(1, 100);
  for (const [share, category, action] of ACTIONS) {
    chance -= share;
    if (chance <= 0) return [category, action] as const;
  }
  throw new RangeError('the shares of all actions are a hundred together');
}
