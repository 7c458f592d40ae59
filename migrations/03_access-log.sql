-- The access log: one record for each operation, answering process and subject. It is only ever added to; what is
-- older than the retention rule is deleted in one way only, which leaves a record of the deletion.
create schema access_log authorization {{access_owner}};
grant usage on schema access_log to {{access_log}};

create table access_log.record (
  -- Random, so that it tells neither time nor how many there are. No index: nothing is looked up by it alone, and one over
  -- random ids was a fifth of what a record costs.
  id uuid not null default gen_random_uuid(),
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
-- Refusals alone, which are few: what stewards count of the last month.
create index record_refused on access_log.record (authority, at) where refused <> '[]';
-- From when on a record's time runs: a covert one is there to be seen for as long as any other, once its cover ended.
create index record_age on access_log.record (greatest(at, hidden_until));
alter table access_log.record owner to {{access_owner}};
grant select on access_log.record to {{access_log}};

-- Which records rest on which consent: written with the record, read newest first, deleted with it.
create table access_log.consent_use (
  consent uuid not null,
  at timestamptz not null,
  record uuid not null,
  authority text,
  processor text,
  hidden_until timestamptz,
  primary key (consent, at, record) include (authority, processor, hidden_until)
);
alter table access_log.consent_use owner to {{access_owner}};
grant select on access_log.consent_use to {{access_log}};

-- Who has received something by a consent so far, as its receipt says too. Of what is covert: nothing yet.
create view access.consent_recipient as
  select consent, authority, processor, min(at) as first, max(at) as last, count(*)::integer as times
  from access_log.consent_use
  where hidden_until is null or hidden_until <= clock_timestamp()
  group by consent, authority, processor;
alter view access.consent_recipient owner to {{access_owner}};
grant select on access.consent_recipient to {{access_log}}, {{consents}};

-- What the retention rule has taken: of each batch when, by which rule, and the range of what was deleted.
create table access_log.deletion (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  -- The rule: a record was kept for so long from when its time began to run.
  kept_for interval not null,
  -- The oldest and the newest of the deleted records.
  oldest timestamptz not null,
  newest timestamptz not null,
  -- No record is left whose time began to run before then.
  before timestamptz not null,
  count integer not null check (count > 0)
);
create index deletion_before on access_log.deletion (before);
alter table access_log.deletion owner to {{access_owner}};
grant select on access_log.deletion to {{access_log}};

-- The random id is all that stays of a record: who holds it can be told that it was deleted, and by which rule.
create table access_log.deleted_record (
  id uuid primary key,
  deletion uuid not null references access_log.deletion
);
alter table access_log.deleted_record owner to {{access_owner}};

-- Deletes the oldest records that are past the rule, at most so many, and gives how many they were. One transaction:
-- records and salts are gone and the deletion stands, or nothing has happened. By the database's clock.
create function access_log.delete_expired(keep interval, most integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  border timestamptz := clock_timestamp() - keep;
  deleted integer;
begin
  -- Whoever may run this can shorten the rule, but not empty the log.
  if border is null or border > clock_timestamp() - interval '1 year'
    or most is null or most not between 1 and 100000 then
    raise exception 'Records are kept for a year at least, and deleted 1 to 100000 at a time.' using errcode = '22023';
  end if;
  -- One at a time, so that the ranges follow one another; readers and release go on.
  lock table access_log.deletion in share row exclusive mode;
  with expired as (
    select r.ctid as row, greatest(r.at, r.hidden_until) as since from access_log.record r
    where greatest(r.at, r.hidden_until) < border
    order by greatest(r.at, r.hidden_until) limit most
  ), gone as (
    delete from access_log.record r using expired e where r.ctid = e.row returning r.id, r.at, r.given, e.since
  ), forgotten as (
    delete from access_log.consent_use u using gone g, jsonb_array_elements(g.given) v
    where u.consent = (v ->> 'consent')::uuid and u.at = g.at and u.record = g.id
  ), noted as (
    insert into access_log.deletion (kept_for, oldest, newest, before, count)
    select keep, min(at), max(at), case when count(*) < most then border else max(since) end, count(*)
    from gone having count(*) > 0
    returning id
  )
  insert into access_log.deleted_record (id, deletion) select gone.id, noted.id from gone, noted;
  get diagnostics deleted = row_count;
  return deleted;
end $$;
alter function access_log.delete_expired(interval, integer) owner to {{access_owner}};
grant usage on schema access_log to {{retention}};
grant execute on function access_log.delete_expired(interval, integer) to {{retention}};
