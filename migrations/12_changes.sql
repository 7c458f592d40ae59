-- Changes of register data, told to authorities in the order of the commits: who and which field, never a value.
create schema changes authorization {{access_owner}};
grant usage on schema changes to {{changes}}, {{importer}};

-- Kept as long as the registers keep their own history, of which it says nothing more: without end.
create table changes.change (
  position bigint primary key,
  subject_id uuid not null,
  -- A schema coordinate; a production unit's stands with the business that the unit is of.
  coordinate text not null check (coordinate ~ '^(Person|Business|ProductionUnit)\.[A-Za-z]+$'),
  -- When the register wrote it: from then on `Registered-At` answers the value that is told of.
  registered_at timestamptz not null
);

-- The last position given. Its row is locked last in an import's transaction, so positions follow the order of the commits.
create table changes.feed (
  one boolean primary key default true check (one),
  position bigint not null,
  -- Imports that have committed, those that changed nothing included. An operation during which it rises has read some of
  -- the registers before an import and some after it, and is answered anew (access.release).
  loads bigint not null default 0
);
insert into changes.feed (position) values (0);

-- What an import found changed, until it says so at its end. Nobody sees another's rows: they are gone before the commit.
create unlogged table changes.pending (
  subject_id uuid not null,
  coordinate text not null,
  registered_at timestamptz not null
);

-- The last statement of an import: counts it, and gives what it found changed its places, each subject and coordinate once.
create function changes.note() returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  last bigint;
  noted bigint;
begin
  select position into strict last from changes.feed for update;
  insert into changes.change (position, subject_id, coordinate, registered_at)
    select last + row_number() over (order by max(p.registered_at), p.subject_id, p.coordinate),
      p.subject_id, p.coordinate, max(p.registered_at)
    from changes.pending p group by p.subject_id, p.coordinate;
  get diagnostics noted = row_count;
  update changes.feed set position = last + noted, loads = loads + 1;
  delete from changes.pending;
  return noted;
end $$;
alter function changes.note() owner to {{access_owner}};
grant insert on changes.change to {{access_owner}};
grant select, update on changes.feed to {{access_owner}};
grant select, delete on changes.pending to {{access_owner}};
grant execute on function changes.note() to {{importer}};
grant insert on changes.pending to {{importer}};

grant select on changes.change, changes.feed to {{changes}};

create view access.fact_register as select loads from changes.feed;
grant select on access.fact_register to {{access_reader}};

-- What the subgraph needs to answer on its own.
grant usage on schema access to {{changes}};
grant execute on function access.release(jsonb) to {{changes}};
