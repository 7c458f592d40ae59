-- Suppliers: the mandates under which another authority's systems ask on behalf of an authority, each approved by two.
create table authorities.supplier (
  id uuid primary key default gen_random_uuid(),
  -- The controller for whom the supplier works, and whose right it then uses.
  authority text not null references authorities.authority,
  supplier text not null references authorities.authority check (supplier <> authority),
  -- The controller's activities, by id; nothing else of the controller's is the supplier's to use.
  activities text[] not null check (cardinality(activities) > 0 and array_position(activities, null) is null),
  -- Where the contract (GDPR Art. 28(3)) is kept.
  contract text not null check (length(contract) between 1 and 64),
  -- Of a proposal: as wished; an approval never reaches back.
  valid_from timestamptz not null,
  valid_to timestamptz not null check (valid_to > valid_from),
  state text not null default 'PROPOSED' check (state in ('PROPOSED', 'ACTIVE', 'ENDED')),
  registered_by text not null references authorities.officer,
  registered_at timestamptz not null,
  approved_by text references authorities.officer check (approved_by <> registered_by),
  approved_at timestamptz,
  ended_at timestamptz,
  check ((approved_by is null) = (approved_at is null)),
  check (state <> 'ACTIVE' or approved_by is not null),
  check (state <> 'PROPOSED' or approved_by is null),
  check ((state = 'ENDED') = (ended_at is not null))
);
create index supplier_authority on authorities.supplier (authority, supplier);
create index supplier_supplier on authorities.supplier (supplier);

-- Commands on suppliers, only ever added to: who did what, and what a repeated command answers.
create table authorities.supplier_event (
  supplier uuid not null references authorities.supplier,
  command text not null check (command in ('REGISTER', 'APPROVE', 'END')),
  -- The officer's authority: within it, a command's id is used once.
  authority text not null references authorities.authority,
  command_id text not null check (length(command_id) between 1 and 64),
  content_hash text not null,
  officer text not null references authorities.officer,
  client text not null references authorities.system,
  case_reference text,
  at timestamptz not null default clock_timestamp(),
  primary key (authority, command_id)
);
create index supplier_event_supplier on authorities.supplier_event (supplier);

grant select, insert on authorities.supplier, authorities.supplier_event to {{authorities}};
grant update (state, valid_from, approved_by, approved_at, ended_at) on authorities.supplier to {{authorities}};

create function authorities.keep_supplier() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.state = 'ENDED' or (old.state = 'ACTIVE' and (new.state <> 'ENDED' or new.valid_from <> old.valid_from
      or new.approved_by <> old.approved_by or new.approved_at <> old.approved_at))
  then raise exception 'An approved supplier is immutable: it can only end, once.';
  end if;
  return new;
end $$;
create trigger keep_supplier before update on authorities.supplier
  for each row execute function authorities.keep_supplier();

-- What the decision may know of those that were ever approved.
create view access.fact_supplier as
  select id, authority, supplier, activities, state, valid_from, valid_to
  from authorities.supplier where approved_by is not null;
grant select on access.fact_supplier to {{access_reader}};

-- The release holds those that were relied upon (migrations/09_release.sql); to lock a row takes a right to update it.
grant select, update (state) on authorities.supplier to {{access_owner}};
