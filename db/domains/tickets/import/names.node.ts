import { namedId } from '#db/domains/import/named-id.node.ts';
import type { Id } from '#db/kernel/id.ts';
import type { NameId } from './catalogue.ts';
import type { IncidentIds } from './plan.ts';

/** Ids of what the incidents of this organization become: the same on every desk. */
export function idsIn(organization_id: Id): IncidentIds {
  return {
    ticket: (number) => namedId(organization_id, 'incident', number),
    event: (number, place) => namedId(organization_id, 'incident', number, 'event', place),
    clock: (number) => namedId(organization_id, 'incident', number, 'resolution'),
  };
}

/** Ids of the rows that imports of this organization make for the log's words. */
export function nameIdIn(organization_id: Id): NameId {
  return (kind, ...name) => namedId(organization_id, 'incidents', kind, ...name);
}
