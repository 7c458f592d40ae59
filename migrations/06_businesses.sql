-- The business register (CVR): bitemporal values, participants and their roles, raw documents, deliveries.
create schema businesses;
grant usage on schema businesses to {{businesses}}, {{importer}};

create table businesses.business (
  id uuid primary key,
  cvr text not null unique check (cvr ~ '^[0-9]{8}$'),
  -- CVR's own number of the unit (enhedsNummer).
  unit_number bigint not null,
  -- When the register last wrote it (sidstOpdateret), and when the document that we hold was made (sidstIndlaest).
  updated_at timestamptz not null,
  version_at timestamptz not null
);

-- What each bitemporal table has. CVR has no markers of uncertainty and dates effect in whole days; the register's own
-- text stands beside each instant. No exclusion constraint: official files hold overlapping and impossible periods.
create table businesses.bitemporal (
  row_id bigint generated always as identity primary key,
  business_id uuid not null,
  -- Which of the business's values in this table: at one time one row of a slot holds.
  slot text not null,
  effective_from timestamptz not null default '-infinity',
  effective_to timestamptz not null default 'infinity',
  effective_from_text text,
  effective_to_text text,
  registered_from timestamptz not null default '-infinity',
  registered_to timestamptz not null default 'infinity',
  registered_from_text text,
  row_status text not null check (row_status in ('CURRENT', 'HISTORIC', 'UNDONE', 'CORRECTED', 'TECHNICAL')),
  -- An impossible period, or an overlap with another row of the slot: kept, marked, reported.
  flagged boolean not null default false,
  source text not null,
  content_hash text not null
);

create table businesses.name (like businesses.bitemporal including all, name text not null);

create table businesses.address (
  like businesses.bitemporal including all,
  country_code text,
  free_text text,
  street_code text,
  street text,
  house_from text,
  house_to text,
  letter_from text,
  letter_to text,
  floor text,
  door text,
  care_of text,
  town_name text,
  post_box text,
  postal_code text,
  postal_district text,
  municipality_code text check (municipality_code ~ '^[0-9]{4,}$'),
  municipality_name text,
  dar_id text,
  -- When the register last checked it (sidstValideret), in its own text.
  validated_text text
);

create table businesses.form (
  like businesses.bitemporal including all,
  code integer not null,
  short_name text,
  long_name text,
  data_supplier text
);

-- Slot BUSINESS: its status; CREDIT: what the register says of bankruptcy and the like (kreditoplysning).
create table businesses.status (
  like businesses.bitemporal including all,
  code text,
  text text,
  credit_code text,
  credit_text text
);
create table businesses.life_cycle (like businesses.bitemporal including all);
create table businesses.industry (like businesses.bitemporal including all, code text, text text);

create table businesses.attribute (
  like businesses.bitemporal including all,
  type text not null,
  sequence integer not null,
  value_type text,
  value text
);

-- The year, quarter or month is what the figure is about, so it is columns and no period. ERST_MONTH: Erhvervsstyrelsen's own
-- monthly figures, beside those of Danmarks Statistik.
create table businesses.employment (
  like businesses.bitemporal including all,
  span text not null check (span in ('YEAR', 'QUARTER', 'MONTH', 'ERST_MONTH')),
  year integer not null,
  quarter integer,
  month integer,
  employees integer,
  full_time_equivalents integer,
  including_owners integer,
  employees_interval text,
  full_time_equivalents_interval text,
  including_owners_interval text
);

-- Phone numbers and addresses on the net. A secret one (hemmelig) is not open.
create table businesses.contact (
  like businesses.bitemporal including all,
  kind text not null check (kind in ('PHONE', 'SECOND_PHONE', 'FAX', 'SECOND_FAX', 'EMAIL', 'WEBSITE', 'MANDATORY_EMAIL')),
  value text not null,
  secret boolean not null
);

-- What no list and no decision looks at, as a record of its kind (subgraphs/businesses/import/records.ts says what each
-- holds). UNREAD: what nobody here knows yet, so that nothing of the register is dropped.
create table businesses.record (
  like businesses.bitemporal including all,
  kind text not null check (kind in ('REGISTRATION', 'REGISTRATION_NUMBER', 'SUMMARY', 'LATEST_CONTACT', 'LATEST_EMPLOYMENT',
    'UNIT', 'MERGER', 'SPLIT', 'OFFICE', 'PARTICIPANT', 'PARTICIPANT_ADDRESS', 'PARTICIPANT_NAME', 'UNREAD')),
  content jsonb not null
);

-- What a participant's own document says (Vrdeltagerperson).
create table businesses.participant_record (like businesses.record including all);
alter table businesses.participant_record rename column business_id to participant_id;

