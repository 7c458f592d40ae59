-- What commands turn on besides the facts of a decision: what a person may settle alone, and who may for them.

grant select on access.fact_guardianship, access.fact_activity to {{access_owner}};

-- In an activity: {minor, decides, guarded, economic, joint, custody: [person ids], guardians: [person ids]}, ids
-- canonical. `decides`: a minor, old enough to decide alone in it; `economic`, `joint`: what it is marked as.
create function access.told_capacity(person uuid, activity text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  canonical uuid := coalesce((select m.into_id from access.fact_merged m where m.from_id = person), person);
  marks record;
  minor boolean;
  born date;
begin
  select a.economic, a.decides_from, a.joint_custody into marks from access.fact_activity a where a.activity = $2;
  minor := exists (
    select from access.fact_majority m where m.person_id = canonical and m.since > clock_timestamp());
  select p.born into born from access.fact_person p where p.person_id = canonical;
  return jsonb_build_object(
    'minor', minor,
    'decides', minor and coalesce(
      (born + make_interval(years => marks.decides_from)) at time zone 'Europe/Copenhagen' <= clock_timestamp(), false),
    'guarded', exists (
      select from access.fact_guarded g
      where g.person_id = canonical and g.valid_from <= clock_timestamp() and g.valid_to > clock_timestamp()),
    'economic', coalesce(marks.economic, false),
    'joint', coalesce(marks.joint_custody, false),
    'custody', array(
      select distinct coalesce((select m.into_id from access.fact_merged m where m.from_id = k.holder_id), k.holder_id)
      from access.fact_custody k
      where k.child_id = canonical and k.valid_from <= clock_timestamp() and k.valid_to > clock_timestamp()),
    'guardians', array(
      select distinct coalesce((select m.into_id from access.fact_merged m where m.from_id = g.guardian_id), g.guardian_id)
      from access.fact_guardianship g
      where g.ward_id = canonical and g.valid_from <= clock_timestamp() and g.valid_to > clock_timestamp()));
end $$;
alter function access.told_capacity(uuid, text) owner to {{access_owner}};
grant execute on function access.told_capacity(uuid, text) to {{consents}}, {{powers_of_attorney}};

-- The same for a command that gives: the person's facts are held until the command's own transaction ends. Whoever is
-- changing them right now makes it fail at once (55P03): it may be sent again.
create function access.hold_capacity(person uuid, activity text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform from access.standing s
    where s.subject_id = coalesce((select m.into_id from access.fact_merged m where m.from_id = person), person)
    for share nowait;
  return access.told_capacity(person, activity);
end $$;
alter function access.hold_capacity(uuid, text) owner to {{access_owner}};
grant execute on function access.hold_capacity(uuid, text) to {{consents}}, {{powers_of_attorney}};

-- Whoever confirmed under two ids that turned out to be one person counts once.
grant select on access.fact_merged to {{consents}};

-- In which activities a guardian acts: in no other does one see what the ward is asked, or has given.
create view access.economic_activity as select activity from access.fact_activity where economic;
grant select on access.economic_activity to {{consents}}, {{powers_of_attorney}};

-- Who signs for a business (13_mandates.sql), for whoever cannot read the facts: to tell what is still missing, and for a
-- command that gives nothing.
create function access.told_signing(business uuid) returns jsonb
language sql stable security definer set search_path = '' as $$ select access.signing_of($1) $$;
alter function access.told_signing(uuid) owner to {{access_owner}};
grant execute on function access.told_signing(uuid) to {{consents}}, {{powers_of_attorney}};
