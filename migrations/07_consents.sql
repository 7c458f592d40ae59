-- Consents: templates in versions that never change, consents with a revision, events that are only ever added.
create schema consents authorization {{access_owner}};
grant usage on schema consents to {{consents}}, {{access_owner}};

-- Of each authority's activity. DRAFT until a second steward publishes it; from then on only its end is written.
create table consents.template (
  id text not null check (id ~ '^[a-z][a-z0-9-]{1,62}$'),
  version integer not null check (version > 0),
  authority text not null check (authority ~ '^[0-9]{8}$'),
  kind text not null check (kind in ('GDPR_6_1_A', 'FVL_28', 'FVL_29', 'SECTOR_LAW')),
  -- The paragraph of the sector's law.
  paragraph text check (char_length(paragraph) between 1 and 200),
  -- Why a public authority offers GDPR Art. 6(1)(a), where it could decide otherwise about the person.
  reason text check (char_length(reason) between 1 and 500),
  activity text not null,
  fields text[] not null check (cardinality(fields) > 0),
  -- [{name, place, da, en}]; `place`: an argument's coordinate such as `Business.employment(year:)`, or `Case-Reference`.
  parameters jsonb not null default '[]' check (jsonb_typeof(parameters) = 'array'),
  longest_days integer not null check (longest_days > 0),
  answer_days integer not null check (answer_days > 0),
  required_for_service boolean not null,
  state text not null default 'DRAFT' check (state in ('DRAFT', 'PUBLISHED', 'CLOSED')),
  drafted_by text not null,
  drafted_at timestamptz not null default clock_timestamp(),
  published_by text,
  published_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  primary key (id, version),
  check (kind <> 'SECTOR_LAW' or paragraph is not null),
  check (published_by <> drafted_by),
  check ((state = 'DRAFT') = (published_by is null) and (state = 'DRAFT') = (published_at is null)),
  check ((state = 'CLOSED') = (closed_by is not null) and (state = 'CLOSED') = (closed_at is not null))
);
create index template_authority on consents.template (authority, id, version desc);

-- convert_to is only stable, for it follows the database's encoding; ours is named, so the result never changes.
create function consents.text_hash(text text) returns text
language sql immutable as $$ select encode(sha256(convert_to(text, 'UTF8')), 'hex') $$;
grant execute on function consents.text_hash(text) to {{consents}}, {{access_owner}};

create table consents.template_text (
  template text not null,
  version integer not null,
  language text not null check (language in ('DA', 'EN')),
  -- In lists and notices: nothing that a line of text could not hold.
  title text not null check (title ~ '^[^[:cntrl:]]{1,200}$'),
  request text not null check (char_length(request) between 1 and 4000),
  consequence_of_no text not null check (char_length(consequence_of_no) between 1 and 2000),
  consequence_of_withdrawal text not null check (char_length(consequence_of_withdrawal) between 1 and 2000),
  -- SHA-256 of the texts: what a consent's record says was shown.
  hash text not null generated always as (
    consents.text_hash(
      title || chr(10) || request || chr(10) || consequence_of_no || chr(10) || consequence_of_withdrawal)
  ) stored,
  primary key (template, version, language),
  foreign key (template, version) references consents.template (id, version)
);

-- What is published is pinned by requests: it may be closed, and nothing else.
create function consents.keep_published() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    if new.id = old.id and new.version = old.version and (
      (old.state = 'DRAFT' and new.state in ('DRAFT', 'PUBLISHED')) or
      (old.state = 'PUBLISHED' and new.state = 'CLOSED' and
        to_jsonb(new) - 'state' - 'closed_by' - 'closed_at' = to_jsonb(old) - 'state' - 'closed_by' - 'closed_at'))
    then return new; end if;
  elsif old.state = 'DRAFT' then return old;
  end if;
  raise exception 'A published template is immutable: close it, and publish a new version.';
end $$;
create trigger keep_published before update or delete on consents.template
  for each row execute function consents.keep_published();

