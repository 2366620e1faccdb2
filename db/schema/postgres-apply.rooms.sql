create or replace function sync.update_rooms(p_op sync.op_context, p_id uuid, p_values jsonb) returns sync.effect
language plpgsql as $$
declare
  v_effect sync.effect;
  v_now data.rooms;
  v_seen data.rooms;
  v_new data.rooms;
  v_asked text[] := '{}';
  v_image jsonb;
begin
  select * into v_now from data.rooms r
  where r.organization_id = p_op.organization_id and r.id = p_id
  for update;
  if not found then
    if not sync.was_deleted(p_op.organization_id, 1::smallint, p_id) then
      perform sync.reject('row_missing', 'rooms');
    end if;
    v_effect := sync.open_conflict(v_effect, p_op, 'deleted_vs_edited', 'medium', null, 'rooms', p_id, null,
      sync.deleted_cells(p_op.organization_id, 'rooms', 1::smallint, p_id) || sync.side(p_values, 0),
      sync.side(p_values, 1), null);
    return v_effect;
  end if;
  v_seen := jsonb_populate_record(v_now, sync.side(p_values, 0));
  v_new := jsonb_populate_record(v_now, sync.side(p_values, 1));
  if v_seen is distinct from v_now then
    -- name: ask
    if v_seen."name" is distinct from v_now."name"
      and v_new."name" is distinct from v_now."name" then
      v_image := coalesce(v_image, sync.own_cells(sync.image(p_op.organization_id, 'rooms', p_id)));
      v_effect := sync.noted(v_effect, 'rooms', p_id, array['name'], p_values, v_image);
      v_new."name" := v_now."name";
      v_asked := v_asked || array['name'];
    end if;
    -- seats: ask
    if v_seen."seats" is distinct from v_now."seats"
      and v_new."seats" is distinct from v_now."seats" then
      v_image := coalesce(v_image, sync.own_cells(sync.image(p_op.organization_id, 'rooms', p_id)));
      v_effect := sync.noted(v_effect, 'rooms', p_id, array['seats'], p_values, v_image);
      v_new."seats" := v_now."seats";
      v_asked := v_asked || array['seats'];
    end if;
    if v_asked <> '{}' then
      v_effect := sync.open_conflict(v_effect, p_op, 'concurrent_edit', 'medium', null, 'rooms', p_id, null,
        sync.only(sync.side(p_values, 0), v_asked), sync.only(sync.side(p_values, 1), v_asked), sync.only(v_image, v_asked));
    end if;
  end if;
  if v_new is not distinct from v_now then
    return v_effect;
  end if;
  update data.rooms r
  set "name" = v_new."name",
    "seats" = v_new."seats",
    updated_by = p_op.actor_id
  where r.organization_id = p_op.organization_id and r.id = p_id;
  return v_effect;
end
$$;