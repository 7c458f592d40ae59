-- Release: records what a group of operations was given and refused, if all that it relied on still holds.
-- One statement on the primary. Rows that somebody is changing right now do not come back (skip locked):
-- their operations are not recorded, and are decided again with the facts as they are then.

-- An approved version never changes but by its end coming nearer; no lock on it, which every reader would share.
grant usage on schema authorities to {{access_owner}};
grant select on authorities.activity_version, authorities.activity_system to {{access_owner}};

-- operations: [{operation: {…}, records: [{subjects: [id?], …}], consents: [id], mandates: [id],
--   standings: [{subject, revision}], activity: {id, version}?, until: instant?}], as access/release.ts has them.
-- Returns, for each operation in order, what no longer holds; an operation is recorded when that is nothing.
create function access.release(operations jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  consents_held uuid[] := '{}';
  mandates_held uuid[] := '{}';
  standings_held jsonb := '{}';
  lost jsonb;
begin
  -- Operations that rest on law alone want nothing and take no lock.
  if operations @? '$[*].consents[*]' then
    select coalesce(array_agg(h.id), '{}') into consents_held from (
      select c.id from consents.consent c
      where c.id = any(array(
          select v::uuid from jsonb_array_elements(operations) o, jsonb_array_elements_text(o -> 'consents') v))
        and c.state = 'GRANTED' and c.valid_from <= clock_timestamp() and c.valid_to > clock_timestamp()
      for share skip locked) h;
  end if;
  if operations @? '$[*].mandates[*]' then
    select coalesce(array_agg(h.id), '{}') into mandates_held from (
      select m.id from powers_of_attorney.power_of_attorney m
      where m.id = any(array(
          select v::uuid from jsonb_array_elements(operations) o, jsonb_array_elements_text(o -> 'mandates') v))
        and m.state = 'ACTIVE' and m.valid_from <= clock_timestamp() and m.valid_to > clock_timestamp()
      for share skip locked) h;
  end if;
  if operations @? '$[*].standings[*]' then
    select coalesce(jsonb_object_agg(h.subject_id, h.revision), '{}') into standings_held from (
      select s.subject_id, s.revision from access.standing s
      where s.subject_id = any(array(
          select (v ->> 'subject')::uuid
          from jsonb_array_elements(operations) o, jsonb_array_elements(o -> 'standings') v))
      for share skip locked) h;
  end if;

  select jsonb_agg(to_jsonb(array(
        select v from jsonb_array_elements_text(o.operation -> 'consents') v where not v::uuid = any(consents_held)
        union all
        select v from jsonb_array_elements_text(o.operation -> 'mandates') v where not v::uuid = any(mandates_held)
        union all
        select v ->> 'subject' from jsonb_array_elements(o.operation -> 'standings') v
          where standings_held -> (v ->> 'subject') is distinct from v -> 'revision'
        union all
        select 'activity' where o.operation -> 'activity' <> 'null' and not exists (
          select from authorities.activity_version v
          join authorities.activity_system s on s.activity = v.activity and s.version = v.version
          where v.activity = o.operation -> 'activity' ->> 'id'
            and v.version = (o.operation -> 'activity' -> 'version')::integer
            and s.client = o.operation -> 'operation' ->> 'client'
            and v.approved_by is not null and v.cancelled_at is null and v.valid @> clock_timestamp())
        union all
        select 'time' where (o.operation ->> 'until')::timestamptz <= clock_timestamp()
      )) order by o.position)
    into lost
    from jsonb_array_elements(operations) with ordinality o(operation, position);

  with written as (
    insert into access_log.record (
        operation_id, operation_hash, process, subject_id, client, authority, processor, officer, person_id,
        on_behalf_of, activity, activity_version, case_reference, given, refused, hidden_until)
      select a.operation_id, a.operation_hash, a.process, subject::uuid, a.client, a.authority, a.processor, a.officer,
        a.person_id, a.on_behalf_of, a.activity, a.activity_version, a.case_reference, r.given, r.refused,
        -- Covert by its activity, or because it tells of a record that is.
        greatest(clock_timestamp() + a.cover_for, r.hidden_until)
      from jsonb_array_elements(operations) with ordinality o(operation, position),
        jsonb_to_record(o.operation -> 'operation') as a(
          operation_id uuid, operation_hash text, process text, client text, authority text, processor text, officer text,
          person_id uuid, on_behalf_of uuid, activity text, activity_version integer, case_reference text,
          cover_for interval),
        jsonb_to_recordset(o.operation -> 'records') as r(
          subjects jsonb, given jsonb, refused jsonb, hidden_until timestamptz),
        jsonb_array_elements_text(r.subjects) subject
      where lost -> (o.position - 1)::integer = '[]'
    returning id, at, authority, processor, hidden_until, given
  )
  insert into access_log.consent_use (consent, at, record, authority, processor, hidden_until)
    select distinct (g ->> 'consent')::uuid, w.at, w.id, w.authority, w.processor, w.hidden_until
    from written w, jsonb_array_elements(w.given) g
    -- Looked for only where something rests on a consent.
    where cardinality(consents_held) > 0 and g ? 'consent';

  return lost;
end $$;
alter function access.release(jsonb) owner to {{access_owner}};
grant execute on function access.release(jsonb) to {{persons}}, {{businesses}}, {{consents}}, {{powers_of_attorney}},
  {{authorities}}, {{access_log}};

-- For a command given under a power of attorney: holds it until the command's own transaction ends.
create function access.hold_mandate(mandate uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from powers_of_attorney.power_of_attorney m
    where m.id = mandate and m.state = 'ACTIVE' and m.valid_from <= clock_timestamp()
      and m.valid_to > clock_timestamp()
    for share;
  return found;
end $$;
alter function access.hold_mandate(uuid) owner to {{access_owner}};
grant execute on function access.hold_mandate(uuid) to {{consents}};