-- A place from which a business works (produktionsenhed), with values of its own in tables like those of a business.
create table businesses.production_unit (
  id uuid primary key,
  p_number text not null unique check (p_number ~ '^[0-9]{10}$'),
  unit_number bigint not null,
  updated_at timestamptz not null,
  version_at timestamptz not null
);

-- Whose it is (virksomhedsrelation). Null: a number that leads to no business.
create table businesses.unit_business (like businesses.bitemporal including all);
alter table businesses.unit_business rename column business_id to unit_id;
alter table businesses.unit_business add column business_id uuid;
create index on businesses.unit_business (business_id);

-- A participant is CVR's unit. Its personal number is turned into an id at the import and stands nowhere here.
create table businesses.participant (
  id uuid primary key default gen_random_uuid(),
  unit_number bigint not null unique,
  person_id uuid,
  holder_id uuid,
  kind text not null generated always as (
    case when person_id is not null then 'PERSON' when holder_id is not null then 'BUSINESS' else 'UNLINKED' end) stored,
  check (num_nonnulls(person_id, holder_id) <= 1)
);
create index on businesses.participant (person_id);
create index on businesses.participant (holder_id);

-- Two ids that turn out to be one subject lead to the older; participants follow, so that a search by it finds them.
create function businesses.follow_merged() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update businesses.participant set person_id = new.into_id where person_id = new.from_id;
  update businesses.participant set holder_id = new.into_id where holder_id = new.from_id;
  return null;
end $$;
create trigger follow_merged after insert or update on identity.merged
  for each row execute function businesses.follow_merged();

-- The name as this business's document publishes it.
create table businesses.participant_name (
  like businesses.bitemporal including all,
  participant_id uuid not null references businesses.participant,
  name text not null
);

create table businesses.participant_role (
  like businesses.bitemporal including all,
  participant_id uuid not null references businesses.participant,
  organisation_type text not null,
  organisation_unit bigint,
  organisation_name text,
  -- Since when, and until and including when, the organisation has that name, in the register's own text.
  organisation_named_from text,
  organisation_named_to text,
  function text,
  -- Our reading of the three above (subgraphs/businesses/import/roles.ts).
  role text not null,
  public boolean not null,
  election_form text,
  -- Fractions as the register's own text.
  ownership_share text,
  voting_share text,
  -- Whatever else the register says of the member, by type.
  others jsonb not null
);
create index on businesses.participant_role (participant_id);

-- Whom a record is about, when it is not the business itself.
alter table businesses.record add column participant_id uuid references businesses.participant;

do $$
declare
  kind text;
  place record;
begin
  foreach kind in array array['name', 'address', 'life_cycle', 'industry', 'attribute', 'employment', 'contact', 'record']
  loop
    execute format('create table businesses.%I (like businesses.%I including all)', 'unit_' || kind, kind);
    execute format('alter table businesses.%I rename column business_id to unit_id', 'unit_' || kind);
  end loop;
  for place in
    select 'business_id' as owner, 'business' as entity, unnest(array['name', 'address', 'form', 'status', 'life_cycle',
      'industry', 'attribute', 'employment', 'contact', 'participant_name', 'participant_role', 'record']) as kind
    union all
    select 'participant_id', 'participant', 'participant_record'
    union all
    select 'unit_id', 'production_unit', unnest(array['unit_name', 'unit_address', 'unit_life_cycle', 'unit_industry',
      'unit_attribute', 'unit_employment', 'unit_contact', 'unit_record', 'unit_business'])
  loop
    execute format('create index on businesses.%I (%I)', place.kind, place.owner);
    -- The same content is registered once at a time: what makes a second load of a file change nothing.
    execute format('create unique index on businesses.%I (%I, content_hash) where registered_to = ''infinity''',
      place.kind, place.owner);
    execute format('alter table businesses.%I add foreign key (%I) references businesses.%I',
      place.kind, place.owner, place.entity);
    execute format('grant select on businesses.%I to %s', place.kind, $role${{businesses}}$role$);
  end loop;
end $$;
drop table businesses.bitemporal;

-- What lists at another time than now are most often filtered by (subgraphs/businesses/searched.ts).
create index name_lower on businesses.name ((lower(name) collate "C"));
create index address_postal on businesses.address (postal_code);
create index address_municipality on businesses.address (municipality_code);
create index industry_code on businesses.industry (code);

-- Every document as delivered, personal numbers taken out. Only the importer reads it: it holds what nobody decided on.
create table businesses.raw_document (
  kind text not null check (kind in ('Vrvirksomhed', 'VrproduktionsEnhed', 'Vrdeltagerperson')),
  unit_number bigint not null,
  document jsonb not null,
  registered_from timestamptz not null,
  registered_to timestamptz not null default 'infinity',
  source text not null,
  content_hash text not null
);
create unique index on businesses.raw_document (kind, unit_number) where registered_to = 'infinity';

