-- The policy `text`, the same rule as sync/core/merge-text.ts.

-- What was changed between two texts, in order, as (from, to, start, end) in one flat array: base lines
-- from + 1 … to became lines start + 1 … end of the side. Null when that is too much to find out.
-- A longest common subsequence (Hunt and Szymanski 1977). Without nested loops: what a device
-- sends must not decide how long this takes.
create or replace function sync.text_hunks(p_base text[], p_side text[]) returns integer[]
language plpgsql immutable set enable_nestloop = off as $$
declare
  v_most integer := least(cardinality(p_base), cardinality(p_side));
  v_head integer := 0;
  v_tail integer := 0;
  v_count bigint;
  v_pair record;
  v_low integer;
  v_high integer;
  v_middle integer;
  -- By length of the chain: the pair at which it ends earliest in the side, and that place.
  v_ends integer[] := '{}';
  v_end_places integer[] := '{}';
  -- Every pair that was put at the end of a chain, and the one before it.
  v_links integer := 0;
  v_in_base integer[] := '{}';
  v_in_side integer[] := '{}';
  v_before integer[] := '{}';
  v_chain integer[] := '{}';
  v_from integer;
  v_start integer;
  v_hunks integer[] := '{}';
  v_found integer := 0;
begin
  while v_head < v_most and p_base[v_head + 1] = p_side[v_head + 1] loop
    v_head := v_head + 1;
  end loop;
  while v_tail < v_most - v_head
    and p_base[cardinality(p_base) - v_tail] = p_side[cardinality(p_side) - v_tail] loop
    v_tail := v_tail + 1;
  end loop;
  select coalesce(sum(b.times * s.times), 0) into v_count
  from (
    select l.line collate "C" as line, count(*) as times
    from unnest(p_base) with ordinality l(line, place)
    where l.place > v_head and l.place <= cardinality(p_base) - v_tail
    group by 1
  ) b
  join (
    select l.line collate "C" as line, count(*) as times
    from unnest(p_side) with ordinality l(line, place)
    where l.place > v_head and l.place <= cardinality(p_side) - v_tail
    group by 1
  ) s on s.line = b.line;
  if v_count > 10000 then
    return null;
  end if;

  for v_pair in
    select b.place::integer as in_base, s.place::integer as in_side
    from unnest(p_base) with ordinality b(line, place)
    join unnest(p_side) with ordinality s(line, place) on s.line collate "C" = b.line
    where b.place > v_head and b.place <= cardinality(p_base) - v_tail
      and s.place > v_head and s.place <= cardinality(p_side) - v_tail
    order by b.place, s.place desc
  loop
    v_low := 0;
    v_high := cardinality(v_ends);
    while v_low < v_high loop
      v_middle := (v_low + v_high) / 2;
      if v_end_places[v_middle + 1] < v_pair.in_side then
        v_low := v_middle + 1;
      else
        v_high := v_middle;
      end if;
    end loop;
    v_links := v_links + 1;
    v_in_base[v_links] := v_pair.in_base;
    v_in_side[v_links] := v_pair.in_side;
    v_before[v_links] := case when v_low > 0 then v_ends[v_low] else 0 end;
    v_ends[v_low + 1] := v_links;
    v_end_places[v_low + 1] := v_pair.in_side;
  end loop;
  for v_place in reverse cardinality(v_ends)..1 loop
    v_chain[v_place] := case
      when v_place = cardinality(v_ends) then v_ends[v_place] else v_before[v_chain[v_place + 1]]
    end;
  end loop;

  v_from := v_head;
  v_start := v_head;
  for v_place in 1..cardinality(v_ends) + 1 loop
    if v_place <= cardinality(v_ends) then
      v_low := v_in_base[v_chain[v_place]] - 1;
      v_high := v_in_side[v_chain[v_place]] - 1;
    else
      v_low := cardinality(p_base) - v_tail;
      v_high := cardinality(p_side) - v_tail;
    end if;
    if v_low > v_from or v_high > v_start then
      v_hunks[v_found + 1] := v_from;
      v_hunks[v_found + 2] := v_low;
      v_hunks[v_found + 3] := v_start;
      v_hunks[v_found + 4] := v_high;
      v_found := v_found + 4;
    end if;
    v_from := v_low + 1;
    v_start := v_high + 1;
  end loop;
  return v_hunks;
