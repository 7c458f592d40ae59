-- Authorities, their systems and officers, and the processing activities with their versions.
create extension if not exists btree_gist;
create schema authorities;
grant usage on schema authorities to {{authorities}};

create table authorities.authority (
  cvr text primary key check (cvr ~ '^[0-9]{8}$'),
  name text not null,
  kind text not null check (kind in ('PUBLIC', 'PRIVATE'))
);

create table authorities.system (
  client text primary key,
  authority text not null references authorities.authority,
  name text not null,
  -- Used by officers: a token without one is refused (no impersonation by the system itself).
  officers boolean not null default false
);

create table authorities.officer (
  id text primary key,
  authority text not null references authorities.authority,
  name text not null,
  roles text[] not null default '{}' check (roles <@ array['STEWARD', 'AUDITOR'])
);

create table authorities.activity (
  id text primary key check (id ~ '^[A-Z]{2,5}-[0-9]{1,4}$'),
  authority text not null references authorities.authority
);

-- A draft has no approvers; what is approved by two is immutable, and only the end of its period may come nearer.
create table authorities.activity_version (
  activity text not null references authorities.activity,
  version integer not null check (version > 0),
  -- Of a draft: as wished; an approval never reaches back.
  valid tstzrange not null check (not isempty(valid) and lower_inc(valid) and not upper_inc(valid)),
  purpose_da text not null,
  purpose_en text not null,
  legal_basis text not null check (legal_basis ~ '^GDPR Art\. 6'),
  act text not null,
  reach text not null check (reach in ('LOOKUP', 'SEARCH', 'LIST')),
  subjects text[] not null check (subjects <@ array['PERSON', 'BUSINESS'] and cardinality(subjects) > 0),
  population text check (population ~ '^[0-9]{4}$'),
  started_by text not null check (started_by in ('APPLICATION', 'AUTHORITY')),
  cover_for interval,
  -- The exception of the CPR act under which a private controller gets protected names and addresses all the same.
  protection_exception text,
  -- A matter of money: within what a guardian may do for one who has lost legal capacity (guardianship act § 6).
  economic boolean not null default false,
  -- The age from which a young person decides alone, and custody gives nothing; null: from 18.
  decides_from integer check (decides_from between 10 and 17),
  -- All who hold custody of a child must agree.
  joint_custody boolean not null default false,
  -- The officer who drafted it, then the one who approved it; null while it is a draft.
  approved_by text[] check (
    cardinality(approved_by) >= 2 and approved_by[1] <> approved_by[2] and array_position(approved_by, null) is null),
  -- Approved for a later time, and ended before that time came.
  cancelled_at timestamptz,
  -- Raised by every change of the version, its fields and its systems: whoever knows its content knows by this one number
  -- that it is still the same.
  revision integer not null default 0,
  valid_from timestamptz generated always as (lower(valid)) virtual,
  valid_to timestamptz generated always as (upper(valid)) virtual,
  primary key (activity, version),
  -- `without overlaps` has no `where`, and drafts may overlap.
  exclude using gist (activity with =, valid with &&) where (approved_by is not null and cancelled_at is null)
);

create table authorities.activity_field (
  activity text not null,
  version integer not null,
  coordinate text not null check (coordinate ~ '^[A-Z][A-Za-z]*\.[a-z][A-Za-z]*$'),
  ground text not null check (ground in ('LAW', 'CONSENT')),
  primary key (activity, version, coordinate),
  foreign key (activity, version) references authorities.activity_version (activity, version)
);

create table authorities.activity_system (
  activity text not null,
  version integer not null,
  client text not null references authorities.system,
  primary key (activity, version, client),
  foreign key (activity, version) references authorities.activity_version (activity, version)
);

-- Commands on activities, only ever added to: who did what, and what a repeated command answers.
create table authorities.activity_event (
  activity text not null,
  version integer not null,
  command text not null check (command in ('DRAFT', 'APPROVE', 'END')),
  -- The officer's authority: within it, a command's id is used once.
  authority text not null references authorities.authority,
  command_id text not null check (length(command_id) between 1 and 64),
  content_hash text not null,
  officer text not null references authorities.officer,
  client text not null references authorities.system,
  case_reference text,
  at timestamptz not null default clock_timestamp(),
  primary key (authority, command_id),
  foreign key (activity, version) references authorities.activity_version (activity, version)
);
create index activity_event_version on authorities.activity_event (activity, version);

grant select on all tables in schema authorities to {{authorities}};
grant insert on authorities.activity, authorities.activity_version, authorities.activity_field,
  authorities.activity_system, authorities.activity_event to {{authorities}};
grant update (valid, approved_by, cancelled_at) on authorities.activity_version to {{authorities}};

