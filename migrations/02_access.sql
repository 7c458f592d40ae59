-- What every decision leans on: one revision for each subject, and the place where subgraphs publish facts.
create schema access authorization {{access_owner}};
grant usage on schema access to {{access_reader}}, {{importer}}, {{persons}}, {{businesses}}, {{consents}},
  {{powers_of_attorney}}, {{authorities}}, {{access_log}}, {{identity_owner}};

-- Each subject has one row; whoever changes a computed fact about it raises the revision in the same transaction.
create table access.standing (
  subject_id uuid primary key,
  revision bigint not null default 0
);
alter table access.standing owner to {{access_owner}};

create function access.begin_standing() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into access.standing (subject_id) select id from made;
  return null;
end $$;
alter function access.begin_standing() owner to {{access_owner}};
grant execute on function access.begin_standing() to {{identity_owner}};
create trigger begin_standing after insert on identity.subject referencing new table as made
  for each statement execute function access.begin_standing();

-- In order of id, so that two writers never wait for each other in a circle.
create function access.raise_standing(subjects uuid[]) returns void
language sql security definer set search_path = '' as $$
  with locked as (
    select subject_id from access.standing where subject_id = any(subjects) order by subject_id for update
  )
  update access.standing s set revision = revision + 1 from locked where s.subject_id = locked.subject_id
$$;
alter function access.raise_standing(uuid[]) owner to {{access_owner}};
grant execute on function access.raise_standing(uuid[]) to {{importer}};

create view access.fact_standing as select subject_id, revision from access.standing;
create view access.fact_merged as select from_id, into_id from identity.merged;
grant select on access.fact_standing, access.fact_merged to {{access_reader}};