create function consents.keep_text() returns trigger
language plpgsql set search_path = '' as $$
begin
  if exists (
    select from consents.template t
    where (t.id, t.version) in ((new.template, new.version), (old.template, old.version)) and t.state <> 'DRAFT')
  then raise exception 'The words of a published template are immutable: publish a new version.'; end if;
  return coalesce(new, old);
end $$;
create trigger keep_text before insert or update or delete on consents.template_text
  for each row execute function consents.keep_text();

-- Stewards' commands on templates: only ever added.
create table consents.template_event (
  template text not null,
  version integer not null,
  command text not null check (command in ('DRAFT', 'PUBLISH', 'CLOSE')),
  command_id text not null check (char_length(command_id) between 1 and 64),
  content_hash text not null,
  -- Of the officer; another than the template's when the operator published it.
  authority text not null check (authority ~ '^[0-9]{8}$'),
  officer text not null,
  client text not null,
  case_reference text,
  at timestamptz not null,
  primary key (authority, command_id),
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
  -- {place: [values]}, each value the JSON text of the coerced argument: 2025 is "2025".
  parameters jsonb not null default '{}' check (
    jsonb_typeof(parameters) = 'object'
    and not jsonb_path_exists(parameters, 'strict $.* ? (@.type() != "array")')),
  -- The service depends on the consent, and its template says that it may.
  condition boolean not null default false,
  state text not null check (state in (
    'DRAFT', 'REQUESTED', 'PARTLY_CONFIRMED', 'GRANTED', 'DECLINED', 'CANCELLED', 'WITHDRAWN', 'SUSPENDED',
    'SUPERSEDED', 'INVALIDATED')),
  revision integer not null default 1,
  -- When it was made; of a draft, when it was sent.
  requested_at timestamptz not null default clock_timestamp(),
  -- Null for what was never sent: nobody but its authority knows of it.
  sent_at timestamptz default clock_timestamp(),
  answer_by timestamptz not null,
  -- Of one that some have confirmed for a business: until when the others may, so that all did inside one window.
  confirm_by timestamptz check (confirm_by is null or state = 'PARTLY_CONFIRMED'),
  asked_from timestamptz,
  valid_from timestamptz,
  valid_to timestamptz not null,
  ended_at timestamptz,
  -- The consent that ends when this one is given.
  supersedes uuid references consents.consent,
  -- {da, en}
  suspended_reason jsonb,
  -- When it ends by itself from the state that it is in: unanswered, or past its end.
  due timestamptz generated always as (case
    when state in ('REQUESTED', 'PARTLY_CONFIRMED') then least(answer_by, confirm_by, valid_to)
    when state in ('GRANTED', 'SUSPENDED') then valid_to end) stored,
  -- The end by time or death that the authority's feed told last; null for none.
  told text check (told in ('LAPSED', 'EXPIRED', 'INVALIDATED')),
  unique (authority, requester_reference),
  foreign key (template, template_version) references consents.template (id, version),
  check (valid_from is null or valid_from < valid_to),
  check (state <> 'DRAFT' or sent_at is null),
  check (supersedes <> id)
);
-- The keys of a page come from an index alone, whatever the states and however many there are. What time has ended stands
-- in no order of asking: it is listed by its end.
create index consent_subject on consents.consent (subject_id, authority, activity)
  include (id, requested_at, state, due, sent_at);
create index consent_authority on consents.consent (authority, requested_at desc, id desc);
create index consent_authority_state on consents.consent (authority, state, requested_at desc, id desc)
  include (due);
create index consent_activity on consents.consent (authority, activity, requested_at desc, id desc);
create index consent_activity_state on consents.consent (authority, activity, state, requested_at desc, id desc)
  include (due);
create index consent_authority_end on consents.consent (authority, state, due desc, id desc)
  include (requested_at) where due is not null;
create index consent_activity_end on consents.consent (authority, activity, state, due desc, id desc)
  include (requested_at) where due is not null;
create index consent_due on consents.consent (authority, due) where told is null and due is not null;

