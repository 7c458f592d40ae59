// Participants of the business register: how each kind is linked, and that no personal number is kept.
import { describe, expect, test } from 'vitest'
import { answer, chair, director, lines, managed, relation } from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()

describe('a participant', () => {
  const readParticipants = () => register.admin()`
    select unit_number::integer as unit, kind, coalesce(person_id, holder_id) as party_id from businesses.participant order by unit_number`

  test.each`
    who                            | unit                                                           | kind
    ${'a person with number'}      | ${{ forretningsnoegle: director }}                             | ${'PERSON'}
    ${'a person, as JSON number'}  | ${{ forretningsnoegle: Number(director) }}                     | ${'PERSON'}
    ${'a person without number'}   | ${{ forretningsnoegle: null }}                                 | ${'UNLINKED'}
    ${'a business'}                | ${{ enhedstype: 'VIRKSOMHED', forretningsnoegle: '90000002' }} | ${'BUSINESS'}
    ${'a business without number'} | ${{ enhedstype: 'VIRKSOMHED', forretningsnoegle: null }}       | ${'UNLINKED'}
    ${'a foreign participant'}     | ${{ enhedstype: 'ANDEN_DELTAGER', forretningsnoegle: 'X-77' }} | ${'UNLINKED'}
  `('that is $who is $kind', async ({ unit, kind }) => {
    const accounting = await register.load(answer([managed(relation({ enhedsNummer: 7, ...unit }, chair))]))
    expect(accounting.findings).toEqual([])
    const ids = new Map([
      ['PERSON', await register.idOf('PERSON', director)],
      ['BUSINESS', await register.idOf('BUSINESS', '90000002')],
    ])
    expect(await readParticipants()).toEqual([{ unit: 7, kind, party_id: ids.get(kind) ?? null }])
  })

  test.each`
    unit                                                           | reason
    ${{ forretningsnoegle: '9913701234' }}                         | ${'not a personal number; the participant is kept without a link'}
    ${{ enhedstype: 'VIRKSOMHED', forretningsnoegle: '47458715' }} | ${'not a business number; the participant is kept without a link'}
  `('whose number leads nowhere: $reason', async ({ unit, reason }) => {
    const accounting = await register.load(answer([managed(relation({ enhedsNummer: 7, ...unit }, chair))]))
    const path = 'deltagerRelation[0].deltager.forretningsnoegle'
    expect(accounting.findings).toEqual([{ line: 1, document: 0, path, reason }])
    expect(await readParticipants()).toEqual([{ unit: 7, kind: 'UNLINKED', party_id: null }])
  })

  test('has a personal number that stands nowhere in the register', async () => {
    const person = {
      Vrdeltagerperson: {
        enhedsNummer: 8,
        enhedstype: 'PERSON',
        forretningsnoegle: director,
        sidstOpdateret: '2020-01-01T00:00:00Z',
      },
    }
    await register.load(
      lines([managed(relation({ enhedsNummer: 7, forretningsnoegle: director }, chair)), person]),
    )
    const all = JSON.stringify(await register.contents())
    expect(all).toContain('FORMAND')
    expect(all).toContain('Vrdeltagerperson')
    expect(all).not.toContain(director)
    expect(all).not.toContain(String(Number(director)))
  })

  test('keeps its id when a privileged copy links it, and its link when a public copy follows', async () => {
    await register.load(answer([managed(relation({ enhedsNummer: 7 }, chair))]))
    const [before] = await register.admin()`select id from businesses.participant`
    // Known before, so that somebody may have asked about them.
    const person = await register.idOf('PERSON', director)
    const linked = await register.load(
      answer([managed(relation({ enhedsNummer: 7, forretningsnoegle: director }, chair))]),
    )
    expect(linked).toMatchObject({ unchanged: 1, raised: 1 })
    expect(await register.revision(person)).toBe(1)
    await register.load(answer([managed(relation({ enhedsNummer: 7 }, chair))]))
    expect(await register.admin()`select id, person_id from businesses.participant`).toEqual([
      { id: before!.id, person_id: person },
    ])
  })
})
