-- Heads: how far everything had come that can end a right, kept outside the database too; and what a restore puts in doubt.

-- An index alone answers what the newest event is.
create index event_at on powers_of_attorney.event (at desc);

-- Which server and database this is, how far its log has come, and how far each kind of event: compared with what was
-- written down outside (database/heads.ts). A restored database has another timeline, another server, or less.
create function engang.heads() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'server', (select s.system_identifier::text from pg_control_system() s),
    'timeline', substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
    'database', (select d.oid::text from pg_database d where d.datname = current_database()),
    'log', (pg_current_wal_lsn() - '0/0')::text,
    'positions', jsonb_build_object(
      'powers of attorney', (select count(*) from powers_of_attorney.event),
      'newest power of attorney',
        (select coalesce((extract(epoch from max(e.at)) * 1000000)::bigint, 0) from powers_of_attorney.event e),
      'signing readings', (select count(*) + count(r.approved_at) + count(r.ended_at)
        from powers_of_attorney.signing_reading r),
      'suppliers', (select count(*) from authorities.supplier_event),
      'activities', (select count(*) from authorities.activity_event),
      'deliveries of CPR', (select count(*) from persons.delivery),
      'deliveries of CVR', (select count(*) from businesses.delivery),
      'changes of registers', (select f.position from changes.feed f)
    ) || (select coalesce(jsonb_object_agg('consents ' || f.authority, f.position), '{}') from consents.feed f))
$$;
grant usage on schema engang to {{retention}};
grant execute on function engang.heads() to {{retention}};

-- Each restore that somebody dealt with; begun and not finished: it goes on where it stopped.
create table engang.restoration (
  id uuid primary key default gen_random_uuid(),
  began_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  -- The heads that were known outside, and those of the database as it was found.
  known jsonb,
  found jsonb not null,
  nothing_lost boolean not null,
  consents bigint not null default 0,
  powers bigint not null default 0
);

