-- What ends a power of attorney by itself, and what is known of those to whom one is given.

-- How a person or business has ended: DEAD, DISSOLVED or BANKRUPT; null for one who has not, and for one who never was.
create function access.end_of(subject uuid) returns text
language sql stable set search_path = '' as $$
  select case when p.dead then 'DEAD' when b.dissolved then 'DISSOLVED' when b.bankrupt then 'BANKRUPT' end
  from (select coalesce((select g.into_id from access.fact_merged g where g.from_id = $1), $1) as id) c
  left join access.fact_person p on p.person_id = c.id
  left join access.fact_business b on b.business_id = c.id
$$;
grant execute on function access.end_of(uuid) to {{access_owner}};

-- Why one that has not been ended gives nothing any more, time aside (subgraphs/powers-of-attorney/lifecycle.ts has the
-- codes); null when nothing has ended it. Until the other side of an offer has answered, nothing is told of that side:
-- anyone may offer anyone.
create function powers_of_attorney.gone(power powers_of_attorney.power_of_attorney) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  unanswered text := case when power.state = 'OFFERED' then case power.asked_by when 'HOLDER' then 'GRANTOR' else 'HOLDER' end end;
  ending text;
begin
  if power.state in ('REVOKED', 'RENOUNCED') then return null; end if;
  if unanswered is distinct from 'GRANTOR' then
    ending := access.end_of(power.grantor_id);
    if ending is not null then return 'GRANTOR_' || ending; end if;
  end if;
  if power.given_by = 'CUSTODY' and not exists (
    select from access.fact_majority m
    where m.since > clock_timestamp() and m.person_id = coalesce(
      (select g.into_id from access.fact_merged g where g.from_id = power.grantor_id), power.grantor_id))
  then return 'GRANTOR_OF_AGE'; end if;
  if power.given_by = 'GUARDIAN' and not exists (
    select from access.fact_guarded f
    where f.valid_from <= clock_timestamp() and f.valid_to > clock_timestamp() and f.person_id = coalesce(
      (select g.into_id from access.fact_merged g where g.from_id = power.grantor_id), power.grantor_id))
  then return 'GUARDIANSHIP_ENDED'; end if;
  if unanswered is distinct from 'HOLDER' and not power.holder_absent then
    ending := access.end_of(power.holder_id);
    if ending in ('DEAD', 'DISSOLVED') then return 'HOLDER_' || ending; end if;
  end if;
  -- Passed on less far than this by now, or ended, anywhere above.
  if exists (
    select from unnest(power.chain) with ordinality c(id, place)
    left join powers_of_attorney.power_of_attorney l on l.id = c.id
    where l.state is distinct from 'ACTIVE' or l.valid_to <= clock_timestamp()
      or l.pass_on_depth <= cardinality(power.chain) - c.place
      or access.end_of(l.holder_id) in ('DEAD', 'DISSOLVED'))
  then return 'CHAIN_ENDED'; end if;
  return null;
end $$;
alter function powers_of_attorney.gone(powers_of_attorney.power_of_attorney) owner to {{access_owner}};
grant execute on function powers_of_attorney.gone(powers_of_attorney.power_of_attorney) to {{powers_of_attorney}};

-- Of whoever is to hold one: {kind, born, ended}, the same for one who is not registered as for one of whom nothing is known.
create function powers_of_attorney.side_of(subject uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('kind', case when b.business_id is not null then 'BUSINESS' else 'PERSON' end,
    'born', p.born, 'ended', coalesce(p.dead, b.dissolved, false))
  from (select coalesce((select g.into_id from access.fact_merged g where g.from_id = $1), $1) as id) c
  left join access.fact_person p on p.person_id = c.id
  left join access.fact_business b on b.business_id = c.id
$$;
alter function powers_of_attorney.side_of(uuid) owner to {{access_owner}};
grant execute on function powers_of_attorney.side_of(uuid) to {{powers_of_attorney}};

-- Minors and wards, and who gives for them (16_capacity.sql); authorities, which may hold one.
grant execute on function access.hold_capacity(uuid, text) to {{powers_of_attorney}};
grant select on access.named_authority, access.fact_merged to {{powers_of_attorney}};

-- What was passed on further than it now may be gives nothing, though each of the chain is active still: a running request
-- under what was passed on from it relies on its holder, and is looked at again (09_release.sql).
create function powers_of_attorney.raise_limited() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform access.raise_standing(array[
    coalesce((select g.into_id from access.fact_merged g where g.from_id = new.holder_id), new.holder_id)]);
  return null;
end $$;
alter function powers_of_attorney.raise_limited() owner to {{access_owner}};
grant execute on function powers_of_attorney.raise_limited() to {{powers_of_attorney}};
create trigger raise_limited after update of pass_on_depth on powers_of_attorney.power_of_attorney
  for each row when (new.pass_on_depth < old.pass_on_depth) execute function powers_of_attorney.raise_limited();
