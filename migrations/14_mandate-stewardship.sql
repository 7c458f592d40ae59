-- What data stewards do about mandates: packages that authorities define, and commands that a second steward may have to approve.

-- What an authority defined for powers of attorney, in versions that never change. DRAFT until a second steward publishes
-- it; from then on only its end is written.
create table powers_of_attorney.package (
  id text not null check (id ~ '^[a-z][a-z0-9-]{1,62}$'),
  version integer not null check (version > 0),
  authority text not null check (authority ~ '^[0-9]{8}$'),
  fields text[] not null,
  actions text[] not null check (actions <@ array['READ', 'CONSENT', 'ACT'] and cardinality(actions) > 0),
  -- Of that authority; for all activities when empty.
  activities text[] not null default '{}',
  longest_days integer not null check (longest_days between 1 and 9131),
  -- In full years, of people; a business has no age.
  grantor_from_age integer not null check (grantor_from_age between 15 and 99),
  holder_from_age integer not null check (holder_from_age between 15 and 99),
  -- In lists: nothing that a line of text could not hold.
  title_da text not null check (title_da ~ '^[^[:cntrl:]]{1,200}$'),
  title_en text not null check (title_en ~ '^[^[:cntrl:]]{1,200}$'),
  -- What the holder can do by it, in plain words.
  text_da text not null check (char_length(text_da) between 1 and 4000),
  text_en text not null check (char_length(text_en) between 1 and 4000),
  state text not null default 'DRAFT' check (state in ('DRAFT', 'PUBLISHED', 'CLOSED')),
  drafted_by text not null,
  drafted_at timestamptz not null default clock_timestamp(),
  published_by text,
  published_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  primary key (id, version),
  check (published_by <> drafted_by),
  check ((state = 'DRAFT') = (published_by is null) and (state = 'DRAFT') = (published_at is null)),
  check ((state = 'CLOSED') = (closed_by is not null) and (state = 'CLOSED') = (closed_at is not null))
);
create index package_authority on powers_of_attorney.package (authority, id, version desc);

-- What is published is pinned by powers of attorney: it may be closed, and nothing else.
create function powers_of_attorney.keep_published() returns trigger
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
  raise exception 'A published package is immutable: close it, and publish a new version.';
end $$;
create trigger keep_published before update or delete on powers_of_attorney.package
  for each row execute function powers_of_attorney.keep_published();

-- Stewards' commands on packages: only ever added.
create table powers_of_attorney.package_event (
  package text not null,
  version integer not null,
  command text not null check (command in ('DRAFT', 'PUBLISH', 'CLOSE')),
  command_id text not null check (char_length(command_id) between 1 and 64),
  content_hash text not null,
  -- Of the officer; another than the package's when the operator published it.
  authority text not null check (authority ~ '^[0-9]{8}$'),
  officer text not null,
  client text not null,
  case_reference text,
  at timestamptz not null,
  primary key (authority, command_id),
  foreign key (package, version) references powers_of_attorney.package (id, version)
);

alter table powers_of_attorney.power_of_attorney add foreign key (package, package_version)
  references powers_of_attorney.package (id, version);

-- What stewards commanded on powers of attorney: at once (`decide_by` null), or once a second one has approved it; nothing
-- holds by it before.
create table powers_of_attorney.steward_command (
  id uuid primary key default gen_random_uuid(),
  authority text not null check (authority ~ '^[0-9]{8}$'),
  command text not null check (command in ('REGISTER', 'DECREE', 'REVOKE', 'ACTIVATE', 'END')),
  -- The one that it is about; null for one that is still to be registered.
  power_of_attorney_id uuid references powers_of_attorney.power_of_attorney,
  -- Whose data it is about.
  grantor_id uuid not null,
  grantor_kind text not null check (grantor_kind in ('PERSON', 'BUSINESS')),
  -- Everything that it takes to carry it out.
  content jsonb not null,
  command_id text not null check (char_length(command_id) between 1 and 64),
  content_hash text not null,
  officer text not null,
  client text not null,
  case_reference text not null,
  -- The officer declared an interest of their own.
  interest boolean not null,
  at timestamptz not null,
  decide_by timestamptz,
  decision text check (decision in ('APPROVED', 'REJECTED')),
  decided_by text,
  decided_at timestamptz,
  unique (authority, command_id),
  check (decision <> 'APPROVED' or decided_by <> officer),
  check (decide_by is not null or (decision is null and power_of_attorney_id is not null)),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null))
);
create index steward_command_open on powers_of_attorney.steward_command (authority, at desc, id desc)
  where decide_by is not null and decision is null;

