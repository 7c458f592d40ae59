-- What lists look at: the present values of each person and each business in one row, so that a page is an index scan.
-- A row holds at an instant that is both effective and registered time: from `valid_from`, before `valid_to`. Most have
-- one row for all time to come; a change that the register knows ahead begins another. Text is in small letters and in
-- the order of its code points. Lists at other times read the register itself.

create table persons.listed (
  person_id uuid not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  status text,
  birth_date date,
  sex text not null,
  first_names text collate "C",
  last_name text collate "C",
  postal_code text collate "C",
  municipality_code text collate "C",
  civil_status text,
  citizenship text collate "C",
  -- As the views access.fact_person and fact_protection have them.
  home_municipality text collate "C",
  protected boolean not null,
  primary key (person_id, valid_from)
);
-- The id decides between equals, so each order is an index of its own.
create index listed_last_name on persons.listed (last_name, person_id);
create index listed_first_names on persons.listed (first_names, person_id);
create index listed_birth_date on persons.listed (birth_date, person_id);
create index listed_postal_code on persons.listed (postal_code, person_id);
create index listed_municipality_code on persons.listed (municipality_code, person_id);
create index listed_home on persons.listed (home_municipality, person_id);

-- Makes the rows of these persons anew. "Now" is the transaction's beginning: what is over by then is left out.
create function persons.relist(ids uuid[]) returns void
language sql set search_path = '' as $$
  delete from persons.listed where person_id = any(ids);
  insert into persons.listed
  with instant as (
    select person_id, '-infinity'::timestamptz as at from unnest(ids) i (person_id)
    union
    select r.person_id, b.at
    from (
      select person_id, effective_from, effective_to, registered_from, registered_to from persons.name
      union all select person_id, effective_from, effective_to, registered_from, registered_to from persons.address
      union all select person_id, effective_from, effective_to, registered_from, registered_to from persons.address_text
      union all select person_id, effective_from, effective_to, registered_from, registered_to from persons.civil_status
      union all select person_id, effective_from, effective_to, registered_from, registered_to from persons.citizenship
      union all select person_id, effective_from, effective_to, registered_from, registered_to from persons.protection
      union all select person_id, status_from, effective_to, registered_from, registered_to from persons.person
    ) r
    cross join lateral (values (r.effective_from), (r.effective_to), (r.registered_from), (r.registered_to)) b (at)
    where r.person_id = any(ids) and b.at > now() and b.at < 'infinity'
  ),
  stretch as (
    select person_id, at as valid_from, lead(at, 1, 'infinity') over (partition by person_id order by at) as valid_to,
      greatest(at, now()) as moment
    from instant
  )
  select s.person_id, s.valid_from, s.valid_to,
    case when p.status_from <= s.moment then p.status end, p.birth_date, p.sex,
    lower(n.first_names), lower(n.last_name), x.postal_code, a.municipality_code, c.status, z.country_code,
    h.municipality_code,
    exists (
      select from persons.protection r
      where r.person_id = s.person_id and r.kind = '0001' and r.row_status in ('CURRENT', 'TECHNICAL')
        and r.registered_from <= s.moment and s.moment < r.registered_to
        and r.effective_from <= s.moment and s.moment < r.effective_to
    )
  from stretch s
  join lateral (
    select r.status, r.status_from, r.birth_date, r.sex from persons.person r
    where r.person_id = s.person_id and r.row_status = 'CURRENT'
      and r.registered_from <= s.moment and s.moment < r.registered_to
    order by r.content_hash limit 1
  ) p on true
  left join lateral (
    select r.first_names, r.last_name from persons.name r
    where r.person_id = s.person_id and r.row_status in ('CURRENT', 'HISTORIC')
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.content_hash limit 1
  ) n on true
  left join lateral (
    select r.municipality_code, r.row_status from persons.address r
    where r.person_id = s.person_id and r.row_status in ('CURRENT', 'HISTORIC')
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.content_hash limit 1
  ) a on true
  left join lateral (
    select r.municipality_code from persons.address r
    where r.person_id = s.person_id and r.row_status = 'CURRENT'
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.content_hash limit 1
  ) h on true
  -- The words of record 003 are those of the register's present address, and of no other.
  left join lateral (
    select r.postal_code from persons.address_text r
    where r.person_id = s.person_id and a.row_status = 'CURRENT' and r.row_status in ('CURRENT', 'HISTORIC')
      and r.registered_from <= s.moment and s.moment < r.registered_to
    order by r.effective_from desc, r.content_hash limit 1
  ) x on true
  left join lateral (
    select r.status from persons.civil_status r
    where r.person_id = s.person_id and r.row_status in ('CURRENT', 'HISTORIC')
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.content_hash limit 1
  ) c on true
  left join lateral (
    select r.country_code from persons.citizenship r
    where r.person_id = s.person_id and r.row_status in ('CURRENT', 'HISTORIC')
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.content_hash limit 1
  ) z on true
$$;

