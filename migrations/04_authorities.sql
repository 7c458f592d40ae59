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

create table authorities.activity_version (
  activity text not null references authorities.activity,
  version integer not null check (version > 0),
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
  approved_by text[] not null check (cardinality(approved_by) >= 2 and approved_by[1] <> approved_by[2]),
  valid_from timestamptz generated always as (lower(valid)) virtual,
  valid_to timestamptz generated always as (upper(valid)) virtual,
  unique (activity, version),
  primary key (activity, valid without overlaps)
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

grant select on all tables in schema authorities to {{authorities}};

-- The newest version that has begun; `valid_to` tells whether it has ended.
create view access.fact_activity as
  select v.activity, v.version, a.authority, u.kind, u.name as authority_name,
    lower(v.valid) as valid_from, coalesce(upper(v.valid), 'infinity') as valid_to,
    v.reach, v.subjects, v.population, v.cover_for, v.protection_exception,
    (select json_object_agg(f.coordinate, f.ground) from authorities.activity_field f
      where f.activity = v.activity and f.version = v.version) as fields,
    array(select s.client from authorities.activity_system s
      where s.activity = v.activity and s.version = v.version) as systems
  from authorities.activity_version v
  join authorities.activity a on a.id = v.activity
  join authorities.authority u on u.cvr = a.authority
  where not exists (
    select from authorities.activity_version later
    where later.activity = v.activity and lower(later.valid) <= clock_timestamp()
      and lower(later.valid) > lower(v.valid)
  );

create view access.fact_system as
  select s.client, s.authority, s.officers, u.kind, u.name as authority_name
  from authorities.system s join authorities.authority u on u.cvr = s.authority;

create view access.fact_officer as select id, authority, roles from authorities.officer;

grant select on access.fact_activity, access.fact_system, access.fact_officer to {{access_reader}};
