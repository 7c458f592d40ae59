-- Notices: what a person or business is told, written in the transaction of the command that it tells of, then delivered.
create schema notices authorization {{access_owner}};
grant usage on schema notices to {{notices}}, {{consents}}, {{powers_of_attorney}}, {{authorities}};

-- What a notice says beside its kind: the title of the template, and nothing else.
create function notices.parts_allowed(parts jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_typeof(parts) = 'object' and parts - 'title' = '{}'
    and case when parts ? 'title' then jsonb_typeof(parts -> 'title') = 'object'
      and (parts -> 'title') - 'da' - 'en' = '{}'
      and not exists (
        select from jsonb_each(parts -> 'title') t
        where case jsonb_typeof(t.value)
          when 'null' then false
          -- No more than a title, without line breaks, and nothing in the form of a personal number.
          when 'string' then t.value #>> '{}' !~ '^[^[:cntrl:]]{1,200}$'
            or t.value #>> '{}' ~ '(^|[^0-9])[0-9]{6}[- ]?[0-9]{4}($|[^0-9])'
          else true end)
      else true end, false)
$$;
-- Whoever adds or changes a row has its checks executed in their own name.
grant execute on function notices.parts_allowed(jsonb) to {{access_owner}}, {{notices}};

create table notices.notice (
  id uuid primary key default gen_random_uuid(),
  -- Opaque id of the person or business. An id that nobody has is taken like any other: it must not be told from one.
  to_subject uuid not null,
  -- Worded in subgraphs/notices/words.ts.
  kind text not null check (kind in (
    'CONSENT_REQUESTED', 'CONSENT_CANCELLED', 'CONSENT_PARTLY_CONFIRMED', 'CONSENT_GRANTED_FOR_YOU',
    'CONSENT_DECLINED_FOR_YOU', 'CONSENT_REGISTERED', 'CONSENT_WITHDRAWN_FOR_YOU', 'CONSENT_SUSPENDED',
    'CONSENT_RESUMED', 'CONSENT_INVALIDATED',
    'POWER_OF_ATTORNEY_OFFERED', 'POWER_OF_ATTORNEY_ASKED', 'POWER_OF_ATTORNEY_ACCEPTED',
    'POWER_OF_ATTORNEY_PARTLY_CONFIRMED', 'POWER_OF_ATTORNEY_GIVEN_FOR_YOU', 'POWER_OF_ATTORNEY_PASSED_ON',
    'POWER_OF_ATTORNEY_LIMITED', 'POWER_OF_ATTORNEY_GIVEN', 'POWER_OF_ATTORNEY_REVOKED', 'POWER_OF_ATTORNEY_RENOUNCED',
    'POWER_OF_ATTORNEY_REGISTERED', 'POWER_OF_ATTORNEY_REVOKED_FOR_YOU', 'POWER_OF_ATTORNEY_DECREED',
    'POWER_OF_ATTORNEY_ACTIVATED', 'POWER_OF_ATTORNEY_IN_DOUBT',
    'CASE_OPENED_FOR_YOU', 'CASE_ANSWERED', 'CASE_CLOSED')),
  about_kind text not null check (about_kind in ('CONSENT', 'POWER_OF_ATTORNEY', 'CASE')),
  about_id uuid not null,
  -- The authority that the matter is about; null when there is none.
  authority text check (authority ~ '^[0-9]{8}$'),
  parts jsonb not null check (notices.parts_allowed(parts)),
  created_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  check (starts_with(kind, about_kind || '_'))
);
create index notice_subject on notices.notice (to_subject, created_at desc, id desc);
create index notice_created on notices.notice (created_at);
create index notice_unread on notices.notice (to_subject, created_at desc, id desc) where read_at is null;

-- The outbox. While a node has a row in hand, next_at is the end of its lease; null when the row is done with: delivered,
-- or given up.
create table notices.delivery (
  notice_id uuid primary key references notices.notice,
  -- Those that were begun.
  attempts integer not null default 0,
  next_at timestamptz default clock_timestamp(),
  delivered_at timestamptz,
  -- Why the last attempt failed: a code of the connector, never a message.
  failed_code text check (failed_code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
  check (delivered_at is null or next_at is null)
);
create index delivery_due on notices.delivery (next_at) where next_at is not null;

-- Tells a subject something, in the caller's own transaction: rolled back with it, or there with it.
create function notices.send(
  to_subject uuid, kind text, about_kind text, about_id uuid, authority text, parts jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  made uuid := gen_random_uuid();
begin
  insert into notices.notice (id, to_subject, kind, about_kind, about_id, authority, parts)
    values (made, $1, $2, $3, $4, $5, $6);
  insert into notices.delivery (notice_id) values (made);
  return made;
end $$;
alter function notices.send(uuid, text, text, uuid, text, jsonb) owner to {{access_owner}};
grant insert on notices.notice, notices.delivery to {{access_owner}};
grant execute on function notices.send(uuid, text, text, uuid, text, jsonb)
  to {{consents}}, {{powers_of_attorney}}, {{authorities}};

-- Deletes the oldest notices that are past the rule, at most so many, with their deliveries, and gives their ids. One
-- that a node has in hand is taken the next time. By the database's clock.
create function notices.delete_expired(keep interval, most integer) returns setof uuid
language plpgsql security definer set search_path = '' as $$
declare
  border timestamptz := clock_timestamp() - keep;
  expired uuid[];
begin
  -- Whoever may run this can shorten the rule, but not delete what somebody may not have read yet.
  if border is null or border > clock_timestamp() - interval '1 year'
    or most is null or most not between 1 and 100000 then
    raise exception 'Notices are kept for a year at least, and deleted 1 to 100000 at a time.' using errcode = '22023';
  end if;
  expired := array(
    select n.id from notices.notice n join notices.delivery d on d.notice_id = n.id
    where n.created_at < border order by n.created_at limit most
    for update of n, d skip locked);
  delete from notices.delivery d where d.notice_id = any(expired);
  return query delete from notices.notice n where n.id = any(expired) returning n.id;
end $$;
alter function notices.delete_expired(interval, integer) owner to {{access_owner}};
grant select, update, delete on notices.notice, notices.delivery to {{access_owner}};
grant usage on schema notices to {{retention}};
grant execute on function notices.delete_expired(interval, integer) to {{retention}};

grant select on notices.notice, notices.delivery to {{notices}};
grant update (read_at) on notices.notice to {{notices}};
grant update (attempts, next_at, delivered_at, failed_code) on notices.delivery to {{notices}};

-- What the subgraph needs to answer on its own: release, and the names of authorities.
grant usage on schema access to {{notices}};
grant execute on function access.release(jsonb) to {{notices}};
grant select on access.named_authority to {{notices}};
