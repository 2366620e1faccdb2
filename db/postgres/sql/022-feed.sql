-- The feed and what is counted from it. Run on a new central and again whenever the functions are
-- replaced: then it changes nothing, but for a feed of version 1, which was one table.
do $$
begin
  if (select c.relkind from pg_class c where c.oid = to_regclass('sync.change_feed')) = 'r' then
    alter table sync.change_feed rename to change_feed_before;
    drop index sync.change_feed_by_xid;
  end if;
end
$$;

-- Keys only, never contents. `seq` tells people the order of writing; no reader may filter by it.
-- The deltas are what the change did to the number of rows and to the sum of their hashes.
create sequence if not exists sync.feed_seq as bigint;
create table if not exists sync.change_feed (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null default nextval('sync.feed_seq'),
  organization_id uuid not null,
  row_id uuid not null,
  op_id uuid,
  written_at timestamptz not null default now(),
  sum_delta bigint not null default 0,
  table_number smallint not null,
  count_delta smallint not null default 0,
  kind "char" not null constraint change_feed_kinds check (kind in ('i', 'u', 'd'))
) partition by range (written_at);
create index if not exists change_feed_by_xid on sync.change_feed (organization_id, xid)
  include (table_number, row_id);
-- Nothing may fail to be written because nobody made tomorrow's partition.
create table if not exists sync.change_feed_rest partition of sync.change_feed default;

-- Everything below this transaction may have left the feed. A sequence, because its value is the
-- present one in every snapshot: a reader whose snapshot is older than a drop must notice it too.
create sequence if not exists sync.feed_floor as bigint minvalue 0 start 0;

-- Whose transactions all these numbers are, once somebody has greeted it there; and when they were
-- another's, and the feed was emptied for it.
create table if not exists sync.feed_cluster (
  one boolean primary key default true check (one),
  system_identifier bigint,
  emptied_at timestamptz
);
insert into sync.feed_cluster default values on conflict do nothing;

-- Count and sum of row hashes of each bucket, of what `folded` sees; the feed holds the rest.
create table if not exists sync.checksum_folds (
  organization_id uuid primary key,
  folded pg_snapshot not null,
  -- The life of central in which it was counted: in another one it is counted anew.
  epoch uuid not null,
  counted_at timestamptz not null default now(),
  folded_at timestamptz not null default now()
);
create table if not exists sync.checksum_base (
  organization_id uuid not null,
  table_number smallint not null,
  bucket smallint not null,
  count bigint not null,
  sum bigint not null,
  primary key (organization_id, table_number, bucket)
) with (fillfactor = 70);

create table if not exists sync.upkeep_runs (
  one boolean primary key default true check (one),
  ran_at timestamptz not null default '-infinity',
  -- When sums were last compared with the rows; a central begins with none that could differ.
  recounted_at timestamptz not null default now()
);
insert into sync.upkeep_runs default values on conflict do nothing;

-- What upkeep found that should not be: names and numbers only.
create table if not exists sync.incidents (
  at timestamptz not null default now(),
  kind text not null,
  detail text not null
);

do $$
begin
  if to_regclass('sync.change_feed_before') is not null then
    insert into sync.change_feed (xid, seq, organization_id, row_id, op_id, table_number, kind)
    select xid, seq, organization_id, row_id, op_id, table_number, kind
    from sync.change_feed_before;
    perform setval('sync.feed_seq', (select max(seq) + 1 from sync.change_feed), false);
    drop table sync.change_feed_before;
  end if;
end
$$;
