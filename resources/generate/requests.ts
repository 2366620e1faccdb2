import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { NewRow } from '#db/schema/table.ts';
import type { external_requests } from '#db/domains/requests/tables.ts';
import { generatedIds } from './ids.ts';
import type { Generated } from './ids.ts';
import { emailAddress, personName, phoneNumber, PURPOSES } from './names.ts';
import { createRandom } from './random.ts';
import { moment } from './setting.ts';
import type { GenerateWork } from './setting.ts';
import { subjectLine } from './words.ts';

const DAY = 86_400_000;

/**
 * `count` requests from outside, the oldest first: what is older than a fortnight is decided. The same
 * options give the same rows.
 */
export function* generateRequests({
  seed,
  count,
  from,
  now,
  setting,
}: GenerateWork): Generator<Generated<NewRow<typeof external_requests>>> {
  const random = createRandom(seed);
  const ids = generatedIds(random, from);
  const span = { from: millisecondsOf(from), now: millisecondsOf(now), count };
  for (let at = 0; at < count; at++) {
    const received = moment(span, at, random.next());
    const old = span.now - received > 14 * DAY;
    const status = old
      ? random.pick(['approved', 'approved', 'approved', 'rejected', 'cancelled'] as const)
      : random.pick(['pending', 'pending', 'processing', 'approved'] as const);
    const decided = status === 'approved' || status === 'rejected';
    const agent = random.pick(setting.agent_ids);
    const request_type = random.pick(['booking', 'booking', 'inquiry', 'complaint'] as const);
    const processed = Math.min(span.now, received + random.between(1, 72) * 3_600_000);
    yield {
      id: ids.next(),
      row: {
        source: random.pick(['google_forms', 'appsheet', 'api', 'webhook', 'phone'] as const),
        external_id: `R${seed >>> 0}-${at + 1}`,
        request_type,
        request_data: JSON.stringify({
          wish: random.pick(PURPOSES),
          people: random.between(1, 20),
          day: instantOf(received + random.between(2, 60) * DAY).slice(0, 10),
        }),
        status,
        priority: random.pick(['low', 'normal', 'normal', 'normal', 'high', 'urgent'] as const),
        assigned_to: status === 'pending' ? null : agent,
        processed_at: decided ? instantOf(processed) : null,
        processed_by: decided ? agent : null,
        summary: request_type === 'booking' ? random.pick(PURPOSES) : subjectLine(random),
        requester_name: personName(random),
        requester_email: emailAddress(random),
        requester_phone: phoneNumber(random),
        received_at: instantOf(received),
        due_at: instantOf(received + 3 * DAY),
      },
    };
  }
}