create table businesses.listed (
  business_id uuid not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  cvr text collate "C" not null,
  name text collate "C",
  form_code integer,
  status text collate "C",
  start_date date,
  industry_code text collate "C",
  postal_code text collate "C",
  municipality_code text collate "C",
  primary key (business_id, valid_from)
);
create index listed_cvr on businesses.listed (cvr, business_id);
create index listed_name on businesses.listed (name, business_id);
create index listed_status on businesses.listed (status, business_id);
create index listed_start_date on businesses.listed (start_date, business_id);
create index listed_industry_code on businesses.listed (industry_code, business_id);
create index listed_postal_code on businesses.listed (postal_code, business_id);
create index listed_municipality_code on businesses.listed (municipality_code, business_id);

create function businesses.relist(ids uuid[]) returns void
language sql set search_path = '' as $$
  delete from businesses.listed where business_id = any(ids);
  insert into businesses.listed
  with instant as (
    select business_id, '-infinity'::timestamptz as at from unnest(ids) i (business_id)
    union
    select r.business_id, b.at
    from (
      select business_id, effective_from, effective_to, registered_from, registered_to from businesses.name
      union all select business_id, effective_from, effective_to, registered_from, registered_to from businesses.form
      union all select business_id, effective_from, effective_to, registered_from, registered_to from businesses.status
      union all select business_id, effective_from, effective_to, registered_from, registered_to from businesses.life_cycle
      union all select business_id, effective_from, effective_to, registered_from, registered_to from businesses.industry
      union all select business_id, effective_from, effective_to, registered_from, registered_to from businesses.address
    ) r
    cross join lateral (values (r.effective_from), (r.effective_to), (r.registered_from), (r.registered_to)) b (at)
    where r.business_id = any(ids) and b.at > now() and b.at < 'infinity'
  ),
  stretch as (
    select business_id, at as valid_from, lead(at, 1, 'infinity') over (partition by business_id order by at) as valid_to,
      greatest(at, now()) as moment
    from instant
  )
  select s.business_id, s.valid_from, s.valid_to, b.cvr, lower(n.name), f.code, lower(u.text),
    -- The register's own text of a day; a text that is none is no day.
    case when l.effective_from_text ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
      then to_date(l.effective_from_text, 'YYYY-MM-DD') end,
    i.code, a.postal_code, a.municipality_code
  from stretch s
  join businesses.business b on b.id = s.business_id
  left join lateral (
    select r.name from businesses.name r
    where r.business_id = s.business_id and r.slot = 'PRIMARY'
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.registered_from desc, r.row_id desc limit 1
  ) n on true
  left join lateral (
    select r.code from businesses.form r
    where r.business_id = s.business_id
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.registered_from desc, r.row_id desc limit 1
  ) f on true
  left join lateral (
    select r.text from businesses.status r
    where r.business_id = s.business_id and r.slot = 'BUSINESS'
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.registered_from desc, r.row_id desc limit 1
  ) u on true
  left join lateral (
    select r.effective_from_text from businesses.life_cycle r
    where r.business_id = s.business_id and r.effective_from <= s.moment
      and r.registered_from <= s.moment and s.moment < r.registered_to
    order by r.effective_from desc, r.registered_from desc, r.row_id desc limit 1
  ) l on true
  left join lateral (
    select r.code from businesses.industry r
    where r.business_id = s.business_id and r.slot = 'MAIN'
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.registered_from desc, r.row_id desc limit 1
  ) i on true
  left join lateral (
    select r.postal_code, r.municipality_code from businesses.address r
    where r.business_id = s.business_id and r.slot = 'LOCATION'
      and r.registered_from <= s.moment and s.moment < r.registered_to
      and r.effective_from <= s.moment and s.moment < r.effective_to
    order by r.effective_from desc, r.registered_from desc, r.row_id desc limit 1
  ) a on true
$$;

-- Whoever writes the register writes the lists: an import once at its end, in its transaction (it says so with the
-- setting), anybody else at once. A protection can so never stand in the register and not in the list.
create function access.relist_changed() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_setting('engang.relisting', true) = 'at the end' then return null; end if;
  execute format('select %I.relist(array(select distinct %I from changed))', tg_table_schema, tg_argv[0]);
  return null;
end $$;

do $$
declare
  place record;
  change record;
begin
  for place in
    select 'persons' as schema, 'person_id' as id, unnest(array['person', 'name', 'address', 'address_text', 'civil_status',
      'citizenship', 'protection']) as kind
    union all
    select 'businesses', 'business_id', unnest(array['name', 'form', 'status', 'life_cycle', 'industry', 'address'])
  loop
    for change in
      select * from (values ('insert', 'new'), ('update', 'old'), ('update', 'new'), ('delete', 'old')) c (event, rows)
    loop
      execute format('create trigger %I after %s on %I.%I referencing %s table as changed
        for each statement execute function access.relist_changed(%L)',
        format('relist_%s_%s', change.event, change.rows), change.event, place.schema, place.kind, change.rows, place.id);
    end loop;
  end loop;
end $$;

grant select on persons.listed to {{persons}};
grant select, insert, delete on persons.listed to {{importer}};
grant select on businesses.listed to {{businesses}};
grant select, insert, delete on businesses.listed to {{importer}};
grant execute on function persons.relist(uuid[]), businesses.relist(uuid[]) to {{importer}};