-- Whoever follows a feed must not take a new event for one that they have seen: what was given out is never given again.
-- `known`: positions outside. The step is far more than can have happened since those were written down.
create function engang.skip_positions(known jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  step constant bigint := 1000000;
  feed record;
begin
  for feed in
    select coalesce(f.authority, k.authority) as authority, coalesce(f.position, 0) as position,
      greatest(f.position, k.position) + step as next
    from consents.feed f
    full join (
      select substr(e.key, 10) as authority, e.value::bigint as position
      from jsonb_each_text(known) e where starts_with(e.key, 'consents ')) k on k.authority = f.authority
  loop
    insert into consents.feed_gap (authority, position, size)
      values (feed.authority, feed.next + 1, feed.next - feed.position);
    insert into consents.feed (authority, position) values (feed.authority, feed.next)
      on conflict (authority) do update set position = excluded.position;
  end loop;
  update changes.feed set position =
    greatest(position, coalesce((known ->> 'changes of registers')::bigint, 0)) + step;
end $$;

-- Suspends consents that may have been withdrawn after what is left of the database, at most so many, and gives how many.
-- One that only some had confirmed is cancelled: one of them may have taken it back.
create function engang.doubt_consents(restoration text, reason jsonb, most integer) returns integer
language plpgsql set search_path = '' as $$
declare
  doubted integer;
begin
  with held as (
    select c.id, c.state from consents.consent c
    where c.state in ('GRANTED', 'SUSPENDED', 'PARTLY_CONFIRMED') and c.due > clock_timestamp()
      and not exists (select from consents.event e where e.consent_id = c.id and e.command_id = $1)
    order by c.id limit most for update
  ), changed as (
    update consents.consent c set revision = c.revision + 1, confirm_by = null,
      state = case h.state when 'PARTLY_CONFIRMED' then 'CANCELLED' else 'SUSPENDED' end,
      suspended_reason = case h.state when 'PARTLY_CONFIRMED' then c.suspended_reason else reason end
    from held h where c.id = h.id
    returning c.id, c.revision, c.state, c.subject_id, c.authority, c.template, c.template_version
  ), events as (
    insert into consents.event (consent_id, revision, state, command_id, command, actor_kind, actor, channel)
    select c.id, c.revision, c.state, $1, case c.state when 'CANCELLED' then 'CANCEL' else 'SUSPEND' end,
      'SYSTEM', 'restored', 'SELF'
    from changed c order by c.id
    returning 1
  ), told as materialized (
    select notices.send(c.subject_id, 'CONSENT_' || c.state, 'CONSENT', c.id, c.authority, coalesce((
      select jsonb_build_object('title', jsonb_object_agg(lower(t.language), t.title)) from consents.template_text t
      where t.template = c.template and t.version = c.template_version having count(*) > 0), '{}'))
    from changed c
  )
  select (select count(*) from events) + 0 * (select count(*) from told) into doubted;
  return doubted;
end $$;

-- The same for powers of attorney. One whose giver alone gave it awaits the giver's yes again, a future one as long as it
-- would have held; what several signed, an offer, and a decree are ended, and can be given, or registered, anew.
create function engang.doubt_powers(restoration text, most integer) returns integer
language plpgsql set search_path = '' as $$
declare
  doubted integer;
begin
  with held as (
    select p.id, p.state as before, p.kind,
      p.state in ('ACTIVE', 'DORMANT') and p.kind <> 'DECREE' and not exists (
        select from powers_of_attorney.confirmation s where s.power_of_attorney_id = p.id) as stays
    from powers_of_attorney.power_of_attorney p
    where p.state in ('OFFERED', 'PARTLY_CONFIRMED', 'DORMANT', 'ACTIVE') and p.valid_to > clock_timestamp()
      -- Asked for by its holder: the giver's own yes is still to come.
      and not (p.state = 'OFFERED' and p.asked_by = 'HOLDER')
      and not exists (
        select from powers_of_attorney.event e where e.power_of_attorney_id = p.id and e.command_id = $1)
    order by p.id limit most for update
  ), changed as (
    update powers_of_attorney.power_of_attorney p set revision = p.revision + 1,
      state = case when h.stays then 'PARTLY_CONFIRMED' else 'REVOKED' end,
      agreed_at = case when not h.stays then p.agreed_at end,
      activated_at = case when not h.stays then p.activated_at end,
      confirm_by = case when not h.stays then p.confirm_by when h.kind = 'FUTURE' then p.valid_to
        else least(p.valid_to, clock_timestamp() + interval '6 months') end,
      ended_at = case when not h.stays then clock_timestamp() end
    from held h where p.id = h.id
    returning p.id, p.revision, p.state, p.giver_id, p.holder_id, h.stays,
      h.before = 'DORMANT' or (h.before = 'PARTLY_CONFIRMED' and p.answer_by is null) as unheard
  ), events as (
    insert into powers_of_attorney.event (power_of_attorney_id, revision, state, command_id, command, actor)
    select c.id, c.revision, c.state, $1, 'RESTORE', 'restored' from changed c
    returning 1
  ), told as materialized (
    select notices.send(t.subject, t.kind, 'POWER_OF_ATTORNEY', c.id, null, '{}')
    from changed c, lateral (values
      (c.giver_id, case when c.stays then 'POWER_OF_ATTORNEY_IN_DOUBT' else 'POWER_OF_ATTORNEY_REVOKED_FOR_YOU' end, true),
      (c.holder_id, case when c.stays then 'POWER_OF_ATTORNEY_IN_DOUBT' else 'POWER_OF_ATTORNEY_REVOKED' end,
        not c.unheard)) t(subject, kind, tell)
    where t.tell
  )
  select (select count(*) from events) + 0 * (select count(*) from told) into doubted;
  return doubted;
end $$;

-- What two stewards gave: suppliers' contracts and readings of signing rules. Few, and registered anew by two.
create function engang.end_stewards_mandates() returns bigint
language plpgsql set search_path = '' as $$
declare
  suppliers bigint;
  readings bigint;
begin
  update authorities.supplier set state = 'ENDED', ended_at = clock_timestamp() where state = 'ACTIVE';
  get diagnostics suppliers = row_count;
  update powers_of_attorney.signing_reading set ended_at = clock_timestamp()
    where approved_at is not null and ended_at is null;
  get diagnostics readings = row_count;
  return suppliers + readings;
end $$;
