-- Mandates as the decision sees them: powers of attorney with their chains, custody held, and who signs for a business.

-- Whoever marries before 18 is of age from then on (guardianship act § 1).
create view access.fact_marriage as
select person_id, effective_from as since
from persons.civil_status
where status in ('G', 'P') and row_status in ('CURRENT', 'HISTORIC')
  and registered_from <= statement_timestamp() and statement_timestamp() < registered_to;

-- When somebody comes of age: at 18, 00:00 in Denmark, or by marriage before.
create view access.fact_majority as
select person_id, least((born + interval '18 years') at time zone 'Europe/Copenhagen',
  (select min(m.since) from access.fact_marriage m where m.person_id = fact_person.person_id)) as since
from access.fact_person where born is not null;

-- Who has lost legal capacity (record 017, guardianship act § 6), whether their guardian is known here or not.
create view access.fact_guarded as
select person_id, effective_from as valid_from, effective_to as valid_to
from persons.guardianship
where row_status = 'CURRENT' and registered_from <= statement_timestamp() and statement_timestamp() < registered_to;

-- The powers above one that was passed on, from the first down; when one is missing, nothing but an id, which gives nothing.
create function access.chain_of(chain uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case when count(*) < cardinality($1) then jsonb_build_array(jsonb_build_object('id', $1[1])) else
    jsonb_agg(jsonb_build_object('id', l.id, 'state', l.state, 'valid_from', l.valid_from, 'valid_to', l.valid_to,
      'pass_on_depth', l.pass_on_depth, 'holder', h.id, 'holder_revision', s.revision,
      'holder_gone', coalesce(case l.holder_kind
        when 'PERSON' then (select p.dead from access.fact_person p where p.person_id = h.id)
        when 'BUSINESS' then (select b.dissolved from access.fact_business b where b.business_id = h.id)
      end, false)) order by array_position($1, l.id)) end
  from powers_of_attorney.power_of_attorney l
  left join access.fact_merged g on g.from_id = l.holder_id
  cross join lateral (select coalesce(g.into_id, l.holder_id) as id) h
  left join access.fact_standing s on s.subject_id = h.id
  where l.id = any($1)
$$;
alter function access.chain_of(uuid[]) owner to {{access_owner}};
grant execute on function access.chain_of(uuid[]) to {{access_reader}};

-- A power with all above it: one that is missing or ended anywhere gives nothing. One that is dormant, offered or not yet
-- confirmed by all is not seen.
create view access.fact_mandate as
select id, kind, grantor_id, grantor_kind, holder_id, holder_kind, holder_authority, fields, actions, activities, state,
  valid_from, valid_to, given_by,
  case when state = 'ACTIVE' and cardinality(chain) > 0 then access.chain_of(chain) end as chain
from powers_of_attorney.power_of_attorney
where state in ('ACTIVE', 'REVOKED', 'RENOUNCED')
  -- One that ended while it was dormant was never known to its holder.
  and (kind <> 'FUTURE' or activated_at is not null);

-- What a steward read in a signing rule that no program reads for certain; a second one approves it.
create table powers_of_attorney.signing_reading (
  id uuid primary key default gen_random_uuid(),
  business_id uuid not null,
  -- {"anyOf": [{"allOf": [{"group": "CHAIR", "n": 1}, {"person": id}]}]} (access/signing-rule/rule.ts).
  rule jsonb not null,
  -- The registered text and status that it was read from: it holds while they are still the same.
  text text,
  status text,
  authority text not null check (authority ~ '^[0-9]{8}$'),
  command_id text not null check (char_length(command_id) between 1 and 64),
  -- SHA-256 of what was proposed: the same id with the same content is the same command.
  content_hash text,
  proposed_by text not null,
  proposed_at timestamptz not null default clock_timestamp(),
  client text not null,
  case_reference text,
  approved_by text check (approved_by <> proposed_by),
  approved_at timestamptz,
  ended_at timestamptz,
  unique (authority, command_id),
  check ((approved_by is null) = (approved_at is null))
);
create index signing_reading_business on powers_of_attorney.signing_reading (business_id, approved_at desc);
grant select, insert on powers_of_attorney.signing_reading to {{powers_of_attorney}};
grant update (approved_by, approved_at, ended_at) on powers_of_attorney.signing_reading to {{powers_of_attorney}};

-- Two ids that turn out to be one subject: readings follow, as CVR's participants do (06_businesses.sql).
create function powers_of_attorney.follow_merged() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update powers_of_attorney.signing_reading set business_id = new.into_id where business_id = new.from_id;
  update powers_of_attorney.signing_reading
    set rule = replace(rule::text, new.from_id::text, new.into_id::text)::jsonb
    where rule::text like '%' || new.from_id || '%';
  return null;
end $$;
create trigger readings_follow_merged after insert or update on identity.merged
  for each row execute function powers_of_attorney.follow_merged();

-- A signing rule that somebody asked by and that nobody had read, as the register had it then: a row for each business.
create table powers_of_attorney.unread_signing_rule (
  business_id uuid primary key,
  text text,
  status text,
  -- Since when it is asked by, and how many operations have, with this text and status.
  since timestamptz not null default clock_timestamp(),
  times bigint not null
);
create index unread_signing_rule_since on powers_of_attorney.unread_signing_rule (since desc, business_id desc);
-- Written with the record of what was refused (09_release.sql).
grant select, insert, update on powers_of_attorney.unread_signing_rule to {{access_owner}};

create view access.fact_signing_reading as
select business_id, rule, text, status, approved_at, ended_at
from powers_of_attorney.signing_reading where approved_at is not null;

-- The roles that a rule can name, and those that nobody can count by (subgraphs/businesses/import/roles.ts).
create view access.fact_signatory as
select r.business_id, r.role,
  coalesce((select g.into_id from access.fact_merged g where g.from_id = coalesce(r.person_id, r.business_holder_id)),
    r.person_id, r.business_holder_id, r.participant_id) as holder,
  -- A participant without a number is somebody whom nobody here can be.
  case when r.business_holder_id is null then 'PERSON' else 'BUSINESS' end as kind
from access.fact_role r
where r.role in ('CHAIR', 'DEPUTY_CHAIR', 'BOARD_MEMBER', 'BOARD_UNKNOWN', 'MANAGING_DIRECTOR', 'DIRECTOR',
    'MANAGEMENT_UNKNOWN', 'FULLY_LIABLE', 'LIQUIDATOR', 'TRUSTEE')
  and r.valid_from <= statement_timestamp() and r.valid_to > statement_timestamp();

-- Every instant at which what decides on signing began, ended, or came to be known.
create view access.fact_signing_change as
select c.business_id, i.at
from (
  select business_id, effective_from, effective_to, registered_from, registered_to from businesses.participant_role
    where role in ('CHAIR', 'DEPUTY_CHAIR', 'BOARD_MEMBER', 'BOARD_UNKNOWN', 'MANAGING_DIRECTOR', 'DIRECTOR',
      'MANAGEMENT_UNKNOWN', 'FULLY_LIABLE', 'LIQUIDATOR', 'TRUSTEE')
  union all
  select business_id, effective_from, effective_to, registered_from, registered_to from businesses.attribute
    where type in ('TEGNINGSREGEL', 'FEJLREGISTRERET')
  union all
  select business_id, effective_from, effective_to, registered_from, registered_to from businesses.status
    where slot = 'BUSINESS'
  union all
  select business_id, effective_from, effective_to, registered_from, registered_to from businesses.form
  union all
  select business_id, effective_from, effective_to, registered_from, registered_to from businesses.life_cycle
  union all
  select business_id, approved_at, ended_at, null, null from access.fact_signing_reading
) c
cross join lateral unnest(array[c.effective_from, c.effective_to, c.registered_from, c.registered_to]) i(at)
where isfinite(i.at);

-- Who signs for a business, and for the companies that sign for it, at most three one behind the other: the business
-- first, each as access/signing.ts reads it. Null: no such business.
create function access.signing_of(business uuid) returns jsonb
language sql stable set search_path = '' as $$
  with recursive asked as (
    select coalesce((select g.into_id from access.fact_merged g where g.from_id = $1), $1) as id
  ), behind(business_id, depth) as (
    select a.id, 0 from asked a
    union
    select r.holder, b.depth + 1 from behind b join access.fact_signatory r on r.business_id = b.business_id
    where r.kind = 'BUSINESS' and b.depth < 3
  )
  select jsonb_agg(jsonb_build_object('business', f.business_id, 'form', f.form, 'status', f.status,
      'closed', f.dissolved, 'revision', s.revision,
      -- Of two rules at once nobody can say which holds: no text reads as both.
      'text', (select string_agg(distinct x.rule, ' ⁂ ') from access.fact_signing_rule x
        where x.business_id = f.business_id
          and x.valid_from <= statement_timestamp() and x.valid_to > statement_timestamp()),
      'roles', (select jsonb_agg(jsonb_build_object('holder', r.holder, 'kind', r.kind, 'role', r.role))
        from access.fact_signatory r where r.business_id = f.business_id),
      'decided', (select jsonb_build_object('rule', x.rule, 'text', x.text, 'status', x.status)
        from access.fact_signing_reading x where x.business_id = f.business_id and x.ended_at is null
        order by x.approved_at desc limit 1),
      'changed_at', (select max(x.at) from access.fact_signing_change x
        where x.business_id = f.business_id and x.at <= statement_timestamp()),
      'until', (select min(x.at) from access.fact_signing_change x
        where x.business_id = f.business_id and x.at > statement_timestamp())) order by b.depth)
  from (select business_id, min(depth) as depth from behind group by business_id) b
  join access.fact_business f on f.business_id = b.business_id
  left join access.fact_standing s on s.subject_id = b.business_id
$$;
grant execute on function access.signing_of(uuid) to {{access_reader}}, {{access_owner}};

grant select on access.fact_mandate, access.fact_marriage, access.fact_majority, access.fact_guarded, access.fact_signatory, access.fact_signing_change,
  access.fact_signing_reading to {{access_reader}}, {{access_owner}};
grant select on access.fact_business, access.fact_signing_rule, access.fact_standing to {{access_owner}};

-- The same for a command: every business of the answer is held until the command's own transaction ends. Whoever is
-- changing one of them right now makes it fail at once (55P03): it may be sent again.
create function access.hold_signing(business uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  signing jsonb := access.signing_of($1);
  held uuid[] := '{}';
  wanted uuid[];
begin
  loop
    wanted := array(select (e ->> 'business')::uuid from jsonb_array_elements(signing) e);
    if wanted <@ held then return signing; end if;
    perform from access.standing s where s.subject_id = any(wanted) order by s.subject_id for share nowait;
    held := held || wanted;
    -- As it is now that nobody can change it.
    signing := access.signing_of($1);
  end loop;
end $$;
alter function access.hold_signing(uuid) owner to {{access_owner}};
grant execute on function access.hold_signing(uuid) to {{consents}}, {{powers_of_attorney}}, {{notices}};

-- For a command given under a right to act for another: all that the right rests on is held until the command's own
-- transaction ends. False when something has changed since; whoever is changing a standing right now makes it fail at once
-- (55P03). `standings`: [{subject, revision}].
create function access.hold_relied(mandates uuid[], standings jsonb) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  held integer;
begin
  perform from powers_of_attorney.power_of_attorney m
    where m.id = any(mandates) and m.state = 'ACTIVE' and m.valid_from <= clock_timestamp()
      and m.valid_to > clock_timestamp()
    order by m.id for share;
  get diagnostics held = row_count;
  if held < (select count(distinct m) from unnest(mandates) m) then return false; end if;
  perform from access.standing s
    where s.subject_id in (select (w ->> 'subject')::uuid from jsonb_array_elements(standings) w)
    order by s.subject_id for share nowait;
  return not exists (
    select from jsonb_array_elements(standings) w
    where (w ->> 'revision')::bigint is distinct from
      (select s.revision from access.standing s where s.subject_id = (w ->> 'subject')::uuid));
end $$;
alter function access.hold_relied(uuid[], jsonb) owner to {{access_owner}};
grant execute on function access.hold_relied(uuid[], jsonb) to {{consents}}, {{powers_of_attorney}}, {{notices}};

-- Those that a steward still has to read: text and status are what they were, and no reading of them was approved.
create view powers_of_attorney.unparsed_signing_rule as
select u.business_id, u.text, u.status, u.since, least(u.times, 2147483647)::integer as times
from powers_of_attorney.unread_signing_rule u
join access.fact_business f on f.business_id = u.business_id and not f.dissolved
where u.status is not distinct from f.status
  and u.text is not distinct from (select string_agg(distinct x.rule, ' ⁂ ') from access.fact_signing_rule x
    where x.business_id = u.business_id
      and x.valid_from <= statement_timestamp() and x.valid_to > statement_timestamp())
  and not exists (select from access.fact_signing_reading r
    where r.business_id = u.business_id and r.ended_at is null
      and r.text is not distinct from u.text and r.status is not distinct from u.status);
grant select on powers_of_attorney.unparsed_signing_rule to {{powers_of_attorney}};
