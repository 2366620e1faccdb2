import { must, unreachable } from '#db/kernel/must.ts';
import type { MergePolicy } from './column.ts';
import { field, indent, list, literal, ownNames, ownShape, resourceOf } from './postgres-names.ts';
import type { Table } from './table.ts';

interface Group {
  readonly columns: readonly string[];
  readonly policy: MergePolicy;
}

/**
 * The three-way merge of one row: `v_now` is central's, `v_seen` what the person saw, `v_new` what
 * they left. Afterwards `v_new` is what central stores, `v_effect` tells what was set aside.
 */
export function mergeGroups(table: Table): string {
  const groups = groupsOf(table);
  const central = groups.filter(({ policy }) => policy === 'central');
  const others = groups.filter(({ policy }) => policy !== 'central');
  return [
    ...central.map((group) => centralOnly(table, group)),
    'if v_seen is distinct from v_now then',
    ...others.map((group) => indent(merge(table, group), 1)),
    indent(openAsked(table, others), 1),
    'end if;',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

// Columns of one `together` group merge as one value, so they must agree on how.
function groupsOf(table: Table): readonly Group[] {
  const groups = new Map<string, string[]>();
  for (const name of ownNames(table)) {
    const { group } = ownShape(table, name);
    const key = group === undefined ? `column ${name}` : `group ${group}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].map((columns) => {
    const policies = new Set(columns.map((name) => ownShape(table, name).merge));
    const [policy] = policies;
    if (policies.size > 1) {
      throw new Error(`Bug: ${table.name}.${columns.join(', ')} merge together but differently`);
    }
    return { columns, policy: must(policy, 'group without columns') };
  });
}

function differs(left: string, right: string, columns: readonly string[]): string {
  const row = (side: string): string => {
    const fields = columns.map((name) => field(side, name)).join(', ');
    return columns.length === 1 ? fields : `(${fields})`;
  };
  return `${row(left)} is distinct from ${row(right)}`;
}

function take(from: string, columns: readonly string[]): string[] {
  return columns.map((name) => `${field('v_new', name)} := ${field(from, name)};`);
}

function note(table: Table, columns: readonly string[]): string[] {
  return [
    `v_image := coalesce(v_image, sync.own_cells(sync.image(p_op.organization_id, ${literal(table.name)}, p_id)));`,
    `v_effect := sync.noted(v_effect, ${literal(table.name)}, p_id, array[${list(columns)}], p_values, v_image);`,
  ];
}

function centralOnly(table: Table, { columns }: Group): string {
  return [
    `-- ${columns.join(', ')}: central`,
    `if ${differs('v_new', 'v_now', columns)} then`,
    indent([...take('v_now', columns), ...note(table, columns)].join('\n'), 1),
    'end if;',
  ].join('\n');
}

// What people typed and would look for. Counters, times and what machines write say nothing to them.
function isTold(table: Table, { columns, policy }: Group): boolean {
  const shapes = columns.map((name) => ownShape(table, name));
  const typed = shapes.every(
    ({ kind, maxLength = 0, privacy }) => kind === 'text' && maxLength >= 200 && privacy !== 'none',
  );
  const told = policy === 'text' || (policy === 'last' && columns.length === 1 && typed);
  return told && table.options.madeByCentral !== true;
}

/** Whether merges of a table are told to people: `v_told` has their columns then. */
export function hasToldMerges(table: Table): boolean {
  return groupsOf(table).some((group) => isTold(table, group));
}

/** Once the row is stored: what came of a merge that nobody was asked about. */
export function toldMerge(table: Table): string {
  if (!hasToldMerges(table)) return '';
  return `if v_told <> '{}' then
  perform sync.record_merge(p_op, ${resourceOf(table, 'v_new')}, ${literal(table.name)}, p_id, v_told, p_values, v_image, v_now.updated_by);
end if;`;
}

function tell(table: Table, group: Group): string[] {
  if (!isTold(table, group)) return [];
  // An empty text that was written over is missed by nobody.
  return group.columns.map(
    (name) =>
      `if ${field('v_now', name)} <> '' then v_told := v_told || ${literal(name)}::text; end if;`,
  );
}

function merge(table: Table, group: Group): string {
  const { columns, policy } = group;
  const changed = differs('v_seen', 'v_now', columns);
  // A sum adds the difference even when the totals happen to agree: two desks may both have counted
  // from 5 to 6.
  const open =
    policy === 'sum' ? changed : `${changed}\n  and ${differs('v_new', 'v_now', columns)}`;
  return [
    `-- ${columns.join(', ')}: ${policy}`,
    `if ${open} then`,
    indent([...note(table, columns), ...settle(table, group)].join('\n'), 1),
    'end if;',
  ].join('\n');
}

function settle(table: Table, group: Group): string[] {
  const { columns, policy } = group;
  switch (policy) {
    case 'ask':
      return [...take('v_now', columns), `v_asked := v_asked || array[${list(columns)}];`];
    case 'last':
      return tell(table, group);
    case 'text':
      return columns.flatMap((name) => [
        `${field('v_new', name)} := sync.text_merge(${field('v_seen', name)}, ${field('v_new', name)}, ${field('v_now', name)}, ${ownShape(table, name).maxLength ?? 0});`,
        `if ${field('v_new', name)} is null then`,
        indent(
          [...take('v_now', [name]), `v_asked := v_asked || ${literal(name)}::text;`].join('\n'),
          1,
        ),
        'else',
        indent(tell(table, { columns: [name], policy }).join('\n'), 1),
        'end if;',
      ]);
    case 'refuse':
      return [`perform sync.reject('stale', '${table.name}.${columns.join(', ')}');`];
    case 'max':
      return combined(columns, (now, _, mine) => `greatest(${now}, ${mine})`);
    case 'min':
      return combined(columns, (now, _, mine) => `least(${now}, ${mine})`);
    case 'sum':
      return combined(
        columns,
        (now, seen, mine) => `coalesce(${now}, 0) + coalesce(${mine}, 0) - coalesce(${seen}, 0)`,
      );
    case 'union':
      return combined(columns, (now, seen, mine) => `sync.union_of(${now}, ${seen}, ${mine})`);
    case 'central':
      throw new Error('Bug: central columns are settled before the merge');
    default:
      return unreachable(policy);
  }
}

function combined(
  columns: readonly string[],
  value: (now: string, seen: string, mine: string) => string,
): string[] {
  return columns.map((name) => {
    const [now, seen, mine] = [field('v_now', name), field('v_seen', name), field('v_new', name)];
    return `${mine} := ${value(now, seen, mine)};`;
  });
}

function openAsked(table: Table, groups: readonly Group[]): string {
  if (!groups.some(({ policy }) => policy === 'ask' || policy === 'text')) return '';
  return `if v_asked <> '{}' then
  v_effect := sync.open_conflict(v_effect, p_op, 'concurrent_edit', 'medium', ${resourceOf(table, 'v_now')}, ${literal(table.name)}, p_id, null,
    sync.only(sync.side(p_values, 0), v_asked), sync.only(sync.side(p_values, 1), v_asked), sync.only(v_image, v_asked));
end if;`;
}
