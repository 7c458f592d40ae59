-- Opaque ids of people, businesses and production units: a number leads to an id, several numbers may lead to one, nobody reads the table.
create schema identity authorization {{identity_owner}};
grant usage on schema identity to {{importer}}, {{access_reader}};

create table identity.subject (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('PERSON', 'BUSINESS', 'PRODUCTION_UNIT')),
  given_at timestamptz not null default clock_timestamp()
);

create table identity.number (
  kind text not null check (kind in ('PERSON', 'BUSINESS', 'PRODUCTION_UNIT')),
  number text not null,
  subject_id uuid not null references identity.subject,
  primary key (kind, number)
);
create index number_subject on identity.number (subject_id);

-- Two ids that turned out to be one subject: both lead to the older.
create table identity.merged (
  from_id uuid primary key references identity.subject,
  into_id uuid not null references identity.subject
);
create index merged_into on identity.merged (into_id);

alter table identity.subject owner to {{identity_owner}};
alter table identity.number owner to {{identity_owner}};
alter table identity.merged owner to {{identity_owner}};

-- The id of a number; made at first sight, so that an unknown number is answered like a known one.
create function identity.subject_id(kind text, number text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  found_id uuid;
  made_id uuid;
begin
  select n.subject_id into found_id from identity.number n where n.kind = $1 and n.number = $2;
  if found_id is not null then return found_id; end if;
  insert into identity.subject (kind) values ($1) returning id into made_id;
  insert into identity.number (kind, number, subject_id) values ($1, $2, made_id)
    on conflict on constraint number_pkey do nothing;
  select n.subject_id into found_id from identity.number n where n.kind = $1 and n.number = $2;
  if found_id <> made_id then delete from identity.subject s where s.id = made_id; end if;
  return found_id;
end $$;
alter function identity.subject_id(text, text) owner to {{identity_owner}};
grant execute on function identity.subject_id(text, text) to {{importer}}, {{access_reader}};

-- The same of many numbers at once, each once; `made`: there was none before.
create function identity.subject_ids(kind text, numbers text[]) returns table (number text, id uuid, made boolean)
language plpgsql security definer set search_path = '' as $$
declare
  missing text[];
  ids uuid[];
  kept bigint;
begin
  select array_agg(w.number order by w.number), array_agg(w.id order by w.number) into missing, ids
  from (
    select g.number, gen_random_uuid() as id from (select distinct unnest($2) as number) g
    where not exists (select from identity.number n where n.kind = $1 and n.number = g.number)
  ) w;
  if missing is not null then
    insert into identity.subject (id, kind) select m, $1 from unnest(ids) m;
    insert into identity.number (kind, number, subject_id) select $1, m.number, m.id from unnest(missing, ids) m (number, id)
      on conflict on constraint number_pkey do nothing;
    get diagnostics kept = row_count;
    -- Somebody else was first.
    if kept < cardinality(ids) then
      delete from identity.subject s where s.id = any(ids)
        and not exists (select from identity.number n where n.subject_id = s.id);
    end if;
  end if;
  return query
    select n.number, n.subject_id, m.id is not null
    from (select distinct unnest($2) as number) g
    join identity.number n on n.kind = $1 and n.number = g.number
    left join unnest(ids) m (id) on m.id = n.subject_id;
end $$;
alter function identity.subject_ids(text, text[]) owner to {{identity_owner}};
grant execute on function identity.subject_ids(text, text[]) to {{importer}};

-- The ids of numbers in their order, and nothing made: of a number without one, an id that nobody has.
create function identity.ids_of(kinds text[], numbers text[]) returns uuid[]
language sql security definer set search_path = '' as $$
  select array(
    select coalesce(n.subject_id, gen_random_uuid())
    from unnest(kinds, numbers) with ordinality k(kind, number, place)
    left join identity.number n on n.kind = k.kind and n.number = k.number
    order by k.place)
$$;
alter function identity.ids_of(text[], text[]) owner to {{identity_owner}};
grant execute on function identity.ids_of(text[], text[]) to {{access_reader}};

-- Says that several numbers are one subject; all lead to the oldest id, which is returned.
create function identity.join(kind text, numbers text[]) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  ids uuid[];
  oldest uuid;
begin
  select array_agg(distinct identity.subject_id($1, n)) into ids from unnest($2) n;
  select s.id into oldest from identity.subject s where s.id = any(ids) order by s.given_at, s.id limit 1;
  if cardinality(ids) = 1 then return oldest; end if;
  update identity.number n set subject_id = oldest where n.subject_id = any(ids) and n.subject_id <> oldest;
  update identity.merged m set into_id = oldest where m.into_id = any(ids) and m.into_id <> oldest;
  insert into identity.merged (from_id, into_id) select i, oldest from unnest(ids) i where i <> oldest;
  return oldest;
end $$;
alter function identity.join(text, text[]) owner to {{identity_owner}};
grant execute on function identity.join(text, text[]) to {{importer}};
