// What decisions may know of businesses: the views access.fact_*, whose standing is raised, and who may read what.
import { describe, expect, test } from 'vitest'
import { judgeSigning, readSigning, sourceOf } from '../access/signing.ts'
import {
  answer,
  attribute,
  board,
  chair,
  company,
  dated,
  director,
  managed,
  member,
  relation,
} from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()

describe('standing', () => {
  const rule = (text: string) => attribute('TEGNINGSREGEL', dated({ vaerdi: text }))
  test.each`
    what                   | members                                                                   | business | person
    ${'nothing'}           | ${{}}                                                                     | ${0}     | ${0}
    ${'the name'}          | ${{ navne: [dated({ navn: 'Other' })] }}                                  | ${0}     | ${0}
    ${'the status'}        | ${{ virksomhedsstatus: [dated({ status: 'UNDER KONKURS' })] }}            | ${1}     | ${1}
    ${'the form'}          | ${{ virksomhedsform: [dated({ virksomhedsformkode: 60 })] }}              | ${1}     | ${1}
    ${'its life'}          | ${{ livsforloeb: [dated({}, '2010-01-01', '2020-01-31')] }}               | ${1}     | ${1}
    ${'the signing rule'}  | ${{ attributter: [rule('Selskabet tegnes af en direktør alene.')] }}      | ${1}     | ${1}
    ${'another attribute'} | ${{ attributter: [attribute('FORMÅL', dated({ vaerdi: 'At handle' }))] }} | ${0}     | ${0}
    ${'a role ended'}      | ${{ deltagerRelation: [] }}                                               | ${1}     | ${1}
  `('is raised by $business and $person when $what changes', async ({ members, business, person }) => {
    const first = {
      cvr: '90000001',
      deltagerRelation: [relation({ enhedsNummer: 7, forretningsnoegle: director }, chair)],
    }
    await register.load(answer([company(first)]))
    const ids = [
      await register.idOf('BUSINESS', '90000001'),
      await register.idOf('PERSON', director),
    ] as const
    const before = [await register.revision(ids[0]), await register.revision(ids[1])] as const
    await register.load(answer([company({ ...first, ...members })]))
    expect([
      (await register.revision(ids[0])) - before[0],
      (await register.revision(ids[1])) - before[1],
    ]).toEqual([business, person])
  })
})