-- How a consent that a steward registered was given: only ever added; the hash of it all stands in the consent's event.
create table consents.registration (
  consent_id uuid primary key references consents.consent,
  channel text not null check (channel in ('ASSISTED', 'PAPER')),
  signed_on date not null,
  document text not null check (char_length(document) between 1 and 64),
  language text not null check (language in ('DA', 'EN'))
);

-- Who has confirmed, or taken it back: the last row of a person counts.
create table consents.confirmation (
  consent_id uuid not null references consents.consent,
  revision integer not null,
  person_id uuid not null,
  given boolean not null,
  mandate uuid,
  at timestamptz not null,
  command_id text not null,
  primary key (consent_id, revision)
);

-- Positions in an authority's feed: its row is locked last in a transaction, so they follow the order of the commits.
create table consents.feed (
  authority text primary key,
  position bigint not null
);

-- Positions that were left out after a restore (20_heads.sql): `position` is the first one given again.
create table consents.feed_gap (
  authority text not null,
  position bigint not null,
  size bigint not null check (size > 0),
  primary key (authority, position)
);

create table consents.event (
  consent_id uuid not null references consents.consent,
  revision integer not null,
  state text not null,
  at timestamptz not null default clock_timestamp(),
  -- Null when nobody commanded it: an end of time, or what another consent's command led to.
  command_id text,
  command text not null,
  content_hash text,
  -- SYSTEM, SUBJECT, REPRESENTATIVE or STEWARD, and who it was: the system's client, or the person's id.
  actor_kind text not null check (actor_kind in ('SYSTEM', 'SUBJECT', 'REPRESENTATIVE', 'STEWARD')),
  actor text not null,
  officer text,
  second_officer text check (second_officer <> officer),
  case_reference text,
  -- The steward declared an interest of their own.
  interest boolean,
  mandate uuid,
  -- Of a business's consent that was given by its signing rule: {by: [person ids], source}.
  signature jsonb,
  channel text not null check (channel in ('SELF', 'ASSISTED', 'PAPER')),
  language text check (language in ('DA', 'EN')),
  text_hash text,
  -- The rest is filled in by place_event, whoever adds the event.
  authority text not null,
  position bigint not null,
  previous_hash text,
  hash text not null,
  primary key (consent_id, revision),
  unique (authority, position)
);
-- To each the ids of their own commands: nobody forestalls another's by using its id first. An authority's systems and
-- stewards are one side.
create unique index event_command on consents.event
  (consent_id, (case when actor_kind in ('SYSTEM', 'STEWARD') then '' else actor end), command_id);

-- Everything that an event says, and the hash of the event before it. Instants as microseconds: no time zone in it.
create function consents.event_hash(e consents.event) returns text
language sql stable set search_path = '' as $$
  select consents.text_hash(jsonb_build_array(
    e.previous_hash, e.consent_id, e.revision, e.state, (extract(epoch from e.at) * 1000000)::bigint, e.command_id,
    e.command, e.content_hash, e.actor_kind, e.actor, e.officer, e.second_officer, e.case_reference, e.interest,
    e.mandate, e.signature, e.channel, e.language, e.text_hash, e.authority, e.position)::text)
$$;
grant execute on function consents.event_hash(consents.event) to {{access_owner}}, {{consents}};

-- Gives an event its place in its authority's feed and in the chain of its consent.
create function consents.place_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select c.authority into strict new.authority from consents.consent c where c.id = new.consent_id;
  new.previous_hash := (
    select e.hash from consents.event e where e.consent_id = new.consent_id and e.revision = new.revision - 1);
  if new.revision > 1 and new.previous_hash is null then
    raise exception 'An event follows the one before it.' using errcode = '23514';
  end if;
  insert into consents.feed as f (authority, position) values (new.authority, 1)
    on conflict (authority) do update set position = f.position + 1
    returning f.position into new.position;
  new.hash := consents.event_hash(new);
  return new;
end $$;
alter function consents.place_event() owner to {{access_owner}};
grant execute on function consents.place_event() to {{consents}};
create trigger place_event before insert on consents.event
  for each row execute function consents.place_event();

