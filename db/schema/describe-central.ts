import { must, unreachable } from '#db/kernel/must.ts';
import type { Cell, ColumnShape } from './column.ts';
import type { Description, ObjectKind, SchemaObject } from './description.ts';
import { joined } from './postgres-names.ts';
import type { Registry } from './registry.ts';
import { sqlTokens } from './sql-tokens.ts';
import { arrives } from './sync-class.ts';
import { keyParts } from './table.ts';
import type { SyncClass, Table } from './table.ts';

/**
 * What the definitions say of central's tables, written down a second time and apart from the DDL, so
 * that a mistake in either shows. Expressions are `loosely` spelled; indexes are for speed and not part
 * of it, but for those that keep something unique.
 */
export function centralAsDefined(registry: Registry): Description {
  return registry.tables
    .filter(({ options }) => options.sync !== 'local')
    .flatMap((table) => describeTable(table, arrives(table) ? registry.number(table) : undefined));
}

/** Says that a check is there; what it says is too much Postgres' own to be said twice. */
export const UNSAID = '…';

/**
 * An expression as neither we nor Postgres wrote it: without parentheses and casts, lists as `in`. Two
 * that differ in their parentheses only look the same.
 */
export function loosely(sql: string): string {
  return sqlTokens(sql)
    .filter((token) => !['(', ')', '[', ']'].includes(token))
    .join(' ')
    .replaceAll(CAST, '')
    .replaceAll(/cast (\S+) as \w+/g, '$1')
    .replaceAll(' sync . gist_uuid_ops', '')
    .replaceAll('= any array', 'in')
    .replaceAll('<> all array', 'not in')
    .replaceAll('- ', '-')
    .replaceAll(/'(-?\d+(\.\d+)?)'/g, '$1')
    .replaceAll(/(\w+) between (\S+) and (\S+)/g, '$1 >= $2 and $1 <= $3');
}

const CAST =
  / :: (timestamp 3 with time zone|timestamp with time zone|timestamptz( 3)?|numeric( \d+ , \d+)?|\w+)/g;

const ROLE_RIGHTS: Readonly<Record<SyncClass, readonly string[]>> = {
  both: ['delete', 'insert', 'select', 'update'],
  down: ['select'],
  up: ['insert', 'select'],
  central: [],
  local: [],
};

function describeTable(table: Table, number: number | undefined): readonly SchemaObject[] {
  const { columns, options } = table;
  const name = `data.${table.name}`;
  const object = (
    kind: ObjectKind,
    own: string,
    properties: SchemaObject['properties'],
  ): SchemaObject => ({ kind, table: name, name: own, properties });
  const rights = ROLE_RIGHTS[options.sync];
  return [
    {
      kind: 'table',
      table: '',
      name,
      properties: {
        is: 'table',
        logged: true,
        owner: 'hf_owner',
        row_security: true,
        row_security_forced: true,
        rights: rights.length === 0 ? null : `hf_api: ${rights.join(', ')}`,
      },
    },
    ...Object.entries(columns).map(([own, { shape }]) => object('column', own, column(own, shape))),
    ...Object.entries(options.generated ?? {}).map(([own, sql]) =>
      object('column', own, { ...PLAIN, type: 'text', generated: loosely(sql) }),
    ),
    ...(options.noOverlap?.unless === undefined
      ? []
      : [
          object('column', options.noOverlap.unless, {
            ...PLAIN,
            type: 'boolean',
            required: true,
            default: 'false',
          }),
        ]),
    object('key', `${table.name}_pkey`, says('primary key organization_id , id')),
    ...Object.entries(columns).flatMap(([own, { shape }]) =>
      forms(own, shape).map((sql) =>
        object(
          'check',
          joined(table.name, 'form', own),
          says(sql === UNSAID ? UNSAID : `check ${sql}`),
        ),
      ),
    ),
    ...(options.checks ?? []).map((sql, at) =>
      object('check', joined(table.name, `rule_${at + 1}`), says(`check ${sql}`)),
    ),
    ...(options.unique ?? [])
      .map(keyParts)
      .flatMap((key) =>
        key.while === undefined
          ? [
              object(
                'key',
                joined(table.name, ...key.columns, 'key'),
                says(`unique organization_id , ${key.columns.join(' , ')}`),
              ),
            ]
          : [],
      ),
    ...Object.entries(columns).flatMap(
      ([
        own,
        {
          shape: { reference },
        },
      ]) =>
        reference?.enforced === true
          ? [
              object(
                'reference',
                joined(table.name, own, 'fkey'),
                says(
                  `foreign key organization_id , ${own} references data.${reference.table} organization_id , id`,
                ),
              ),
            ]
          : [],
    ),
    ...slots(table).map((sql) => object('exclusion', joined(table.name, 'no_overlap'), says(sql))),
    ...rights.map((right) => object('policy', POLICY[right] ?? right, policy(right))),
    ...[...triggers(number), ...Object.keys(options.triggers ?? {})].map((own) =>
      object('trigger', own, { enabled: 'A' }),
    ),
  ];
}

