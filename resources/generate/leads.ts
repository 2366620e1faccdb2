import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { NewRow } from '#db/schema/table.ts';
import type { lead_activities, leads } from '#db/domains/crm/lead-tables.ts';
import { generatedIds } from './ids.ts';
import type { Generated } from './ids.ts';
import { COMPANIES, emailAddress, personName, phoneNumber, ZONES } from './names.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { moment } from './setting.ts';
import type { GenerateWork } from './setting.ts';
import { paragraph } from './words.ts';

export interface GeneratedLead {
  readonly lead: Generated<NewRow<typeof leads>>;
  readonly activities: readonly Generated<NewRow<typeof lead_activities>>[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CURRENCIES = ['EUR', 'USD', 'BRL'] as const;
const SOURCES = [
  'website',
  'website',
  'referral',
  'phone',
  'walk_in',
  'campaign',
  'event',
] as const;
// Where a lead gets to, in order; some leave on the way.
const PIPELINE = ['new', 'contacted', 'qualified', 'proposal', 'negotiation'] as const;
const ENDS = ['won', 'lost', 'lost', 'disqualified', 'nurturing'] as const;
const LIKELY = { new: 5, contacted: 10, qualified: 30, proposal: 50, negotiation: 75 } as const;

/**
 * `count` leads, the oldest first, each with what was done about it; old ones have mostly ended. The
 * same options give the same rows.
 */
export function* generateLeads(work: GenerateWork): Generator<GeneratedLead> {
  const random = createRandom(work.seed);
  const ids = generatedIds(random, work.from);
  const span = {
    from: millisecondsOf(work.from),
    now: millisecondsOf(work.now),
    count: work.count,
  };
  for (let at = 0; at < work.count; at++) {
    const received = moment(span, at, random.next());
    const id = ids.next();
    const row = leadOf(random, work, received, span.now);
    const activities = activitiesOf(random, row, received, span.now).map((activity) => ({
      id: ids.next(),
      row: { ...activity, lead_id: id },
    }));
    yield { lead: { id, row }, activities };
  }
}

function leadOf(
  random: Random,
  { setting }: GenerateWork,
  received: number,
  now: number,
): NewRow<typeof leads> {
  const ended = now - received > random.between(5, 120) * DAY;
  const status = ended ? random.pick(ENDS) : random.pick(PIPELINE);
  const changed = Math.min(now, received + random.between(1, 90) * DAY);
  const phone = phoneNumber(random);
  const contacted = status === 'new' ? null : instantOf(Math.min(now, received + 2 * HOUR));
  const assigned = random.next() < 0.9 ? random.pick(setting.agent_ids) : null;
  const source = random.pick(SOURCES);
  const over = status === 'won' || status === 'lost' || status === 'disqualified';
  return {
    name: personName(random),
    company: random.next() < 0.5 ? random.pick(COMPANIES) : '',
    email: emailAddress(random),
    phone,
    phone_e164: phone.replaceAll(' ', ''),
    city: random.pick(['Lisboa', 'São Paulo', 'Miami', 'Évora', 'تونس', 'תל אביב']),
    timezone: random.pick(ZONES),
    source,
    campaign_id: source === 'campaign' ? random.pick(setting.campaign_ids) : null,
    status,
    status_changed_at: instantOf(status === 'new' ? received : changed),
    lost_reason: status === 'lost' ? random.pick(['price', 'date', 'chose another']) : '',
    closed_at: over ? instantOf(changed) : null,
    priority: random.pick(['low', 'normal', 'normal', 'normal', 'high', 'urgent'] as const),
    assigned_to: assigned,
    assigned_at: assigned === null ? null : instantOf(Math.min(now, received + HOUR)),
    score: random.between(0, 100),
    estimated_value: random.between(20, 9000) * 100,
    currency: random.pick(CURRENCIES),
    probability: chanceOf(status),
    received_at: instantOf(received),
    first_contacted_at: contacted,
    last_contacted_at: contacted,
    next_action_at: over ? null : instantOf(now + random.between(-3, 14) * DAY),
    notes: random.next() < 0.3 ? paragraph(random, 2) : '',
  };
}

function chanceOf(status: keyof typeof LIKELY | (typeof ENDS)[number]): number {
  if (status === 'won') return 100;
  return status === 'lost' || status === 'disqualified' || status === 'nurturing'
    ? 0
    : LIKELY[status];
}

function activitiesOf(
  random: Random,
  lead: NewRow<typeof leads>,
  received: number,
  now: number,
): Omit<NewRow<typeof lead_activities>, 'lead_id'>[] {
  if (lead.status === 'new') return [];
  return Array.from({ length: random.between(1, 3) }, (_, at) => {
    const kind = random.pick(['call', 'email', 'note', 'whatsapp', 'meeting'] as const);
    return {
      kind,
      subject: random.pick(['First contact', 'Visita', 'Proposal', 'Orçamento', 'Follow-up']),
      body: paragraph(random, 2),
      occurred_at: instantOf(Math.min(now, received + (2 + 30 * at) * HOUR)),
      duration_seconds: kind === 'call' ? random.between(20, 1800) : null,
      user_id: lead.assigned_to ?? null,
    };
  });
}
