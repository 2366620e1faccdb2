import type pg from 'pg';
import type { Description, ObjectKind, Property } from '#db/schema/description.ts';

interface Found {
  readonly kind: ObjectKind;
  readonly table: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, Property>>;
}

/**
 * The schemas `data`, `sync` and `api` and the roles of a central as Postgres tells them, in normal
 * form: expressions in the server's own spelling, so that only descriptions by servers of one version
 * compare. Needs a superuser or `hf_owner`.
 */
export async function describeCentral(client: pg.Client): Promise<Description> {
  // One answer, so that all of it is of one moment.
  const parts = QUERIES.map(
    (sql) => `select f.kind, f."table", f.name, f.properties from (${sql}\n) f`,
  );
  const { rows } = await client.query<Found>(parts.join('\nunion all\n'));
  return rows;
}

// What an extension brought is not ours.
const OURS = (catalogue: string, alias: string) => `not exists (
  select from pg_depend e
  where e.classid = '${catalogue}'::regclass and e.objid = ${alias}.oid and e.deptype = 'e')`;

/** `grantee: right, right; …` in alphabetical order, without what the owner may anyway. */
const RIGHTS = (acl: string, owner: string) => `(
  select string_agg(g.who || ': ' || g.rights, '; ' order by g.who)
  from (
    select coalesce(r.rolname, 'public') as who, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as rights
    from aclexplode(${acl}) a left join pg_roles r on r.oid = a.grantee
    where a.grantee <> ${owner}
      -- Rights of one organization's login are data, and version 17 added this one to all of them.
      and a.privilege_type <> 'MAINTAIN'
    group by 1
  ) g)`;

const IN_OURS = `n.nspname in ('data', 'sync', 'api')`;
const TABLE = `n.nspname || '.' || c.relname`;
// Partitions of the feed come and go with the days; the one for what fits no other must stay.
const FROM_TABLES = `from (
    select * from pg_class t
    where not t.relispartition or pg_get_expr(t.relpartbound, t.oid) = 'DEFAULT'
  ) c join pg_namespace n on n.oid = c.relnamespace`;

const QUERIES: readonly string[] = [
  `
    select 'schema' as kind, '' as "table", n.nspname as name, jsonb_build_object(
      'owner', pg_get_userbyid(n.nspowner), 'rights', ${RIGHTS('n.nspacl', 'n.nspowner')}) as properties
    from pg_namespace n where ${IN_OURS}`,
  `
    select 'role' as kind, '' as "table", r.rolname as name, jsonb_build_object(
      'login', r.rolcanlogin, 'superuser', r.rolsuper, 'bypasses_policies', r.rolbypassrls,
      'makes_roles', r.rolcreaterole, 'makes_databases', r.rolcreatedb, 'replicates', r.rolreplication,
      'member_of', (select string_agg(g.rolname, ', ' order by g.rolname) from pg_auth_members m
        join pg_roles g on g.oid = m.roleid where m.member = r.oid)) as properties
    from pg_roles r where r.rolname in ('hf_owner', 'hf_api', 'hf_device', 'hf_enrol')`,
  `
    select 'table' as kind, '' as "table", ${TABLE} as name, jsonb_build_object(
      'is', case c.relkind when 'r' then 'table' when 'v' then 'view' when 'p' then 'partitioned table' else 'relation ' || c.relkind::text end,
      'logged', c.relpersistence = 'p', 'owner', pg_get_userbyid(c.relowner),
      'row_security', c.relrowsecurity, 'row_security_forced', c.relforcerowsecurity,
      'rights', ${RIGHTS('c.relacl', 'c.relowner')}) as properties
    ${FROM_TABLES} where ${IN_OURS} and c.relkind not in ('S', 'i', 'I', 'c', 't') and ${OURS('pg_class', 'c')}`,
  `
    select 'column' as kind, ${TABLE} as "table", a.attname as name, jsonb_build_object(
      'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
      'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
      'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
      'identity', nullif(a.attidentity::text, ''), 'rights', ${RIGHTS('a.attacl', 'c.relowner')}) as properties
    ${FROM_TABLES} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where ${IN_OURS} and c.relkind in ('r', 'p') and ${OURS('pg_class', 'c')}`,
  // By name: what the device is told of a breach depends on it.
  `
    select case k.contype when 'c' then 'check' when 'f' then 'reference' when 'x' then 'exclusion' else 'key' end as kind,
      ${TABLE} as "table", k.conname as name, jsonb_build_object(
      'says', pg_get_constraintdef(k.oid), 'validated', k.convalidated) as properties
    ${FROM_TABLES} join pg_constraint k on k.conrelid = c.oid and k.contype in ('c', 'p', 'u', 'f', 'x')
    where ${IN_OURS}`,
  `
    select 'index' as kind, ${TABLE} as "table", i.relname as name, jsonb_build_object(
      'says', pg_get_indexdef(x.indexrelid), 'valid', x.indisvalid) as properties
    ${FROM_TABLES} join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
    where ${IN_OURS} and c.relkind in ('r', 'p')
      and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))`,
  `
    select 'trigger' as kind, ${TABLE} as "table", t.tgname as name, jsonb_build_object(
      'says', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled::text) as properties
    ${FROM_TABLES} join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
    where ${IN_OURS}`,
  `
    select 'policy' as kind, p.schemaname || '.' || p.tablename as "table", p.policyname as name, jsonb_build_object(
      'for', lower(p.cmd), 'to', array_to_string(p.roles, ', '), 'permissive', p.permissive = 'PERMISSIVE',
      'using', p.qual, 'with_check', p.with_check) as properties
    from pg_policies p where p.schemaname in ('data', 'sync', 'api')`,
  `
    select 'function' as kind, '' as "table", p.oid::regprocedure::text as name, jsonb_build_object(
      'result', pg_get_function_result(p.oid), 'arguments', pg_get_function_arguments(p.oid),
      'language', l.lanname, 'as_definer', p.prosecdef, 'volatility', p.provolatile::text,
      'settings', array_to_string(p.proconfig, ', '), 'body', md5(p.prosrc),
      'owner', pg_get_userbyid(p.proowner), 'rights', ${RIGHTS(
        `coalesce(p.proacl, acldefault('f', p.proowner))`,
        'p.proowner',
      )}) as properties
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where ${IN_OURS} and ${OURS('pg_proc', 'p')}`,
  `
    select 'sequence' as kind, '' as "table", ${TABLE} as name, jsonb_build_object(
      'owner', pg_get_userbyid(c.relowner), 'rights', ${RIGHTS('c.relacl', 'c.relowner')}) as properties
    ${FROM_TABLES} where ${IN_OURS} and c.relkind = 'S' and ${OURS('pg_class', 'c')}`,
  `
    select 'type' as kind, '' as "table", ${TABLE} as name, jsonb_build_object(
      'owner', pg_get_userbyid(c.relowner), 'says', (
        select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) as properties
    ${FROM_TABLES} where ${IN_OURS} and c.relkind = 'c' and ${OURS('pg_class', 'c')}`,
];