-- Events that are not what they were, and consents whose state no event led to: each named, with what is wrong.
-- Nothing when all is well.
create function consents.faults()
returns table (consent_id uuid, revision integer, fault text)
language sql stable set search_path = '' as $$
  select f.consent_id, f.revision, f.fault from (
    select e.consent_id, e.revision, case
        when e.hash <> consents.event_hash(e) then 'CONTENT'
        when e.previous_hash is distinct from lag(e.hash) over w or e.revision <> row_number() over w then 'ORDER'
      end as fault
    from consents.event e window w as (partition by e.consent_id order by e.revision)) f
  where f.fault is not null
  union all
  select c.id, c.revision, 'STATE' from consents.consent c
  where not exists (select from consents.event e where e.consent_id = c.id and e.revision = c.revision)
    or c.state is distinct from (
      select e.state from consents.event e where e.consent_id = c.id and e.command <> 'TIME'
      order by e.revision desc limit 1)
  union all
  select e.consent_id, e.revision, 'FEED' from (
    select v.consent_id, v.revision, v.authority, v.position, row_number() over (partition by v.authority order by v.position) as place
    from consents.event v) e
  where e.position <> e.place + coalesce((
    select sum(g.size) from consents.feed_gap g where g.authority = e.authority and g.position <= e.position), 0)
$$;
grant execute on function consents.faults() to {{consents}};

-- Consents of somebody whose death became known, or turned out to be none: looked at when their authority's feed is read.
create table consents.passing (
  authority text not null,
  consent_id uuid not null references consents.consent,
  primary key (authority, consent_id)
);

create function consents.note_passing() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into consents.passing (authority, consent_id)
    select c.authority, c.id from consents.consent c
    where c.due is not null and (c.subject_id = new.person_id or c.subject_id in (
      select m.from_id from access.fact_merged m where m.into_id = new.person_id))
    on conflict do nothing;
  return null;
end $$;
alter function consents.note_passing() owner to {{access_owner}};
grant execute on function consents.note_passing() to {{importer}};
-- '90': dead (record 001).
create trigger note_death after insert on persons.person
  for each row when (new.status = '90') execute function consents.note_passing();
create trigger note_no_death after update on persons.person
  for each row when (old.status = '90' or new.status = '90') execute function consents.note_passing();

-- Tells an authority's feed which consents ended by time or death since it was last read; gives how many it told.
-- Rows that a command is changing now are told the next time.
create function consents.tell_ends(authority text, most integer default 500) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  looked uuid[];
  gone uuid[];
  told integer;
begin
  looked := array(
    select p.consent_id from consents.passing p where p.authority = $1 order by p.consent_id limit $2
    for update skip locked);
  gone := array(
    select c.id from consents.consent c
    where c.authority = $1 and c.told is null and c.due <= clock_timestamp() order by c.due limit $2);
  if cardinality(looked) = 0 and cardinality(gone) = 0 then return 0; end if;
  with held as (
    select c.id, c.revision, c.state, c.told, c.due <= clock_timestamp() as over, coalesce(c.due, c.ended_at) as due,
      exists (
        select from access.fact_person p
        where p.dead and p.person_id = coalesce(
          (select m.into_id from access.fact_merged m where m.from_id = c.subject_id), c.subject_id)) as dead
    from consents.consent c where c.id = any(looked || gone) and c.due is not null
    order by c.id for update skip locked
  ), now as (
    select h.*, case
        when h.state in ('REQUESTED', 'PARTLY_CONFIRMED') and (h.over or h.dead) then 'LAPSED'
        when h.dead then 'INVALIDATED'
        when h.over then 'EXPIRED' end as ends
    from held h
  ), changed as (
    update consents.consent c set revision = c.revision + 1, told = n.ends
    from now n where c.id = n.id and n.ends is distinct from n.told
    returning c.id, c.revision, coalesce(n.ends, n.state) as state, n.due
  ), events as (
    insert into consents.event (consent_id, revision, state, command, actor_kind, actor, channel)
    select c.id, c.revision, c.state, 'TIME', 'SYSTEM', 'clock', 'SELF' from changed c order by c.due, c.id
    returning 1
  ), seen as (
    delete from consents.passing p using held h where p.authority = $1 and p.consent_id = h.id
  )
  select count(*) into told from events;
  -- Ended in another way meanwhile: nothing is left to tell.
  delete from consents.passing p using consents.consent c
    where p.authority = $1 and p.consent_id = any(looked) and c.id = p.consent_id and c.due is null;
  return told;
