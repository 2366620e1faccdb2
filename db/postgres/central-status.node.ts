import type pg from 'pg';
import { must } from '#db/kernel/must.ts';

/** One device as central knows it. */
export interface DeviceStatus {
  readonly name: string;
  readonly organization: string;
  readonly device_id: string;
  /** ISO; null before its first hello. */
  readonly last_seen_at: string | null;
  /** Age of the oldest change it had not fetched when it was last here, seconds; 0 when it had all. */
  readonly lag_s: number | null;
  /** Changes of the feed it had not fetched. */
  readonly behind: number | null;
  /** Ops that waited when it said hello. */
  readonly waiting: number | null;
  readonly incarnation: string | null;
  readonly last_op_no: number | null;
  readonly schema_version: number | null;
  readonly protocol_version: number | null;
  readonly revoked: boolean;
}

export interface CentralStatus {
  readonly server_version: string;
  readonly standby: boolean;
  readonly epoch: string | null;
  readonly schema_version: number;
  readonly feed: {
    /** As the server estimates it. */
    readonly rows: number;
    readonly bytes: number;
    /** Day of the oldest partition, ISO. */
    readonly oldest: string | null;
    readonly partitions: number;
    /** Rows that no day's partition took. */
    readonly rest: number;
  };
  /** Age of the oldest transaction that is still open, seconds; 0 without one. */
  readonly oldest_transaction_s: number;
  readonly checksums: {
    /** Organizations whose sums are kept in this life of central, of all. */
    readonly kept: number;
    readonly organizations: number;
    /** Age of the oldest fold, seconds. */
    readonly oldest_fold_s: number | null;
  };
  readonly upkeep_at: string | null;
  /** Of the last 30 days, by kind. */
  readonly incidents: Readonly<Record<string, number>>;
  readonly devices: readonly DeviceStatus[];
}

const WHOLE = `
  select current_setting('server_version') as server_version,
    pg_is_in_recovery() as standby,
    case when not pg_is_in_recovery() then sync.present_epoch() end as epoch,
    (select max(m.version) from sync.migrations m) as schema_version,
    (select jsonb_build_object(
      'rows', coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint,
      'bytes', coalesce(sum(pg_total_relation_size(c.oid)), 0),
      'oldest', (select to_date(right(min(p.relname), 8), 'YYYYMMDD') from pg_class p
        where p.relnamespace = 'sync'::regnamespace and p.relname ~ '^change_feed_[0-9]{8}$'),
      'partitions', count(*),
      'rest', (select count(*) from sync.change_feed_rest)
    ) from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'sync.change_feed'::regclass) as feed,
    (select coalesce(max(extract(epoch from clock_timestamp() - a.xact_start)), 0)::float8
      from pg_stat_activity a
      where a.datname = current_database() and a.pid <> pg_backend_pid()) as oldest_transaction_s,
    (select jsonb_build_object(
      'kept', count(f.*), 'organizations', count(*),
      'oldest_fold_s', extract(epoch from now() - min(f.folded_at))::float8
    ) from data.organizations o left join sync.checksum_folds f on f.organization_id = o.id
      and not pg_is_in_recovery() and f.epoch = sync.present_epoch()) as checksums,
    (select sync.instant_text(u.ran_at) from sync.upkeep_runs u
      where u.ran_at > '-infinity') as upkeep_at,
    (select coalesce(jsonb_object_agg(k.kind, k.n), '{}') from (
      select kind, count(*) as n from sync.incidents
      where at > now() - interval '30 days' group by kind) k) as incidents`;

const DEVICES = `
  select d.name, o.slug as organization, d.id as device_id,
    sync.instant_text(d.last_seen_at) as last_seen_at,
    d.seen_waiting as waiting, i.incarnation, i.last_op_no::integer as last_op_no,
    d.seen_schema_version as schema_version, d.seen_protocol_version as protocol_version,
    d.revoked_at is not null as revoked,
    case when c.seen is not null then l.behind end as behind,
    case when c.seen is not null then coalesce(l.lag_s, 0) end as lag_s
  from sync.devices d
  -- A cursor of another cluster says nothing of this one's feed.
  left join lateral (
    select d.seen_cursor as seen from sync.feed_cluster k
    where k.emptied_at is null or k.emptied_at < d.last_seen_at
  ) c on true
  left join data.organizations o on o.id = d.organization_id
  left join sync.incarnations i on i.device_id = d.id and i.is_open
  left join lateral (
    select count(*)::integer as behind,
      extract(epoch from now() - min(f.written_at))::float8 as lag_s
    from sync.change_feed f
    where c.seen is not null and d.revoked_at is null
      and f.organization_id = d.organization_id
      and f.xid >= pg_snapshot_xmin(c.seen)
      and not pg_visible_in_snapshot(f.xid, c.seen)
  ) l on true
  order by o.slug, d.name, d.id`;

/** How a central is, for whoever looks after it. `client` is an administrator's. */
export async function centralStatus(client: pg.Client): Promise<CentralStatus> {
  const whole = await client.query<Omit<CentralStatus, 'devices'>>(WHOLE);
  const devices = await client.query<DeviceStatus>(DEVICES);
  return { ...must(whole.rows[0], 'one row'), devices: devices.rows };
}
