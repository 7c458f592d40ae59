-- Persons as CPR delivers them: each row of the register with its two times, its own texts of dates, and its source.
create schema persons;
grant usage on schema persons to {{persons}}, {{importer}};

-- What every row of register data carries. Copied by LIKE: an official file holds empty, overlapping and impossible
-- periods, so nothing here forbids them; the import flags what should not be.
create table persons.register_row (
  -- Opaque id from identity; null only for records of the subscription, which concern no person (910, 997).
  person_id uuid,
  -- The number under which it was delivered: a person with a changed number has several.
  number text check (number ~ '^[0-9]{10}$'),
  effective_from timestamptz not null default '-infinity',
  effective_from_text text,
  effective_from_marker text,
  effective_to timestamptz not null default 'infinity',
  effective_to_text text,
  effective_to_marker text,
  registered_from timestamptz not null default '-infinity',
  registered_to timestamptz not null default 'infinity',
  -- UNDONE, CORRECTED, TECHNICAL: history, never a value. TECHNICAL also under a superseded number.
  row_status text not null check (row_status in ('CURRENT', 'HISTORIC', 'UNDONE', 'CORRECTED', 'TECHNICAL')),
  -- Another row of the same kind, unmarked like this one, claims an overlapping time: kept, flagged, reported.
  conflicting boolean not null default false,
  -- File, line, record type: `delivery.txt:17 008`. Never a number.
  source text not null,
  content_hash text not null
);

-- Record 001. The facts of birth hold at all times; `status` from `status_from` on.
create table persons.person (
  like persons.register_row including all,
  status text not null,
  status_from timestamptz not null,
  status_from_text text,
  status_from_marker text,
  sex text not null check (sex in ('M', 'K')),
  birth_date date,
  birth_date_text text,
  birth_date_marker text,
  occupation text
);

-- Records 001 and 022.
create table persons.personal_number (like persons.register_row including all, personal_number text not null);
create index personal_number_number on persons.personal_number (personal_number);

-- Records 008 and 026.
create table persons.name (
  like persons.register_row including all,
  first_names text,
  first_names_marker text,
  middle_name text,
  middle_name_marker text,
  last_name text,
  last_name_marker text,
  addressing_name text
);

-- Records 002 and 023: codes.
create table persons.address (
  like persons.register_row including all,
  municipality_code text not null,
  street_code text not null,
  house_number text,
  floor text,
  door text,
  building_number text,
  care_of text,
  -- 002 alone: arrival in the municipality, the municipality left, and lines that have a period of their own.
  arrived_text text,
  arrived_marker text,
  left_municipality_code text,
  left_text text,
  left_marker text,
  home_authority text,
  supplementary_lines text[] not null default '{}',
  supplementary_from_text text,
  supplementary_to_text text
);

-- Record 003: the current address in words.
create table persons.address_text (
  like persons.register_row including all,
  street text,
  standard_address text,
  locality text,
  town_name text,
  postal_code text,
  postal_district text,
  care_of text,
  addressing_name text
);

-- Record 004.
create table persons.protection (like persons.register_row including all, kind text not null);

-- Record 006.
create table persons.contact_address (
  like persons.register_row including all,
  address_lines text[] not null default '{}'
);

-- Records 005 and 024: abroad, until the return.
create table persons.emigration (
  like persons.register_row including all,
  country_code text,
  return_country_code text,
  foreign_lines text[] not null default '{}'
);

-- Records 007 and 025: gone, until found.
create table persons.disappearance (like persons.register_row including all);

-- Record 009.
create table persons.birth_registration (
  like persons.register_row including all,
  authority_code text,
  text text
);

-- Records 011 and 028.
create table persons.church (like persons.register_row including all, relation text not null);

-- Records 013 and 030. `reference`: the register's own, which its civil status repeats.
create table persons.separation (like persons.register_row including all, reference text);

-- Record 018.
create table persons.municipal_condition (
  like persons.register_row including all,
  type text not null,
  code text,
  remark text
);

-- Record 019.
create table persons.note (like persons.register_row including all, note_number text not null, text text);

-- Record 020.
create table persons.election (
  like persons.register_row including all,
  code text not null,
  voting_date date,
  voting_date_text text
);

-- Record 021.
create table persons.order_to_move (like persons.register_row including all, text text);

-- Records 010 and 027.
create table persons.citizenship (like persons.register_row including all, country_code text not null);

-- Records 012 and 029.
create table persons.civil_status (
  like persons.register_row including all,
  status text not null,
  spouse_id uuid,
  spouse_birth_date_text text,
  spouse_birth_date_marker text,
  separation_reference text,
  spouse_name text,
  spouse_name_marker text
);

-- Record 014.
create table persons.child (like persons.register_row including all, child_id uuid not null);

-- Record 015: two rows, the mother's and the father's.
create table persons.parent (
  like persons.register_row including all,
  role text not null check (role in ('MOTHER', 'FATHER')),
  parent_id uuid,
  birth_date_text text,
  birth_date_marker text,
  name text,
  name_marker text
);

