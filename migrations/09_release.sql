-- Release: records what a group of operations was given and refused, if all that it relied on still holds.
-- One statement on the primary. Rows that somebody is changing right now do not come back (skip locked):
-- their operations are not recorded, and are decided again with the facts as they are then.

-- operations: [{records: […], consents: [id], mandates: [id], standings: [{subject, revision}], until: instant?}]
-- Returns, for each operation in order, what no longer holds; an operation is recorded when that is nothing.
create function access.release(operations jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  consents_wanted uuid[] := array(
    select v::uuid from jsonb_array_elements(operations) o, jsonb_array_elements_text(o -> 'consents') v);
  mandates_wanted uuid[] := array(
    select v::uuid from jsonb_array_elements(operations) o, jsonb_array_elements_text(o -> 'mandates') v);
  subjects_wanted uuid[] := array(
    select (v ->> 'subject')::uuid from jsonb_array_elements(operations) o, jsonb_array_elements(o -> 'standings') v);
  consents_held uuid[];
  mandates_held uuid[];
  standings_held jsonb;
  lost jsonb;
begin
  -- Operations that rest on law alone want nothing and take no lock.
  if cardinality(consents_wanted) > 0 then
    select array_agg(h.id) into consents_held from (
      select c.id from consents.consent c
      where c.id = any(consents_wanted)
        and c.state = 'GRANTED' and c.valid_from <= clock_timestamp() and c.valid_to > clock_timestamp()
      for share skip locked) h;
  end if;
  if cardinality(mandates_wanted) > 0 then
    select array_agg(h.id) into mandates_held from (
      select m.id from powers_of_attorney.power_of_attorney m
      where m.id = any(mandates_wanted)
        and m.state = 'ACTIVE' and m.valid_from <= clock_timestamp() and m.valid_to > clock_timestamp()
      for share skip locked) h;
  end if;
  if cardinality(subjects_wanted) > 0 then
    select jsonb_object_agg(h.subject_id, h.revision) into standings_held from (
      select s.subject_id, s.revision from access.standing s
      where s.subject_id = any(subjects_wanted)
      for share skip locked) h;
  end if;

  select jsonb_agg(array_to_json(array(
        select v from jsonb_array_elements_text(o.operation -> 'consents') v
          where not v::uuid = any(coalesce(consents_held, '{}'))
        union all
        select v from jsonb_array_elements_text(o.operation -> 'mandates') v
          where not v::uuid = any(coalesce(mandates_held, '{}'))
        union all
        select v ->> 'subject' from jsonb_array_elements(o.operation -> 'standings') v
          where standings_held -> (v ->> 'subject') is distinct from v -> 'revision'
        union all
        select 'time' where (o.operation ->> 'until')::timestamptz <= clock_timestamp()
      ))::jsonb order by o.position)
    into lost
    from jsonb_array_elements(operations) with ordinality o(operation, position);

  insert into access_log.record (
      operation_id, operation_hash, process, subject_id, client, authority, processor, officer, person_id,
      on_behalf_of, activity, activity_version, case_reference, given, refused, hidden_until)
    select r.operation_id, r.operation_hash, r.process, r.subject_id, r.client, r.authority, r.processor, r.officer,
      r.person_id, r.on_behalf_of, r.activity, r.activity_version, r.case_reference, r.given, r.refused,
      -- Covert by its activity, or because it tells of a record that is.
      greatest(clock_timestamp() + r.cover_for, r.hidden_until)
    from jsonb_array_elements(operations) with ordinality o(operation, position),
      jsonb_to_recordset(o.operation -> 'records') as r(
        operation_id uuid, operation_hash text, process text, subject_id uuid, client text, authority text,
        processor text, officer text, person_id uuid, on_behalf_of uuid, activity text, activity_version integer,
        case_reference text, given jsonb, refused jsonb, cover_for interval,
        hidden_until timestamptz)
    where lost -> (o.position - 1)::integer = '[]';

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
