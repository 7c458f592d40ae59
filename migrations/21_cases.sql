-- Cases: what people and businesses find wrong with accesses to their data, and what the authority's stewards answer.
create schema cases authorization {{access_owner}};
grant usage on schema cases to {{cases}};

create table cases.access_case (
  id uuid primary key default gen_random_uuid(),
  -- Opaque id of the person or business that the access was about.
  subject_id uuid not null,
  subject_kind text not null check (subject_kind in ('PERSON', 'BUSINESS')),
  -- Whose stewards answer: the authority that made the access.
  authority text not null check (authority ~ '^[0-9]{8}$'),
  -- The access record, and of it what is still needed when the retention rule has taken it.
  record_id uuid not null,
  accessed_at timestamptz not null,
  activity text,
  -- Who made the access and so answers no case about it; null when a system did by itself.
  accessed_by text,
  state text not null default 'OPEN' check (state in ('OPEN', 'ANSWERED', 'CLOSED')),
  revision integer not null default 1,
  opened_at timestamptz not null default clock_timestamp(),
  -- Of the last event: from then on the time of a closed case runs.
  changed_at timestamptz not null default clock_timestamp()
);
create index access_case_subject on cases.access_case (subject_id, opened_at desc, id desc);
create index access_case_authority on cases.access_case (authority, opened_at, id);
-- One access is one case until that is closed; and what still waits is what stewards look at.
create unique index access_case_record on cases.access_case (record_id) where state <> 'CLOSED';
create index access_case_answered on cases.access_case (changed_at) where state <> 'OPEN';
create index access_case_waiting on cases.access_case (authority, opened_at, id) where state <> 'CLOSED';

-- What happened: only ever added.
create table cases.event (
  case_id uuid not null references cases.access_case,
  revision integer not null,
  at timestamptz not null default clock_timestamp(),
  state text not null check (state in ('OPEN', 'ANSWERED', 'CLOSED')),
  command_id text not null check (char_length(command_id) between 1 and 64),
  content_hash text not null,
  side text not null check (side in ('SUBJECT', 'REPRESENTATIVE', 'STEWARD')),
  -- The person's opaque id, or the steward's id as an officer.
  actor text not null,
  -- Of a steward: the system in use, and their authority's own case.
  client text,
  case_reference text,
  text text check (char_length(text) between 1 and 2000),
  primary key (case_id, revision),
  check ((state = 'CLOSED') = (text is null)),
  check ((side = 'STEWARD') = (state <> 'OPEN'))
);
create unique index event_command on cases.event (case_id, command_id);
-- A person names their reports themselves, across all of their cases.
create unique index event_report on cases.event (actor, command_id) where state = 'OPEN';

alter table cases.access_case owner to {{access_owner}};
alter table cases.event owner to {{access_owner}};
grant select, insert on cases.access_case, cases.event to {{cases}};
grant update (state, revision, changed_at) on cases.access_case to {{cases}};

-- The access that somebody reports, if they can see it: about them, and not hidden any more. What is needed of it for a
-- case and no more; nobody can look through the log by it, who does not know a record's id.
create function access.reported_record(subjects uuid[], record uuid)
  returns table (at timestamptz, authority text, activity text, officer text)
language sql stable security definer set search_path = '' as $$
  select r.at, r.authority, r.activity, r.officer from access_log.record r
  where r.subject_id = any(subjects) and r.id = record
    and (r.hidden_until is null or r.hidden_until <= clock_timestamp())
  limit 1
$$;
alter function access.reported_record(uuid[], uuid) owner to {{access_owner}};

-- Deletes the oldest cases that were answered or closed longer ago than the rule, at most so many, with what was written in
-- them, and gives how many they were. By the database's clock. What still waits for an answer is kept.
create function cases.delete_expired(keep interval, most integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  expired uuid[];
begin
  -- Whoever may run this can shorten the rule, but not delete what somebody may not have read yet.
  if keep is null or keep < interval '1 year' or most is null or most not between 1 and 100000 then
    raise exception 'Cases are kept for a year at least, and deleted 1 to 100000 at a time.' using errcode = '22023';
  end if;
  expired := array(
    select c.id from cases.access_case c
    where c.state <> 'OPEN' and c.changed_at < clock_timestamp() - keep order by c.changed_at limit most
    for update skip locked);
  delete from cases.event e where e.case_id = any(expired);
  delete from cases.access_case c where c.id = any(expired);
  return cardinality(expired);
end $$;
alter function cases.delete_expired(interval, integer) owner to {{access_owner}};
grant usage on schema cases to {{retention}};
grant execute on function cases.delete_expired(interval, integer) to {{retention}};

grant usage on schema access, notices to {{cases}};
grant execute on function access.reported_record(uuid[], uuid), access.release(jsonb),
  access.hold_relied(uuid[], jsonb), notices.send(uuid, text, text, uuid, text, jsonb) to {{cases}};
