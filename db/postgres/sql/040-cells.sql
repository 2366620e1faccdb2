-- Canonical text of an instant: UTC, milliseconds.
create or replace function sync.instant_text(p_instant timestamptz) returns text
language sql stable as $$
  select to_char(p_instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- The last byte of the id, which is random in every id that is made.
create or replace function sync.bucket_of(p_id uuid) returns integer
language sql immutable as $$
  select get_byte(uuid_send(p_id), 15)
$$;

-- One round of multiply and fold on 32 bits; the factor is below 2^30, so the product stays inside
-- bigint.
create or replace function sync.mix(p_value bigint) returns bigint
language plpgsql immutable as $$
declare
  v_product bigint := ((p_value # (p_value >> 16)) * 739982445) & 4294967295;
begin
  return v_product # (v_product >> 15);
end
$$;

-- The same arithmetic as rowHash in sync/core/checksum.ts.
create or replace function sync.row_hash(p_id uuid, p_version bigint) returns bigint
language plpgsql immutable as $$
declare
  v_bytes bytea := uuid_send(p_id);
  v_high bigint := (get_byte(v_bytes, 8)::bigint << 24) | (get_byte(v_bytes, 9) << 16)
    | (get_byte(v_bytes, 10) << 8) | get_byte(v_bytes, 11);
  v_low bigint := (get_byte(v_bytes, 12)::bigint << 24) | (get_byte(v_bytes, 13) << 16)
    | (get_byte(v_bytes, 14) << 8) | get_byte(v_bytes, 15);
  v_mixed bigint := v_high # (p_version & 4294967295);
begin
  v_mixed := ((v_mixed # (v_mixed >> 16)) * 739982445) & 4294967295;
  v_mixed := v_mixed # (v_mixed >> 15);
  v_mixed := v_mixed # v_low;
  v_mixed := ((v_mixed # (v_mixed >> 16)) * 739982445) & 4294967295;
  return v_mixed # (v_mixed >> 15);
end
$$;

-- One side of {column: [before, after]}.
create or replace function sync.side(p_values jsonb, p_side integer) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_object_agg(e.key, e.value -> p_side), '{}') from jsonb_each(p_values) e
$$;

create or replace function sync.only(p_cells jsonb, p_columns text[]) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_object_agg(e.key, e.value), '{}')
  from jsonb_each(p_cells) e
  where e.key = any (p_columns)
$$;

-- An image without the columns that central stamps.
create or replace function sync.own_cells(p_image json) returns jsonb
language sql immutable as $$
  select p_image::jsonb - array[
    'id', 'organization_id', 'created_at', 'updated_at', 'created_by', 'updated_by', 'row_version'
  ]
$$;

-- The same with those who wrote it.
create or replace function sync.signed_cells(p_image json) returns jsonb
language sql immutable as $$
  select sync.own_cells(p_image)
    || sync.only(p_image::jsonb, array['created_by', 'updated_by'])
$$;

-- Three-way union of JSON arrays as sets: central's members without those taken away, and those
-- added. Sorted by code point: the order in which changes arrive must not show.
create or replace function sync.union_of(p_now jsonb, p_seen jsonb, p_new jsonb) returns jsonb
language sql immutable as $$
  with now_ as (select * from jsonb_array_elements(coalesce(p_now, '[]'))),
    seen as (select * from jsonb_array_elements(coalesce(p_seen, '[]'))),
    new_ as (select * from jsonb_array_elements(coalesce(p_new, '[]')))
  select coalesce(jsonb_agg(m.value order by m.value::text collate "C"), '[]')
  from (
    select n.value
    from now_ n
    where n.value not in (select value from seen) or n.value in (select value from new_)
    union
    select a.value from new_ a where a.value not in (select value from seen)
  ) m
$$;

-- JSON that jsonb accepts. Postgres can store neither NUL nor half a surrogate pair; a device that
-- sends one would block its queue for ever, so they become U+FFFD.
create or replace function sync.readable(p_ops json) returns jsonb
language plpgsql immutable as $$
begin
  return p_ops::jsonb;
exception when data_exception then
  return regexp_replace(
    regexp_replace(
      regexp_replace(
        p_ops::text, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g'
      ),
      '(?<!\\)((?:\\\\)*)\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])', '\1\\ufffd', 'g'
    ),
    '(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}', '\\ufffd', 'g'
  )::jsonb;
end
$$;

-- A device may send anything where an id belongs. A regular expression would take ten times as long.
create or replace function sync.try_uuid(p_text text) returns uuid
language sql immutable as $$
  select case
    when p_text like '________-____-____-____-____________'
      and translate(p_text, '0123456789abcdef', '') = '----'
    then p_text::uuid
  end
$$;
