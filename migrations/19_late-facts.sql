-- Facts that the registers told of late: for whoever reads what was recorded between the time of a fact and its registration.

-- Of who is dead, by every id: since when, and since when the register says so.
create view access.named_death as
select i.id, p.status_from as since,
  (select min(k.registered_from) from persons.person k where k.person_id = p.person_id and k.status = '90') as known
from persons.person p
cross join lateral (
  select p.person_id as id union all select m.from_id from access.fact_merged m where m.into_id = p.person_id) i
where p.status = '90' and p.row_status = 'CURRENT'
  and p.registered_from <= statement_timestamp() and statement_timestamp() < p.registered_to;
grant select on access.named_death to {{access_log}};