const PLAIN = { required: false, default: null, generated: null, identity: null, rights: null };

function column(name: string, shape: ColumnShape): SchemaObject['properties'] {
  const initial = name === 'row_version' ? undefined : shape.defaultValue;
  return {
    ...PLAIN,
    type: typeName(shape),
    required: !shape.nullable,
    default: initial === undefined ? null : loosely(value(shape, initial)),
  };
}

function typeName({ kind, digits }: ColumnShape): string {
  switch (kind) {
    case 'id':
      return 'uuid';
    case 'text':
    case 'enum':
    case 'clock':
    case 'wall':
      return 'text';
    case 'integer':
    case 'money':
      return 'bigint';
    case 'decimal': {
      const { precision, scale } = must(digits, 'a decimal has digits');
      return `numeric(${precision},${scale})`;
    }
    case 'instant':
      return 'timestamp(3) with time zone';
    case 'day':
      return 'date';
    case 'boolean':
      return 'boolean';
    case 'json':
      return 'jsonb';
    default:
      return unreachable(kind);
  }
}

function value({ kind }: ColumnShape, cell: Cell): string {
  if (kind === 'boolean') return cell === 1 ? 'true' : 'false';
  return typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell);
}

/** What one cell may look like, whoever wrote it. */
function forms(name: string, { kind, values, maxLength }: ColumnShape): readonly string[] {
  switch (kind) {
    case 'enum': {
      const list = must(values, 'enum without values').map((one) => `'${one}'`);
      // Postgres makes an equation of a list of one.
      return [list.length === 1 ? `${name} = ${list[0]}` : `${name} in (${list.join(', ')})`];
    }
    case 'text':
      return maxLength === undefined ? [] : [`char_length(${name}) <= ${maxLength}`];
    case 'integer':
    case 'money':
      return [`${name} >= -9007199254740991 and ${name} <= 9007199254740991`];
    case 'decimal':
      return [`${name} <> 'NaN'`];
    case 'instant':
    case 'clock':
    case 'wall':
      return [UNSAID];
    case 'day':
      return [`${name} >= '0001-01-01' and ${name} <= '9999-12-31'`];
    case 'id':
    case 'boolean':
    case 'json':
      return [];
    default:
      return unreachable(kind);
  }
}

function says(sql: string): SchemaObject['properties'] {
  return { says: sql === UNSAID ? UNSAID : loosely(sql) };
}

// Half-open: who leaves at eleven does not keep out who comes at eleven.
function slots({ options: { noOverlap } }: Table): readonly string[] {
  if (noOverlap === undefined) return [];
  const { by, from, to, unless } = noOverlap;
  const values = noOverlap.while.values.map((one) => `'${one}'`).join(', ');
  return [
    `exclude using gist (organization_id sync.gist_uuid_ops with =, ${by} sync.gist_uuid_ops with =,
     tstzrange(${from}, ${to}, '[)') with &&) where (${noOverlap.while.column} in (${values})${
       unless === undefined ? '' : ` and not ${unless}`
     })`,
  ];
}

const POLICY: Readonly<Record<string, string>> = {
  select: 'mine_read',
  insert: 'mine_insert',
  update: 'mine_update',
  delete: 'mine_delete',
};

const MINE = loosely(
  'organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)',
);

function policy(right: string): SchemaObject['properties'] {
  return {
    for: right,
    to: 'hf_api',
    permissive: true,
    using: right === 'insert' ? null : MINE,
    with_check: right === 'insert' || right === 'update' ? MINE : null,
  };
}

/** Of a table that is in the feed, and of one that is not. */
function triggers(number: number | undefined): readonly string[] {
  const feed = number === undefined ? [] : ['capture_insert', 'capture_update', 'capture_delete'];
  return ['stamp', 'forbid_truncate', ...feed];
}