describe('facts for decisions', () => {
  const reader = () => register.sql('access_reader')

  test.each`
    what               | members                                                                                    | expected
    ${'alive'}         | ${{}}                                                                                      | ${{ form: '80', status: 'NORMAL', dissolved: false, bankrupt: false }}
    ${'closed'}        | ${{ livsforloeb: [dated({}, '2010-01-01', '2015-01-01')] }}                                | ${{ dissolved: true }}
    ${'without life'}  | ${{ livsforloeb: [] }}                                                                     | ${{ dissolved: true }}
    ${'not yet'}       | ${{ livsforloeb: [dated({}, '2999-01-01')] }}                                              | ${{ dissolved: true }}
    ${'in error'}      | ${{ fejlRegistreret: true }}                                                               | ${{ dissolved: true }}
    ${'bankrupt'}      | ${{ virksomhedsstatus: [dated({ status: 'UNDER KONKURS' })] }}                             | ${{ dissolved: false, bankrupt: true }}
    ${'after that'}    | ${{ virksomhedsstatus: [dated({ status: 'OPLØST EFTER KONKURS' })] }}                      | ${{ dissolved: true, bankrupt: false }}
    ${'struck off'}    | ${{ virksomhedsstatus: [dated({ status: 'TVANGSOPLØST' })] }}                              | ${{ dissolved: true }}
    ${'bankrupt once'} | ${{ virksomhedsstatus: [dated({ status: 'UNDER KONKURS' }, '2010-01-01', '2012-01-01')] }} | ${{ status: null, bankrupt: false }}
  `('a business that is $what', async ({ members, expected }) => {
    await register.load(answer([company({ cvr: '90000001', ...members })]))
    const facts = await reader()`select * from access.fact_business`
    expect(facts).toMatchObject([
      { business_id: await register.idOf('BUSINESS', '90000001'), cvr: '90000001', ...expected },
    ])
  })

  test('roles of persons, businesses and those without number; beneficial owners decide nothing', async () => {
    const beneficial = {
      hovedtype: 'REGISTER',
      navn: 'Reelle ejere',
      attributter: [attribute('EJERANDEL_PROCENT', dated({ vaerdi: '1.0' }))],
    }
    await register.load(
      answer([
        managed(
          relation({ enhedsNummer: 7, forretningsnoegle: director }, chair, beneficial),
          relation(
            { enhedsNummer: 8, enhedstype: 'VIRKSOMHED', forretningsnoegle: '90000002' },
            { hovedtype: 'FULDT_ANSVARLIG_DELTAGERE' },
          ),
          relation({ enhedsNummer: 9 }, board),
        ),
      ]),
    )
    const roles =
      await reader()`select person_id, business_holder_id, role, valid_from, valid_to from access.fact_role order by role`
    const open = { valid_from: new Date(-8.64e15), valid_to: new Date(8.64e15) }
    expect(roles).toEqual([
      { person_id: null, business_holder_id: null, role: 'BOARD_MEMBER', ...open },
      {
        person_id: await register.idOf('PERSON', director),
        business_holder_id: null,
        role: 'CHAIR',
        ...open,
        valid_from: new Date('2009-12-31T23:00:00Z'),
      },
      {
        person_id: null,
        business_holder_id: await register.idOf('BUSINESS', '90000002'),
        role: 'FULLY_LIABLE',
        ...open,
      },
    ])
  })

  const liable = (until: string | null) => ({
    hovedtype: 'FULDT_ANSVARLIG_DELTAGERE',
    attributter: [attribute('FUNKTION', dated({ vaerdi: 'INTERESSENTER' }, '2010-01-01', until))],
  })
  test.each`
    form  | until           | life            | owned
    ${10} | ${null}         | ${null}         | ${true}
    ${15} | ${null}         | ${null}         | ${true}
    ${30} | ${null}         | ${null}         | ${false}
    ${80} | ${null}         | ${null}         | ${false}
    ${10} | ${'2015-01-01'} | ${null}         | ${false}
    ${10} | ${null}         | ${'2015-01-01'} | ${false}
  `(
    'form $form, liable until $until, living until $life: owned by the person, $owned',
    async ({ form, until, life, owned }) => {
      await register.load(
        answer([
          company({
            cvr: '90000001',
            virksomhedsform: [dated({ virksomhedsformkode: form })],
            livsforloeb: [dated({}, '2010-01-01', life)],
            deltagerRelation: [relation({ enhedsNummer: 7, forretningsnoegle: director }, liable(until))],
          }),
        ]),
      )
      const [row] = await reader()`
        select access.signing_of(${await register.idOf('BUSINESS', '90000001')}) as signing`
      const signing = readSigning(row!.signing)!
      const confirmed = [{ person: await register.idOf('PERSON', director), at: new Date() }]
      const alone = judgeSigning(signing, confirmed, new Date()).state === 'MET'
      expect(alone && sourceOf(signing) === 'OWNER').toBe(owned)
    },
  )

  test('the signing rule, and the person that two numbers turn out to be', async () => {
    const rule = attribute('TEGNINGSREGEL', dated({ vaerdi: 'Selskabet tegnes af en direktør alene.' }))
    const two = [
      relation({ enhedsNummer: 7, forretningsnoegle: director }, chair),
      relation({ enhedsNummer: 8, forretningsnoegle: member }, board),
    ]
    await register.load(answer([company({ cvr: '90000001', attributter: [rule], deltagerRelation: two })]))
    expect(await reader()`select rule from access.fact_signing_rule`).toEqual([
      { rule: 'Selskabet tegnes af en direktør alene.' },
    ])
    const [joined] = await register.sql(
      'importer',
    )`select identity.join('PERSON', ${[director, member]}) as id`
    const people = await reader()`select distinct person_id from access.fact_role`
    expect(people).toEqual([{ person_id: joined!.id }])
  })
})

test.each`
  role               | statement
  ${'businesses'}    | ${'select * from businesses.raw_document'}
  ${'businesses'}    | ${'select * from businesses.quarantine'}
  ${'businesses'}    | ${'delete from businesses.name'}
  ${'businesses'}    | ${'select * from access.fact_role'}
  ${'importer'}      | ${'delete from businesses.name'}
  ${'access_reader'} | ${'select * from businesses.business'}
  ${'persons'}       | ${'select * from businesses.business'}
`('$role may not: $statement', async ({ role, statement }) => {
  await expect(register.sql(role).unsafe(statement)).rejects.toThrow(/permission denied/)
})
