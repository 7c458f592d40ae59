// Gives businesses, units and participants the records that the sample has not, so that the oracle's questions come upon them.
import type postgres from 'postgres'

const period = { from: '2020-01-01', to: null, registered: null }
const value = { type: 'FUNKTION', sequence: 0, valueType: 'string', value: 'Prøve', ...period }
const names = [{ name: 'Prøve', ...period }]
const address = { kind: 'LOCATION', secret: false, street: 'Prøvevej', houseFrom: '9', letterFrom: null }
const houses = { ...address, houseTo: null, letterTo: null, postalCode: '8000', from: null, to: null }
const restructuring = { unitNumber: '9', names, incoming: [value], outgoing: [value] }
const unread = { UNREAD: { path: 'ukendt', value: 'Prøve' } }
const ofBoth = { ...unread, LATEST_CONTACT: { contact: ['00110001'] } }

const ofBusinesses = {
  ...ofBoth,
  REGISTRATION_NUMBER: { number: 'ApS100001' },
  MERGER: restructuring,
  SPLIT: restructuring,
  OFFICE: { pNumber: '1000000001', unitNumber: '9', names, attributes: [value] },
  PARTICIPANT_ADDRESS: houses,
}
const ofParticipants = {
  ...unread,
  PARTICIPANT: { position: 'Prøver', statusCode: 'N', addressSecret: false, addressUpdateEnded: false },
  PARTICIPANT_NAME: { name: 'Prøve' },
  PARTICIPANT_ADDRESS: houses,
}

/** One of each kind for all; those about a participant for the first of each business. */
export async function spreadBusinessRecords(sql: postgres.Sql): Promise<void> {
  const given = (records: object) => JSON.stringify(records)
  await sql`
    insert into businesses.record
      (business_id, slot, registered_from, row_status, source, content_hash, kind, content, participant_id)
    select b.id, 'oracle ' || r.key, '2020-01-01', 'CURRENT', 'oracle', md5(r.key), r.key, r.value,
      case when r.key in ('OFFICE', 'PARTICIPANT_ADDRESS') then
        (select p.participant_id from businesses.participant_role p where p.business_id = b.id order by p.row_id limit 1) end
    from businesses.business b cross join jsonb_each(${given(ofBusinesses)}::text::jsonb) r`
  await sql`
    insert into businesses.unit_record (unit_id, slot, registered_from, row_status, source, content_hash, kind, content)
    select u.id, 'oracle ' || r.key, '2020-01-01', 'CURRENT', 'oracle', md5(r.key), r.key, r.value
    from businesses.production_unit u cross join jsonb_each(${given(ofBoth)}::text::jsonb) r`
  await sql`
    insert into businesses.participant_record
      (participant_id, slot, registered_from, row_status, source, content_hash, kind, content)
    select p.id, 'oracle ' || r.key, '2020-01-01', 'CURRENT', 'oracle', md5(r.key), r.key, r.value
    from businesses.participant p cross join jsonb_each(${given(ofParticipants)}::text::jsonb) r`
  await sql`
    insert into businesses.status
      (business_id, slot, registered_from, row_status, source, content_hash, code, text, credit_code, credit_text)
    select id, 'CREDIT', '2020-01-01', 'CURRENT', 'oracle', 'oracle', '1', 'Prøve', '2', 'Prøve' from businesses.business`
  await sql`
    update businesses.participant_role set others = others || '{"EJERANDEL_MEDDELELSE_DATO": "2020-01-15"}'::jsonb`
}
