-- Every right that the registers give somebody over others, or others over them: for that person's or business's own list.
grant select on access.fact_role, access.fact_supplier to {{access_owner}};

-- `subjects`: every id of one person or business. Custody and guardianship as they hold now, the sides' deaths beside them;
-- of each business in which they have a role, are named by a steward, or sign through a company, who signs for it; suppliers
-- of a business that is an authority, and of whom it is one.
create function access.told_mandates(subjects uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  with recursive own as (
    select f.business_id, f.cvr from access.fact_business f where f.business_id = any(subjects)
  ), signed(business_id, depth) as (
    select r.business_id, 1 from access.fact_role r
    where (r.person_id = any(subjects) or r.business_holder_id = any(subjects)) and r.valid_to > statement_timestamp()
    union
    select d.business_id, 1 from access.fact_signing_reading d
    where d.ended_at is null and exists (select from unnest(subjects) s(id) where d.rule::text like '%' || s.id || '%')
    union
    select o.business_id, 1 from own o
    union
    select r.business_id, s.depth + 1 from signed s join access.fact_role r on r.business_holder_id = s.business_id
    where s.depth < 3 and r.valid_to > statement_timestamp()
  ), of_persons as (
    select 'CUSTODY' as source, c.child_id as grantor, c.holder_id as holder, c.valid_from, c.valid_to
    from access.fact_custody c where c.child_id = any(subjects) or c.holder_id = any(subjects)
    union all
    select 'GUARDIANSHIP', g.ward_id, g.guardian_id, g.valid_from, g.valid_to
    from access.fact_guardianship g where g.ward_id = any(subjects) or g.guardian_id = any(subjects)
  )
  select jsonb_build_object(
    'persons', (select jsonb_agg(jsonb_build_object('source', o.source, 'grantor', g.id, 'holder', h.id,
        'from', o.valid_from, 'until', o.valid_to,
        'ended', case when gp.dead then 'GRANTOR_DEAD' when hp.dead then 'HOLDER_DEAD' end)
        order by o.source, o.valid_from, g.id, h.id)
      from of_persons o
      cross join lateral (
        select coalesce((select m.into_id from access.fact_merged m where m.from_id = o.grantor), o.grantor) as id) g
      cross join lateral (
        select coalesce((select m.into_id from access.fact_merged m where m.from_id = o.holder), o.holder) as id) h
      left join access.fact_person gp on gp.person_id = g.id
      left join access.fact_person hp on hp.person_id = h.id
      where o.valid_from <= clock_timestamp() and o.valid_to > clock_timestamp()),
    'signing', (select jsonb_agg(access.signing_of(s.business_id) order by s.business_id)
      from (select distinct signed.business_id from signed) s),
    'suppliers', (select jsonb_agg(jsonb_build_object('id', f.id, 'grantor', a.business_id, 'holder', s.business_id,
        'activities', f.activities, 'state', f.state, 'from', f.valid_from, 'until', f.valid_to) order by f.valid_from desc, f.id)
      from access.fact_supplier f
      join access.fact_business a on a.cvr = f.authority
      join access.fact_business s on s.cvr = f.supplier
      where f.authority in (select o.cvr from own o) or f.supplier in (select o.cvr from own o)),
    'now', clock_timestamp())
$$;
alter function access.told_mandates(uuid[]) owner to {{access_owner}};
grant execute on function access.told_mandates(uuid[]) to {{powers_of_attorney}};