end
$$;

create or replace function sync.text_lines(p_text text) returns text[]
language sql immutable as $$
  select case when p_text = '' then array[''] else string_to_array(p_text, e'\n') end
$$;

-- Line-wise three-way merge. Null where people must decide: a side is null, hunks of both sides overlap
-- or touch and are not the same, the texts are too long to compare or the result for its column.
create or replace function sync.text_merge(
  p_base text, p_mine text, p_theirs text, p_longest integer
) returns text
language plpgsql immutable as $$
declare
  v_was text[];
  v_left text[];
  v_right text[];
  v_ours integer[];
  v_others integer[];
  -- Places in the hunks of both sides.
  v_mine integer := 1;
  v_theirs integer := 1;
  v_from integer := 0;
  v_to integer;
  v_start integer;
  v_end integer;
  v_is_mine boolean;
  v_lines text[] := '{}';
  v_count integer := 0;
  v_text text;
begin
  if p_base is null or p_mine is null or p_theirs is null then
    return null;
  end if;
  if p_mine = p_base or p_mine = p_theirs then
    return p_theirs;
  end if;
  if p_theirs = p_base then
    return p_mine;
  end if;
  if greatest(
    length(p_base) - length(replace(p_base, e'\n', '')),
    length(p_mine) - length(replace(p_mine, e'\n', '')),
    length(p_theirs) - length(replace(p_theirs, e'\n', ''))
  ) >= 10000 then
    return null;
  end if;
  v_was := sync.text_lines(p_base);
  v_left := sync.text_lines(p_mine);
  v_right := sync.text_lines(p_theirs);
  v_ours := sync.text_hunks(v_was, v_left);
  v_others := sync.text_hunks(v_was, v_right);
  if v_ours is null or v_others is null then
    return null;
  end if;

  while v_mine < cardinality(v_ours) or v_theirs < cardinality(v_others) loop
    v_is_mine := v_theirs > cardinality(v_others)
      or v_mine < cardinality(v_ours) and v_ours[v_mine + 1] < v_others[v_theirs];
    if not v_is_mine and v_mine < cardinality(v_ours)
      and v_others[v_theirs + 1] >= v_ours[v_mine] then
      -- They touch: the same hunk on both sides counts once, another one is for people.
      if v_ours[v_mine] <> v_others[v_theirs] or v_ours[v_mine + 1] <> v_others[v_theirs + 1]
        or v_left[v_ours[v_mine + 2] + 1 : v_ours[v_mine + 3]]
          <> v_right[v_others[v_theirs + 2] + 1 : v_others[v_theirs + 3]] then
        return null;
      end if;
      v_is_mine := true;
      v_theirs := v_theirs + 4;
    end if;
    if v_is_mine then
      v_to := v_ours[v_mine];
      v_start := v_ours[v_mine + 2];
      v_end := v_ours[v_mine + 3];
    else
      v_to := v_others[v_theirs];
      v_start := v_others[v_theirs + 2];
      v_end := v_others[v_theirs + 3];
    end if;
    for v_place in v_from + 1..v_to loop
      v_count := v_count + 1;
      v_lines[v_count] := v_was[v_place];
    end loop;
    for v_place in v_start + 1..v_end loop
      v_count := v_count + 1;
      v_lines[v_count] := case when v_is_mine then v_left[v_place] else v_right[v_place] end;
    end loop;
    if v_is_mine then
      v_from := v_ours[v_mine + 1];
      v_mine := v_mine + 4;
    else
      v_from := v_others[v_theirs + 1];
      v_theirs := v_theirs + 4;
    end if;
  end loop;
  for v_place in v_from + 1..cardinality(v_was) loop
    v_count := v_count + 1;
    v_lines[v_count] := v_was[v_place];
  end loop;
  v_text := array_to_string(v_lines, e'\n');
  return case when length(v_text) <= p_longest then v_text end;
end
$$;
