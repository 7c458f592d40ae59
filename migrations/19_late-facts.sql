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

-- What has ended a right otherwise, by every id of its sides: a business its end, a child or ward (`id`) the custody or
-- guardianship of `other`. Since when, since when the register says so, and until when if it began anew.
create view access.named_ending as
with every_id as (
  select m.into_id as current, m.from_id as id from access.fact_merged m
)
select 'DEATH' as cause, d.id, null::uuid as other, d.since, d.known, 'infinity'::timestamptz as until
from access.named_death d
union all
select 'DISSOLUTION', i.id, null, l.since,
  (select min(k.registered_from) from businesses.life_cycle k where k.business_id = b.id and k.effective_to = l.since),
  'infinity'
from businesses.business b
cross join lateral (
  select max(c.effective_to) as since from businesses.life_cycle c
  where c.business_id = b.id and c.registered_to = 'infinity') l
cross join lateral (
  select b.id as id union all select e.id from every_id e where e.current = b.id) i
where isfinite(l.since) and l.since <= statement_timestamp()
union all
select r.cause, i.id, o.id, r.since, r.known, r.until
from (
  select 'CUSTODY' as cause, c.person_id, c.holder_id as other, c.effective_to as since,
    (select min(k.registered_from) from persons.custody k where k.person_id = c.person_id
      and k.holder_id = c.holder_id and k.effective_to = c.effective_to and k.row_status = 'CURRENT') as known,
    coalesce((select min(n.effective_from) from persons.custody n where n.person_id = c.person_id
      and n.holder_id = c.holder_id and n.effective_from >= c.effective_to and n.row_status = 'CURRENT'
      and n.registered_to = 'infinity'), 'infinity') as until
  from persons.custody c
  where c.holder_id is not null and c.row_status = 'CURRENT' and c.registered_to = 'infinity'
    and c.effective_to <= statement_timestamp()
  union all
  select 'GUARDIANSHIP', g.person_id, g.guardian_id, g.effective_to,
    (select min(k.registered_from) from persons.guardianship k where k.person_id = g.person_id
      and k.guardian_id = g.guardian_id and k.effective_to = g.effective_to and k.row_status = 'CURRENT'),
    coalesce((select min(n.effective_from) from persons.guardianship n where n.person_id = g.person_id
      and n.guardian_id = g.guardian_id and n.effective_from >= g.effective_to and n.row_status = 'CURRENT'
      and n.registered_to = 'infinity'), 'infinity')
  from persons.guardianship g
  where g.guardian_id is not null and g.row_status = 'CURRENT' and g.registered_to = 'infinity'
    and g.effective_to <= statement_timestamp()
) r
cross join lateral (
  select r.person_id as id union all select e.id from every_id e where e.current = r.person_id) i
cross join lateral (
  select r.other as id union all select e.id from every_id e where e.current = r.other
  union all select e.current from every_id e where e.id = r.other) o;
grant select on access.named_ending to {{access_log}};