-- Record 016. A mother or father without a number here is the one of record 015.
create table persons.custody (like persons.register_row including all, relation text not null, holder_id uuid, holder_since_text text);
create index custody_holder on persons.custody (holder_id);

-- Record 017.
create table persons.guardianship (
  like persons.register_row including all,
  relation text not null,
  guardian_id uuid,
  guardian_name text,
  guardian_since_text text,
  named_since_text text,
  guardian_lines text[] not null default '{}'
);
create index guardianship_guardian on persons.guardianship (guardian_id);

-- Record 099: what caused a delivery. Only ever added to.
create table persons.event (
  like persons.register_row including all,
  code text,
  derived_mark text,
  updated_text text,
  key_constant text
);

-- Every other type as it was delivered, from the fourth character on.
create table persons.record (like persons.register_row including all, type text not null, body text not null);

-- The keys of every read and of the import's comparison: a person's rows, and one registered row for each content.
do $$
declare kind text;
begin
  foreach kind in array array['person', 'personal_number', 'name', 'address', 'address_text', 'contact_address',
    'emigration', 'disappearance', 'protection', 'birth_registration', 'citizenship', 'church', 'civil_status',
    'separation', 'child', 'parent', 'custody', 'guardianship', 'municipal_condition', 'note', 'election',
    'order_to_move', 'event', 'record'] loop
    execute format('create index %I on persons.%I (person_id, registered_from)', kind || '_person', kind);
    execute format('create unique index %I on persons.%I (person_id, content_hash) nulls not distinct
      where registered_to = ''infinity''',
      kind || '_registered', kind);
    execute format('grant select on persons.%I to %s', kind, $role${{persons}}$role$);
    execute format('grant select, insert, update on persons.%I to %s', kind, $role${{importer}}$role$);
  end loop;
end $$;

-- What lists at another time than now are most often filtered by (subgraphs/persons/searched.ts).
create index name_last on persons.name ((lower(last_name) collate "C"));
create index name_first on persons.name ((lower(first_names) collate "C"));
create index person_birth on persons.person (birth_date, person_id);
create index address_municipality on persons.address (municipality_code);
create index address_text_postal on persons.address_text (postal_code);

-- CPR's register of authorities (P02680): names behind codes. Empty until one is loaded.
create table persons.authority (code text primary key check (code ~ '^[0-9]{4}$'), name text not null);
grant select on persons.authority to {{persons}};
grant select, insert, update, delete on persons.authority to {{importer}};

-- Loaded files. The hash is over the records, so that both forms of one delivery are known as the same.
create table persons.delivery (
  id bigint generated always as identity primary key,
  file_name text not null,
  content_hash text not null unique,
  task text not null,
  production_date date not null,
  previous_production text,
  registered_at timestamptz not null unique,
  records integer not null,
  inserted integer not null,
  changed integer not null,
  unchanged integer not null,
  quarantined integer not null,
  loaded_at timestamptz not null default clock_timestamp()
);

-- Records left out: where and why, never what they held.
create table persons.quarantine (
  delivery_id bigint not null references persons.delivery,
  line integer not null,
  type text,
  reason text not null,
  primary key (delivery_id, line)
);

-- Each number that had a record 001, with its newest delivery: an older one must not undo it.
create table persons.registration (
  number text primary key check (number ~ '^[0-9]{10}$'),
  person_id uuid not null,
  production_date date not null
);
create index registration_person on persons.registration (person_id);

-- Ids that gave way to an older one when two numbers turned out to be one person: whoever still holds one is answered.
create table persons.merged (from_id uuid primary key, into_id uuid not null);
create index merged_into on persons.merged (into_id);
grant select on persons.merged to {{persons}};
grant select, insert, update on persons.merged to {{importer}};

grant select, insert on persons.delivery, persons.quarantine to {{importer}};
grant select, insert, update on persons.registration to {{importer}};
grant select on persons.delivery to {{persons}};

-- Where the import puts a file before it is compared: emptied at each import, nothing lost with a crash. Of each kind of row
-- a table with what the record says: `part` tells the rows of one record apart, `related` is another person's number.
do $$
declare
  kind text;
  said text;
begin
  foreach kind in array array['person', 'personal_number', 'name', 'address', 'address_text', 'contact_address',
    'emigration', 'disappearance', 'protection', 'birth_registration', 'citizenship', 'church', 'civil_status',
    'separation', 'child', 'parent', 'custody', 'guardianship', 'municipal_condition', 'note', 'election',
    'order_to_move', 'event', 'record'] loop
    -- The rest is what the import adds.
    select string_agg(format('t.%I', a.attname), ', ' order by a.attnum) into said from pg_attribute a
    where a.attrelid = format('persons.%I', kind)::regclass and a.attnum > 0 and a.attname not in ('person_id',
      'registered_from', 'registered_to', 'conflicting', 'source', 'spouse_id', 'child_id', 'parent_id', 'holder_id',
      'guardian_id');
    execute format('create unlogged table persons.%I as
      select 0 as line, null::text as record_type, 0::smallint as part, null::text as related, %s from persons.%I t with no data',
      'delivered_' || kind, said, kind);
    execute format('grant select, insert, update, delete, truncate on persons.%I to %s', 'delivered_' || kind,
      $role${{importer}}$role$);
  end loop;
end $$;
-- Records that are left out, with the kind of row that they would have been.
create unlogged table persons.left_out (line integer not null, record_type text, number text, reason text not null, kind text not null);
-- Every number that the file names, with its id; `made`: at this import.
create unlogged table persons.numbered (number text not null, id uuid not null, made boolean not null);
-- The file's own persons: the numbers of its records 001. `superseded`: another number counts; `known`: the register has
-- rows of the person, with which the file's are compared.
create unlogged table persons.head (
  number text not null,
  person_id uuid not null,
  superseded boolean not null,
  known boolean not null,
  made boolean not null
);
-- The rows of known persons, and what became of them.
create unlogged table persons.resolved (
  kind text not null,
  line integer not null,
  person_id uuid,
  content_hash text not null,
  outcome text not null default 'INSERTED'
);
create index on persons.resolved (kind, person_id, content_hash);
grant select, insert, update, delete, truncate, maintain on persons.left_out, persons.numbered, persons.resolved,
  persons.head to {{importer}};

-- The facts for decisions: as registered now, never a row that is no value. A protection counts under a superseded
-- number too (TECHNICAL): fail closed.
create view access.fact_protection as
select person_id, effective_from as valid_from, effective_to as valid_to
from persons.protection
where kind = '0001' and row_status in ('CURRENT', 'TECHNICAL')
  and registered_from <= statement_timestamp() and statement_timestamp() < registered_to;

-- Where a person is registered. `residence` is equal for persons registered at one address. Street codes from 9900 are no
-- place where two people would live together (no fixed address, unknown): those share nothing.
create view access.fact_home as
select distinct on (r.person_id) r.person_id, r.municipality_code as municipality,
  case when r.street_code < '9900' then
    md5(jsonb_build_array(r.municipality_code, r.street_code, r.house_number, r.floor, r.door, r.building_number)::text)
  end as residence
from persons.address r
where r.row_status = 'CURRENT'
  and r.registered_from <= statement_timestamp() and statement_timestamp() < r.registered_to
  and r.effective_from <= statement_timestamp() and statement_timestamp() < r.effective_to
order by r.person_id, r.effective_from desc, r.content_hash;

-- Whoever leaves a column out does not pay for it: each that looks elsewhere is a query of its own.
create view access.fact_person as
select p.person_id,
  exists (
    select from access.fact_protection f
    where f.person_id = p.person_id and f.valid_from <= statement_timestamp() and statement_timestamp() < f.valid_to
  ) as protected,
  p.status = '90' as dead,
  p.birth_date as born,
  (select h.municipality from access.fact_home h where h.person_id = p.person_id) as municipality,
  (select h.residence from access.fact_home h where h.person_id = p.person_id) as residence
from persons.person p
where p.row_status = 'CURRENT' and p.registered_from <= statement_timestamp() and statement_timestamp() < p.registered_to;

-- Custody ends by law with the 18th birthday, 00:00 in Denmark, or marriage, whatever end the register gives (act on
-- parental responsibility § 1; guardianship act § 1). Without a date of birth nobody can tell: no custody.
create view access.fact_custody as
select c.person_id as child_id, c.holder_id, c.effective_from as valid_from,
  least(c.effective_to, (p.birth_date + interval '18 years') at time zone 'Europe/Copenhagen', (
    select min(s.effective_from) from persons.civil_status s
    where s.person_id = c.person_id and s.status in ('G', 'P') and s.row_status in ('CURRENT', 'HISTORIC')
      and s.registered_from <= statement_timestamp() and statement_timestamp() < s.registered_to
  )) as valid_to
from persons.custody c
join persons.person p on p.person_id = c.person_id and p.row_status = 'CURRENT' and p.birth_date is not null
  and p.registered_from <= statement_timestamp() and statement_timestamp() < p.registered_to
where c.holder_id is not null and c.row_status = 'CURRENT'
  and c.registered_from <= statement_timestamp() and statement_timestamp() < c.registered_to;

create view access.fact_guardianship as
select person_id as ward_id, guardian_id, effective_from as valid_from, effective_to as valid_to
from persons.guardianship
where guardian_id is not null and row_status = 'CURRENT'
  and registered_from <= statement_timestamp() and statement_timestamp() < registered_to;

grant select on access.fact_protection, access.fact_home, access.fact_person, access.fact_custody, access.fact_guardianship
  to {{access_reader}};
