import type { JsonObject } from '#db/kernel/json.ts';
import type { NotChosen } from '#sync/central/organization.node.ts';
import { CliRefusal } from './terms.node.ts';

/** What a terminal says when a short name leads to no organization. */
export function notChosen(why: NotChosen, details: JsonObject): CliRefusal {
  return why === 'no_such_organization'
    ? new CliRefusal('not_found', { what: 'organization', ...details })
    : new CliRefusal('rule_broken', { table: 'organizations', rule: 'slug', ...details });
}
