-- Powers of attorney: who gave whom which rights, with a revision and events that are only ever added.
create schema powers_of_attorney authorization {{access_owner}};
grant usage on schema powers_of_attorney to {{powers_of_attorney}}, {{access_owner}};

-- One right, given by one side to the other. EXPIRED and LAPSED are computed, never stored.
create table powers_of_attorney.power_of_attorney (
  id uuid primary key default gen_random_uuid(),
  kind text not null default 'VOLUNTARY' check (kind in ('VOLUNTARY', 'FUTURE', 'DECREE')),
  -- Whose data it is; of one that was passed on, the first one's grantor.
  grantor_id uuid not null,
  grantor_kind text not null check (grantor_kind in ('PERSON', 'BUSINESS')),
  holder_id uuid not null,
  holder_kind text not null check (holder_kind in ('PERSON', 'BUSINESS')),
  -- CVR number of the authority that holds it as an authority.
  holder_authority text check (holder_authority ~ '^[0-9]{8}$'),
  -- The one from which it was passed on, by its holder; and every one before it, the first one first.
  parent uuid references powers_of_attorney.power_of_attorney,
  chain uuid[] not null default '{}',
  passed_on_by uuid,
  passed_on_kind text check (passed_on_kind in ('PERSON', 'BUSINESS')),
  -- How many times it may be passed on from here.
  pass_on_depth integer not null default 0 check (pass_on_depth between 0 and 3),
  -- By which right it was given. CUSTODY: it lapses as the child comes of age.
  given_by text not null default 'SELF'
    check (given_by in ('SELF', 'CUSTODY', 'GUARDIAN', 'REPRESENTATIVE', 'SIGNATORIES', 'STEWARD')),
  asked_by text not null default 'GRANTOR' check (asked_by in ('GRANTOR', 'HOLDER', 'STEWARD')),
  -- Who gives it, and who asked for it or gave it first: to each the ids of their own commands.
  giver_id uuid not null generated always as (coalesce(passed_on_by, grantor_id)) stored,
  made_by uuid not null generated always as (
    case asked_by when 'HOLDER' then holder_id else coalesce(passed_on_by, grantor_id) end) stored,
  command_id text not null check (char_length(command_id) between 1 and 64),
  -- What an authority defined for such a power, in one version.
  package text,
  package_version integer,
  fields text[] not null,
  actions text[] not null check (actions <@ array['READ', 'CONSENT', 'ACT'] and cardinality(actions) > 0),
  activities text[] not null default '{}',
  state text not null
    check (state in ('OFFERED', 'PARTLY_CONFIRMED', 'DORMANT', 'ACTIVE', 'REVOKED', 'RENOUNCED')),
  revision integer not null default 1,
  given_at timestamptz not null default clock_timestamp(),
  -- Until when the other side's answer is waited for, and the rest of those who must sign.
  answer_by timestamptz,
  confirm_by timestamptz,
  -- When all who must sign for the giver had.
  agreed_at timestamptz,
  -- Of a future one: when it began to hold. Until then it is unknown to its holder.
  activated_at timestamptz,
  -- The holder was dead or gone already as it was given: nothing of that is told to the giver.
  holder_absent boolean not null default false,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  ended_at timestamptz,
  check (valid_from < valid_to),
  check (answer_by <= valid_to and confirm_by <= valid_to),
  check (state <> 'OFFERED' or answer_by is not null),
  check (state <> 'PARTLY_CONFIRMED' or confirm_by is not null),
  check (state <> 'DORMANT' or kind = 'FUTURE'),
  check (grantor_id <> holder_id),
  check (coalesce(passed_on_by <> holder_id, true)),
  check ((parent is null) = (cardinality(chain) = 0) and (parent is null) = (passed_on_by is null)
    and (parent is null) = (passed_on_kind is null) and parent is not distinct from chain[cardinality(chain)]),
  check ((package is null) = (package_version is null)),
  unique (made_by, asked_by, command_id)
);
create index power_of_attorney_grantor on powers_of_attorney.power_of_attorney (grantor_id, given_at desc, id);
create index power_of_attorney_holder on powers_of_attorney.power_of_attorney (holder_id, given_at desc, id);
create index power_of_attorney_passed_on on powers_of_attorney.power_of_attorney (passed_on_by, given_at desc, id)
  where passed_on_by is not null;

-- Who signed for a giver for whom several must: only ever added, the last one of a person counts.
create table powers_of_attorney.confirmation (
  power_of_attorney_id uuid not null references powers_of_attorney.power_of_attorney,
  revision integer not null,
  person_id uuid not null,
  given boolean not null,
  at timestamptz not null,
  command_id text not null,
  mandate uuid,
  primary key (power_of_attorney_id, revision)
);

create table powers_of_attorney.event (
  power_of_attorney_id uuid not null references powers_of_attorney.power_of_attorney,
  revision integer not null,
  state text not null,
  at timestamptz not null default clock_timestamp(),
  command_id text not null,
  command text,
  -- SHA-256 of what was commanded: the same id with the same content is the same command.
  content_hash text,
  -- The person's opaque id, or the system's client; and the subject on whose behalf, when it is another.
  actor text not null,
  on_behalf_of uuid,
  -- Of stewards.
  officer text,
  second_officer text check (second_officer <> officer),
  client text,
  case_reference text,
  primary key (power_of_attorney_id, revision),
  -- To each the ids of their own commands: nobody forestalls another's by using its id first.
  unique (power_of_attorney_id, actor, command_id)
);

grant select on all tables in schema powers_of_attorney to {{powers_of_attorney}};
grant insert on powers_of_attorney.power_of_attorney, powers_of_attorney.confirmation, powers_of_attorney.event
  to {{powers_of_attorney}};
grant update (state, revision, ended_at, answer_by, confirm_by, agreed_at, activated_at, valid_from,
    pass_on_depth, given_by)
  on powers_of_attorney.power_of_attorney to {{powers_of_attorney}};
grant select, update on powers_of_attorney.power_of_attorney to {{access_owner}};