end $$;
alter function consents.tell_ends(text, integer) owner to {{access_owner}};
grant execute on function consents.tell_ends(text, integer) to {{consents}};

-- What one steward proposed and a second decides: nothing holds by it before.
create table consents.proposal (
  id uuid primary key default gen_random_uuid(),
  authority text not null check (authority ~ '^[0-9]{8}$'),
  command text not null check (command in ('REGISTER', 'RESUME', 'INVALIDATE')),
  -- The consent that it is about; null for one that is to be registered.
  consent_id uuid references consents.consent,
  content jsonb not null,
  command_id text not null check (char_length(command_id) between 1 and 64),
  content_hash text not null,
  proposed_by text not null,
  client text not null,
  case_reference text,
  proposed_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  decision text check (decision in ('APPROVED', 'REJECTED')),
  decided_by text,
  decided_at timestamptz,
  unique (authority, command_id),
  check (decision <> 'APPROVED' or decided_by <> proposed_by),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null))
);
create index proposal_open on consents.proposal (authority, proposed_at desc, id desc) where decision is null;

-- The public keys that receipts were signed by: whoever holds a receipt can check it after the secret was changed too.
create table consents.receipt_key (
  key_id text primary key,
  -- A JSON Web Key.
  public_key text not null,
  since timestamptz not null default clock_timestamp()
);
grant insert on consents.receipt_key to {{consents}};
grant select on access.named_authority, access.named_activity to {{consents}};

grant select on all tables in schema consents to {{consents}};
grant insert on consents.consent, consents.confirmation, consents.template, consents.template_text,
  consents.template_event, consents.registration, consents.proposal to {{consents}};
grant insert (consent_id, revision, state, at, command_id, command, content_hash, actor_kind, actor, officer,
  second_officer, case_reference, interest, mandate, signature, channel, language, text_hash) on consents.event
  to {{consents}};
grant update (state, revision, requested_at, sent_at, answer_by, confirm_by, valid_from, ended_at, suspended_reason)
  on consents.consent to {{consents}};
grant update (state, published_by, published_at, closed_by, closed_at) on consents.template to {{consents}};
grant update (decision, decided_by, decided_at) on consents.proposal to {{consents}};

-- access.release holds the rows that it relies on; `update` is what PostgreSQL asks for a lock in share mode.
grant select, update on consents.consent to {{access_owner}};
grant select, insert on consents.event to {{access_owner}};
grant select, insert, update on consents.feed to {{access_owner}};
grant select, insert, update, delete on consents.passing to {{access_owner}};
grant select on access.fact_person, access.fact_custody, access.fact_merged to {{access_owner}};

-- Which activities an application starts: what the kind of a consent turns on (FVL_29).
create view access.started_activity as
  select activity, version, started_by from authorities.activity_version where approved_by is not null;
grant select on access.started_activity to {{consents}};

-- PARTLY_CONFIRMED only while it can still be confirmed; it holds from when it was asked to, and gives nothing.
create view access.fact_consent as
  select c.id, c.subject_id, c.authority, c.activity, c.fields, c.parameters, c.state,
    coalesce(c.valid_from, c.asked_from, c.requested_at) as valid_from, c.valid_to,
    coalesce(c.ended_at, c.valid_to) as until
  from consents.consent c
  where c.state in ('GRANTED', 'WITHDRAWN', 'SUSPENDED')
    or (c.state = 'PARTLY_CONFIRMED' and c.due > clock_timestamp());
grant select on access.fact_consent to {{access_reader}};

-- Whose a consent is, for what other services tell about it; what was never sent is known to its authority alone.
create view access.consent_party as
  select id, subject_id, subject_kind, authority, sent_at is not null as sent from consents.consent;
grant select on access.consent_party to {{access_log}};
