-- The access log: one record for each operation, answering process and subject. It is only ever added to.
create schema access_log authorization {{access_owner}};
grant usage on schema access_log to {{access_log}};

create table access_log.record (
  id uuid primary key default gen_random_uuid(),
  -- Hides the record's content from whoever sees only its hash; deleted with the record.
  salt bytea not null default uuid_send(gen_random_uuid()),
  at timestamptz not null default clock_timestamp(),
  operation_id uuid not null,
  operation_hash text not null,
  process text not null,
  subject_id uuid,
  client text not null,
  authority text,
  processor text,
  officer text,
  person_id uuid,
  on_behalf_of uuid,
  activity text,
  activity_version integer,
  case_reference text,
  -- [{field, ground, consent?, mandate?}] and [{field, code}]: coordinates and codes, never values.
  given jsonb not null,
  refused jsonb not null,
  hidden_until timestamptz
);
-- In the order in which pages are read.
create index record_subject on access_log.record (subject_id, at desc, id desc);
create index record_authority on access_log.record (authority, at desc, id desc);
create index record_operation on access_log.record (operation_id);
alter table access_log.record owner to {{access_owner}};
grant select on access_log.record to {{access_log}};