-- What a power of attorney that a steward registered rests on: only ever added.
create table powers_of_attorney.registration (
  power_of_attorney_id uuid primary key references powers_of_attorney.power_of_attorney,
  -- A signed letter or an association's documents; or a decree of guardianship (guardianship act § 5).
  basis text not null check (basis in ('LETTER', 'DECREE')),
  -- The day on which it was signed, or decreed.
  dated date not null,
  -- Where the paper is kept.
  document text not null check (char_length(document) between 1 and 64)
);

-- The scope of a future power of attorney as its grantor gave it: of it Familieretshuset activates the whole or a part.
create table powers_of_attorney.future_scope (
  power_of_attorney_id uuid primary key references powers_of_attorney.power_of_attorney,
  fields text[] not null,
  actions text[] not null,
  activities text[] not null
);

grant select on powers_of_attorney.package, powers_of_attorney.package_event, powers_of_attorney.steward_command,
  powers_of_attorney.registration, powers_of_attorney.future_scope to {{powers_of_attorney}};
grant insert on powers_of_attorney.package, powers_of_attorney.package_event, powers_of_attorney.steward_command,
  powers_of_attorney.registration, powers_of_attorney.future_scope to {{powers_of_attorney}};
grant update (state, published_by, published_at, closed_by, closed_at) on powers_of_attorney.package
  to {{powers_of_attorney}};
grant update (power_of_attorney_id, decision, decided_by, decided_at) on powers_of_attorney.steward_command
  to {{powers_of_attorney}};
-- Activating a part narrows what the holder may do.
grant update (fields, actions, activities) on powers_of_attorney.power_of_attorney to {{powers_of_attorney}};

-- A reading names people and businesses by the ids that they have now (13_mandates.sql keeps them so).
create function powers_of_attorney.name_merged() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  merged record;
begin
  for merged in
    select m.from_id, m.into_id from access.fact_merged m
    where m.from_id = new.business_id or new.rule::text like '%' || m.from_id || '%'
  loop
    if merged.from_id = new.business_id then new.business_id := merged.into_id; end if;
    new.rule := replace(new.rule::text, merged.from_id::text, merged.into_id::text)::jsonb;
  end loop;
  return new;
end $$;
alter function powers_of_attorney.name_merged() owner to {{access_owner}};
grant execute on function powers_of_attorney.name_merged() to {{powers_of_attorney}};
create trigger name_merged before insert on powers_of_attorney.signing_reading
  for each row execute function powers_of_attorney.name_merged();

-- Who signs for the business is another from then on: whatever was decided by the earlier rule is decided again.
create function powers_of_attorney.raise_standing() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform access.raise_standing(array[new.business_id]);
  return null;
end $$;
alter function powers_of_attorney.raise_standing() owner to {{access_owner}};
grant execute on function powers_of_attorney.raise_standing() to {{powers_of_attorney}};
create trigger raise_standing after update of approved_at, ended_at on powers_of_attorney.signing_reading
  for each row execute function powers_of_attorney.raise_standing();

-- Who signs for a business, for a steward to look at: the same that the decision reads.
create function access.read_signing(business uuid) returns jsonb
language sql stable security definer set search_path = '' as $$ select access.signing_of($1) $$;
alter function access.read_signing(uuid) owner to {{access_owner}};
grant execute on function access.read_signing(uuid) to {{powers_of_attorney}};
