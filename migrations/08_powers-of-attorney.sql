-- Powers of attorney: who gave whom which rights, with a revision and events that are only ever added.
create schema powers_of_attorney;
grant usage on schema powers_of_attorney to {{powers_of_attorney}}, {{access_owner}};

create table powers_of_attorney.power_of_attorney (
  id uuid primary key default gen_random_uuid(),
  grantor_id uuid not null,
  grantor_kind text not null check (grantor_kind in ('PERSON', 'BUSINESS')),
  holder_id uuid not null,
  holder_kind text not null check (holder_kind in ('PERSON', 'BUSINESS')),
  command_id text not null check (char_length(command_id) between 1 and 64),
  fields text[] not null,
  actions text[] not null check (actions <@ array['READ', 'CONSENT', 'ACT'] and cardinality(actions) > 0),
  activities text[] not null default '{}',
  state text not null check (state in ('OFFERED', 'ACTIVE', 'REVOKED', 'RENOUNCED')),
  revision integer not null default 1,
  given_at timestamptz not null default clock_timestamp(),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  ended_at timestamptz,
  check (valid_from < valid_to),
  check (grantor_id <> holder_id),
  unique (grantor_id, command_id)
);
create index power_of_attorney_grantor on powers_of_attorney.power_of_attorney (grantor_id, given_at desc, id);
create index power_of_attorney_holder on powers_of_attorney.power_of_attorney (holder_id, given_at desc, id);

create table powers_of_attorney.event (
  power_of_attorney_id uuid not null references powers_of_attorney.power_of_attorney,
  revision integer not null,
  state text not null,
  at timestamptz not null default clock_timestamp(),
  command_id text not null,
  actor text not null,
  primary key (power_of_attorney_id, revision),
  unique (power_of_attorney_id, command_id)
);

grant select on all tables in schema powers_of_attorney to {{powers_of_attorney}};
grant insert on powers_of_attorney.power_of_attorney, powers_of_attorney.event to {{powers_of_attorney}};
grant update (state, revision, ended_at) on powers_of_attorney.power_of_attorney to {{powers_of_attorney}};
grant select, update on powers_of_attorney.power_of_attorney to {{access_owner}};

create view access.fact_mandate as
  select id, grantor_id, grantor_kind, holder_id, fields, actions, activities, state, valid_from, valid_to
  from powers_of_attorney.power_of_attorney where state in ('ACTIVE', 'REVOKED', 'RENOUNCED');
grant select on access.fact_mandate to {{access_reader}};
