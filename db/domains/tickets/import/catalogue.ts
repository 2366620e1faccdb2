import type { Step } from '#db/domains/import/steps.ts';
import { inserting } from '#db/domains/import/steps.ts';
import { groups } from '#db/domains/identity/access-tables.ts';
import { statuses } from '#db/domains/organizations/status-tables.ts';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { categories, priorities } from '../catalogue-tables.ts';
import type { EventWords } from './incident-row.ts';
import type { StatusKind } from './incident-words.ts';
import { mapsTo, STATES } from './incident-words.ts';

/** What the log's words can be: each is found by its name, else by its code, else made. */
export type CatalogueKind = 'status' | 'priority' | 'category' | 'group';

export interface Entry {
  readonly id: Id;
  readonly name: string;
  readonly code: string;
  /** Of a subcategory its category, else null. */
  readonly parent_id: Id | null;
}

export interface KnownCatalogue {
  readonly status: readonly (Entry & { readonly kind: string })[];
  readonly priority: readonly Entry[];
  readonly category: readonly Entry[];
  readonly group: readonly Entry[];
}

/** The id that an import gives a row it makes: from the words that name it, so equal on every desk. */
export type NameId = (kind: CatalogueKind, ...name: readonly string[]) => Id;

export interface EventIds {
  readonly status_id: Id;
  readonly priority_id: Id;
  readonly category_id: Id | null;
  readonly assignment_group_id: Id | null;
}

export interface Catalogue {
  idsOf(words: EventWords): EventIds;
  kindOf(status_id: unknown): string;
  /** Rows that had to be made for the words asked so far, in reference order. */
  made(): Readonly<Record<CatalogueKind, readonly Step[]>>;
}

/** Whether a word is a status here, whatever the log calls its own. */
export function isStatus(known: KnownCatalogue, word: string): boolean {
  return (
    entryOf(
      known.status,
      word,
      codeOf(word, () => '\u0000'),
      null,
    ) !== undefined
  );
}

interface Word {
  readonly kind: CatalogueKind;
  readonly name: string;
  readonly parent_id: Id | null;
  /** Names that lead to it: a subcategory's begins with its category's. */
  readonly path: readonly string[];
  readonly make: (id: Id, code: string) => Step;
}

export function createCatalogue(known: KnownCatalogue, nameId: NameId): Catalogue {
  const made: Record<CatalogueKind, Step[]> = { status: [], priority: [], category: [], group: [] };
  const kinds = new Map(known.status.map(({ id, kind }) => [id, kind]));
  const found = new Map<string, Id>();

  const idFor = (word: Word): Id => {
    const key = JSON.stringify([word.kind, ...word.path]);
    const id = found.get(key) ?? foundOrMade(word);
    found.set(key, id);
    return id;
  };
  const foundOrMade = ({ kind, name, parent_id, path, make }: Word): Id => {
    const id = nameId(kind, ...path);
    const code = codeOf(name, () => id.slice(0, 8));
    const entries: readonly Entry[] = known[kind];
    const here = entries.find((one) => one.id === id) ?? entryOf(entries, name, code, parent_id);
    if (here !== undefined) return here.id;
    made[kind].push(make(id, code));
    return id;
  };
  const plain = (kind: CatalogueKind, name: string, make: Word['make']): Id =>
    idFor({ kind, name, parent_id: null, path: [name], make });

  const categoryOf = ({ category, subcategory }: EventWords): Id | null => {
    if (category === null) return null;
    const parent_id = plain('category', category, (id, code) =>
      inserting(categories, id, { name: category, code }),
    );
    if (subcategory === null) return parent_id;
    return idFor({
      kind: 'category',
      name: subcategory,
      parent_id,
      path: [category, subcategory],
      make: (id, code) => inserting(categories, id, { name: subcategory, code, parent_id }),
    });
  };

  return {
    idsOf: (words) => {
      const { state, priority, group } = words;
      return {
        status_id: plain('status', state, (id, code) => {
          const kind = must(STATES.get(state), 'a word that is no status here is a state');
          kinds.set(id, kind);
          return inserting(statuses, id, statusRow(state, code, kind));
        }),
        priority_id: plain('priority', priority.name, (id, code) =>
          inserting(priorities, id, {
            name: priority.name,
            code,
            level: priority.level,
            maps_to: mapsTo(priority.level),
            position: priority.level,
          }),
        ),
        category_id: categoryOf(words),
        assignment_group_id:
          group === null
            ? null
            : plain('group', group, (id, code) => inserting(groups, id, { name: group, code })),
      };
    },
    kindOf: (status_id) => kinds.get(String(status_id)) ?? '',
    made: () => made,
  };
}

function statusRow(state: string, code: string, kind: StatusKind) {
  return {
    entity_type: 'ticket',
    code,
    label: state,
    kind,
    is_final: kind === 'closed' ? 1 : 0,
    position: [...STATES.keys()].indexOf(state) + 1,
  } as const;
}

function entryOf(
  entries: readonly Entry[],
  name: string,
  code: string,
  parent_id: Id | null,
): Entry | undefined {
  const beside = entries.filter((entry) => entry.parent_id === parent_id);
  return (
    beside.find((entry) => entry.name === name) ??
    beside.find((entry) => entry.name.toLowerCase() === name.toLowerCase()) ??
    beside.find((entry) => entry.code === code)
  );
}

/**
 * `Group 70` → `group_70`. A name that a code cannot hold gets `digest()` at its end: two names have
 * one code only when they differ in case and spaces.
 */
function codeOf(name: string, digest: () => string): string {
  const plain = name.toLowerCase().replaceAll(/\s+/g, '_');
  if (/^[a-z0-9_]{1,60}$/.test(plain)) return plain;
  const kept = plain.replaceAll(/[^a-z0-9_]+/g, '').slice(0, 40);
  return kept === '' ? `x${digest()}` : `${kept}_${digest()}`;
}
