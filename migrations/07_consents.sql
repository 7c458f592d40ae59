-- Consents: templates in versions that never change, consents with a revision, events that are only ever added.
create schema consents;
grant usage on schema consents to {{consents}}, {{access_owner}};

create table consents.template (
  id text not null check (id ~ '^[a-z][a-z0-9-]{1,62}$'),
  version integer not null check (version > 0),
  kind text not null check (kind in ('GDPR_6_1_A', 'FVL_28', 'FVL_29', 'SECTOR_LAW')),
  activity text not null,
  fields text[] not null check (cardinality(fields) > 0),
  longest_days integer not null check (longest_days > 0),
  answer_days integer not null check (answer_days > 0),
  required_for_service boolean not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (id, version)
);

-- convert_to is only stable, for it follows the database's encoding; ours is named, so the result never changes.
create function consents.text_hash(text text) returns text
language sql immutable as $$ select encode(sha256(convert_to(text, 'UTF8')), 'hex') $$;
grant execute on function consents.text_hash(text) to {{consents}};

create table consents.template_text (
  template text not null,
  version integer not null,
  language text not null check (language in ('DA', 'EN')),
  request text not null,
  consequence_of_no text not null,
  consequence_of_withdrawal text not null,
  -- SHA-256 of the three texts: what a consent's record says was shown.
  hash text not null generated always as (
    consents.text_hash(request || chr(10) || consequence_of_no || chr(10) || consequence_of_withdrawal)
  ) stored,
  primary key (template, version, language),
  foreign key (template, version) references consents.template (id, version)
);

create table consents.consent (
  id uuid primary key default gen_random_uuid(),
  subject_id uuid not null,
  subject_kind text not null check (subject_kind in ('PERSON', 'BUSINESS')),
  authority text not null check (authority ~ '^[0-9]{8}$'),
  requester_reference text not null check (char_length(requester_reference) between 1 and 64),
  activity text not null,
  template text not null,
  template_version integer not null,
  fields text[] not null check (cardinality(fields) > 0),
  state text not null check (state in (
    'REQUESTED', 'GRANTED', 'DECLINED', 'CANCELLED', 'WITHDRAWN', 'SUSPENDED', 'SUPERSEDED', 'INVALIDATED')),
  revision integer not null default 1,
  requested_at timestamptz not null default clock_timestamp(),
  answer_by timestamptz not null,
  asked_from timestamptz,
  valid_from timestamptz,
  valid_to timestamptz not null,
  ended_at timestamptz,
  unique (authority, requester_reference),
  foreign key (template, template_version) references consents.template (id, version),
  check (valid_from is null or valid_from < valid_to)
);
create index consent_subject on consents.consent (subject_id, requested_at desc, id);
create index consent_authority on consents.consent (authority, requested_at desc, id);
create index consent_decision on consents.consent (subject_id, authority, activity);

create table consents.event (
  consent_id uuid not null references consents.consent,
  revision integer not null,
  state text not null,
  at timestamptz not null default clock_timestamp(),
  command_id text not null,
  command text not null,
  -- SYSTEM, SUBJECT, REPRESENTATIVE or STEWARD, and who it was.
  actor_kind text not null check (actor_kind in ('SYSTEM', 'SUBJECT', 'REPRESENTATIVE', 'STEWARD')),
  actor text not null,
  mandate uuid,
  channel text not null check (channel in ('SELF', 'ASSISTED', 'PAPER')),
  language text check (language in ('DA', 'EN')),
  text_hash text,
  primary key (consent_id, revision),
  unique (consent_id, command_id)
);

grant select on all tables in schema consents to {{consents}};
grant insert on consents.consent, consents.event to {{consents}};
grant update (state, revision, valid_from, ended_at) on consents.consent to {{consents}};

-- access.release holds the rows that it relies on; `update` is what PostgreSQL asks for a lock in share mode.
grant select, update on consents.consent to {{access_owner}};

create view access.fact_consent as
  select c.id, c.subject_id, c.authority, c.activity, c.fields, c.state, c.valid_from, c.valid_to,
    coalesce(c.ended_at, c.valid_to) as until
  from consents.consent c where c.state in ('GRANTED', 'WITHDRAWN', 'SUSPENDED');
grant select on access.fact_consent to {{access_reader}};