create table businesses.delivery (
  content_hash text primary key,
  file text not null,
  loaded_at timestamptz not null default clock_timestamp(),
  documents integer not null,
  businesses integer not null,
  units integer not null,
  others integer not null,
  quarantined integer not null
);

-- What was not loaded, and why. The content stays in the file.
create table businesses.quarantine (
  delivery_hash text not null references businesses.delivery,
  line integer not null,
  index integer not null,
  path text not null,
  reason text not null,
  primary key (delivery_hash, index, path)
);

-- What a load keeps until its end: which units the file has named, whose standing is raised, and whose rows of the lists are
-- made anew. Emptied at each load.
create unlogged table businesses.seen (unit text primary key);
create unlogged table businesses.raised (subject_id uuid not null);
create unlogged table businesses.relisted (business_id uuid not null);
grant truncate on businesses.seen, businesses.raised, businesses.relisted to {{importer}};

grant select on businesses.business, businesses.production_unit, businesses.participant to {{businesses}};
-- Nothing is ever deleted: what the register takes back ends its registered time.
grant select, insert, update, maintain on all tables in schema businesses to {{importer}};

-- What a decision may know. "Now" is by date in Denmark: effective_from/to begin at Danish midnight.

create view access.fact_business as
select
  business.id as business_id,
  business.cvr,
  (
    select code from businesses.form
    where form.business_id = business.id and form.registered_to = 'infinity'
      and form.effective_from <= statement_timestamp() and form.effective_to > statement_timestamp()
    order by form.effective_from desc, form.registered_from desc, form.row_id desc limit 1
  )::text as form,
  (
    select text from businesses.status
    where status.business_id = business.id and status.slot = 'BUSINESS' and status.registered_to = 'infinity'
      and status.effective_from <= statement_timestamp() and status.effective_to > statement_timestamp()
    order by status.effective_from desc, status.registered_from desc, status.row_id desc limit 1
  ) as status,
  -- Fail closed: a business exists only while one of its periods of life does, and was not registered in error.
  not exists (
    select from businesses.life_cycle
    where life_cycle.business_id = business.id and life_cycle.registered_to = 'infinity'
      and life_cycle.effective_from <= statement_timestamp() and life_cycle.effective_to > statement_timestamp()
  )
  or exists (
    select from businesses.attribute
    where attribute.business_id = business.id and attribute.registered_to = 'infinity'
      and attribute.type = 'FEJLREGISTRERET'
  )
  or exists (
    select from businesses.status as ended
    where ended.business_id = business.id and ended.slot = 'BUSINESS' and ended.registered_to = 'infinity'
      and ended.effective_from <= statement_timestamp() and ended.effective_to > statement_timestamp()
      and (ended.text like 'OPLØST%' or ended.text in ('TVANGSOPLØST', 'SLETTET'))
  ) as dissolved,
  exists (
    select from businesses.status as bankruptcy
    where bankruptcy.business_id = business.id and bankruptcy.slot = 'BUSINESS' and bankruptcy.registered_to = 'infinity'
      and bankruptcy.effective_from <= statement_timestamp() and bankruptcy.effective_to > statement_timestamp()
      and bankruptcy.text = 'UNDER KONKURS'
  ) as bankrupt
from businesses.business;

-- Every holder of a role: person_id is null for a business or a participant without a number. Whoever counts "all of
-- the board" or "all partners" must see those too; participant_id tells them apart, business_holder_id follows through.
create view access.fact_role as
select
  participant_role.business_id,
  participant.person_id,
  participant_role.role,
  participant_role.effective_from as valid_from,
  participant_role.effective_to as valid_to,
  participant_role.participant_id,
  participant.holder_id as business_holder_id
from businesses.participant_role
join businesses.participant on participant.id = participant_role.participant_id
where participant_role.registered_to = 'infinity'
  and participant_role.effective_from < participant_role.effective_to
  -- Beneficial owners are not public and decide nothing here.
  and participant_role.role <> 'BENEFICIAL_OWNER';

-- The signing rule's text: read what is certain, never more (ACCESS.md 10).
create view access.fact_signing_rule as
select business_id, value as rule, effective_from as valid_from, effective_to as valid_to
from businesses.attribute
where type = 'TEGNINGSREGEL' and registered_to = 'infinity' and value is not null and effective_from < effective_to;

grant select on access.fact_business, access.fact_role, access.fact_signing_rule to {{access_reader}};
