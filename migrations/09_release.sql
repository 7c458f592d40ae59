-- Release: records what a group of operations was given and refused, if all that it relied on still holds.
-- One statement on the primary. Rows that somebody is changing right now do not come back (skip locked):
-- their operations are not recorded, and are decided again with the facts as they are then.

-- An approved version never changes but by its end coming nearer; no lock on it, which every reader would share.
grant usage on schema authorities to {{access_owner}};
grant select on authorities.activity_version, authorities.activity_system to {{access_owner}};

-- operations: [{operation: {…}, records: [{subjects: [id?], …}], consents: [id], mandates: [id],
--   standings: [{subject, revision}], activity: {id, version}?, until: instant?, loads: number?,
--   unread: [{business, text?, status?}]?}], as access/release.ts has them.
-- Returns, for each operation in order, what no longer holds; an operation is recorded when that is nothing.
create function access.release(operations jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  consents_held uuid[] := '{}';
  mandates uuid[];
  mandates_held uuid[] := '{}';
  standings_held jsonb := '{}';
  wanted boolean := false;
  settlement jsonb;
  missing text[];
  lost jsonb := '[]';
  register_loads bigint;
  written tid[];
begin
  -- Operations that rest on law alone want nothing and take no lock.
  if operations @? '$[*].consents[*]' then
    wanted := true;
    select coalesce(array_agg(h.id), '{}') into consents_held from (
      select c.id from consents.consent c
      where c.id = any(array(
          select v::uuid from jsonb_array_elements(operations) o, jsonb_array_elements_text(o -> 'consents') v))
        and c.state = 'GRANTED' and c.valid_from <= clock_timestamp() and c.valid_to > clock_timestamp()
      for share skip locked) h;
  end if;
  if operations @? '$[*].mandates[*]' then
    wanted := true;
    mandates := array(
      select distinct v::uuid from jsonb_array_elements(operations) o, jsonb_array_elements_text(o -> 'mandates') v);
    select coalesce(array_agg(h.id), '{}') into mandates_held from (
      select m.id from powers_of_attorney.power_of_attorney m
      where m.id = any(mandates)
        and m.state = 'ACTIVE' and m.valid_from <= clock_timestamp() and m.valid_to > clock_timestamp()
      for share skip locked) h;
    -- A supplier's mandate (15_suppliers.sql) is held as a power of attorney is.
    if cardinality(mandates_held) < cardinality(mandates) then
      select mandates_held || coalesce(array_agg(h.id), '{}') into mandates_held from (
        select m.id from authorities.supplier m
        where m.id = any(mandates)
          and m.state = 'ACTIVE' and m.valid_from <= clock_timestamp() and m.valid_to > clock_timestamp()
        for share skip locked) h;
    end if;
  end if;
  if operations @? '$[*].standings[*]' then
    wanted := true;
    select coalesce(jsonb_object_agg(h.subject_id, h.revision), '{}') into standings_held from (
      select s.subject_id, s.revision from access.standing s
      where s.subject_id = any(array(
          select (v ->> 'subject')::uuid
          from jsonb_array_elements(operations) o, jsonb_array_elements(o -> 'standings') v))
      for share skip locked) h;
  end if;

  select f.loads into register_loads from changes.feed f;

  for place in 0 .. jsonb_array_length(operations) - 1 loop
    settlement := operations -> place;
    missing := '{}';
    if wanted then
      missing := array(
        select v from jsonb_array_elements_text(settlement -> 'consents') v where not v::uuid = any(consents_held)
        union all
        select v from jsonb_array_elements_text(settlement -> 'mandates') v where not v::uuid = any(mandates_held)
        union all
        select v ->> 'subject' from jsonb_array_elements(settlement -> 'standings') v
          where standings_held -> (v ->> 'subject') is distinct from v -> 'revision');
    end if;
    if settlement -> 'activity' <> 'null' and not exists (
        select from authorities.activity_version v
        join authorities.activity_system s on s.activity = v.activity and s.version = v.version
        where v.activity = settlement -> 'activity' ->> 'id'
          and v.version = (settlement -> 'activity' -> 'version')::integer
          and s.client = settlement -> 'operation' ->> 'client'
          and v.approved_by is not null and v.cancelled_at is null and v.valid @> clock_timestamp()) then
      missing := missing || 'activity'::text;
    end if;
    if (settlement ->> 'until')::timestamptz <= clock_timestamp() then
      missing := missing || 'time'::text;
    end if;
    -- A delivery was loaded since the first facts were read: some values may be from before it and some from after.
    if (settlement ->> 'loads')::bigint <> register_loads then
      missing := missing || 'register'::text;
    end if;
    lost := lost || jsonb_build_array(missing);
  end loop;

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
    returning ctid as row
  )
  select array_agg(w.row) into written from written w;

  -- Looked for only where something rests on a consent.
  if cardinality(consents_held) > 0 then
    insert into access_log.consent_use (consent, at, record, authority, processor, hidden_until)
      select distinct (g ->> 'consent')::uuid, r.at, r.id, r.authority, r.processor, r.hidden_until
      from access_log.record r, jsonb_array_elements(r.given) g
      where r.ctid = any(written) and g ? 'consent';
  end if;

  -- Whose account the officer's is, told by the token: whoever looked is known again under another (04_authorities.sql).
  if operations @? '$[*].operation.officer_person' then
    insert into authorities.officer_person (officer, person_id)
      select distinct a.officer, a.officer_person
      from jsonb_array_elements(operations) o,
        jsonb_to_record(o -> 'operation') as a(officer text, officer_person uuid)
      where a.officer_person is not null and not exists (
        select from authorities.officer_person p
        where p.officer = a.officer and p.person_id = a.officer_person)
      -- Two groups that note the same wait for each other in one order.
      order by a.officer, a.officer_person
    on conflict do nothing;
  end if;

  -- A signing rule that nobody has read was met: a steward sees which (13_mandates.sql).
  if operations @? '$[*].unread[*]' then
    insert into powers_of_attorney.unread_signing_rule as known (business_id, text, status, times)
      select r.business, (array_agg(r.text))[1], (array_agg(r.status))[1], count(*)
      from jsonb_array_elements(operations) with ordinality o(operation, position),
        jsonb_to_recordset(o.operation -> 'unread') as r(business uuid, text text, status text)
      where lost -> (o.position - 1)::integer = '[]'
      group by r.business
      -- Two groups that note the same wait for each other in one order.
      order by r.business
    on conflict (business_id) do update set (text, status, since, times) = (
      select excluded.text, excluded.status,
        case when same.same then known.since else excluded.since end,
        case when same.same then known.times else 0 end + excluded.times
      from (select known.text is not distinct from excluded.text
        and known.status is not distinct from excluded.status as same) same);
  end if;

  return lost;
end $$;
alter function access.release(jsonb) owner to {{access_owner}};
grant execute on function access.release(jsonb) to {{persons}}, {{businesses}}, {{consents}}, {{powers_of_attorney}},
  {{authorities}}, {{access_log}};