create function authorities.keep_approved() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.approved_by is distinct from old.approved_by or lower(new.valid) <> lower(old.valid)
    or not new.valid <@ old.valid or (old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at)
  then raise exception 'An approved version is immutable: only its end may come nearer.';
  end if;
  return new;
end $$;
create trigger keep_approved before update on authorities.activity_version
  for each row when (old.approved_by is not null) execute function authorities.keep_approved();

create function authorities.raise_revision() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;
create trigger raise_revision before update on authorities.activity_version
  for each row execute function authorities.raise_revision();

create function authorities.content_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update authorities.activity_version v set revision = revision
    where (v.activity, v.version) in ((old.activity, old.version), (new.activity, new.version));
  return null;
end $$;
create trigger content_changed after insert or update or delete on authorities.activity_field
  for each row execute function authorities.content_changed();
create trigger content_changed after insert or update or delete on authorities.activity_system
  for each row execute function authorities.content_changed();

-- Nothing is added to what is approved.
alter table authorities.activity_field enable row level security;
alter table authorities.activity_system enable row level security;
create policy read_all on authorities.activity_field for select using (true);
create policy read_all on authorities.activity_system for select using (true);
create policy add_to_draft on authorities.activity_field for insert with check (exists (
  select from authorities.activity_version v
  where v.activity = activity_field.activity and v.version = activity_field.version and v.approved_by is null));
create policy add_to_draft on authorities.activity_system for insert with check (exists (
  select from authorities.activity_version v
  where v.activity = activity_system.activity and v.version = activity_system.version and v.approved_by is null));

-- Of the approved versions the newest that has begun (`valid_to` tells whether it has ended), else the first to begin:
-- one row for each activity. A draft gives nothing. Equal `content`: all but the period is equal.
create view access.fact_activity as
  select v.activity, v.version, a.authority, u.kind, u.name as authority_name,
    concat_ws(' ', v.version, v.revision, a.authority, u.kind) as content,
    lower(v.valid) as valid_from, coalesce(upper(v.valid), 'infinity') as valid_to,
    v.reach, v.subjects, v.population, v.cover_for, v.protection_exception, v.economic, v.decides_from, v.joint_custody,
    (select json_object_agg(f.coordinate, f.ground) from authorities.activity_field f
      where f.activity = v.activity and f.version = v.version) as fields,
    array(select s.client from authorities.activity_system s
      where s.activity = v.activity and s.version = v.version) as systems
  from authorities.activity_version v
  join authorities.activity a on a.id = v.activity
  join authorities.authority u on u.cvr = a.authority
  where v.approved_by is not null and v.cancelled_at is null and not exists (
    select from authorities.activity_version other
    where other.activity = v.activity and other.approved_by is not null and other.cancelled_at is null
      and case when lower(v.valid) <= clock_timestamp()
        then lower(other.valid) <= clock_timestamp() and lower(other.valid) > lower(v.valid)
        else lower(other.valid) < lower(v.valid) end
  );

create view access.fact_system as
  select s.client, s.authority, s.officers, u.kind, u.name as authority_name
  from authorities.system s join authorities.authority u on u.cvr = s.authority;

create view access.fact_officer as select id, authority, roles from authorities.officer;

grant select on access.fact_activity, access.fact_system, access.fact_officer to {{access_reader}};

-- What the access log says in plain words: names, and each version's purpose and act. Nothing else of this schema.
create view access.named_authority as select cvr, name from authorities.authority;
create view access.named_officer as select id, name from authorities.officer;
create view access.named_activity as
  select activity, version, purpose_da, purpose_en, act from authorities.activity_version where approved_by is not null;
grant select on access.named_authority, access.named_officer, access.named_activity to {{access_log}};

-- Which person an account of an officer is, as tokens told it when the officer looked or commanded: with two accounts, one
-- human is still one pair of eyes. A row for each account and person.
create table authorities.officer_person (
  officer text not null,
  person_id uuid not null,
  primary key (officer, person_id)
);
grant usage on schema authorities to {{access_owner}};
grant select, insert on authorities.officer_person to {{access_owner}};
grant select on access.fact_merged to {{access_owner}};

-- Notes that this account is this person's, and gives every account of theirs, under whichever id.
create function access.officer_accounts(officer text, person uuid) returns text[]
language plpgsql security definer set search_path = '' as $$
declare
  canonical uuid := coalesce((select m.into_id from access.fact_merged m where m.from_id = $2), $2);
begin
  insert into authorities.officer_person (officer, person_id) values ($1, $2) on conflict do nothing;
  return array(
    select distinct p.officer from authorities.officer_person p
    where p.person_id = canonical
      or p.person_id in (select m.from_id from access.fact_merged m where m.into_id = canonical));
end $$;
alter function access.officer_accounts(text, uuid) owner to {{access_owner}};
grant execute on function access.officer_accounts(text, uuid) to {{access_reader}};
