// What a delivery of CPR notes as changed: the fields that show something else, and no other.
import { beforeEach, describe, expect, test } from 'vitest'
import { anna, annaBefore, bo, carl, cprPerson, cprRecord, dorte } from './cpr-records.ts'
import { idOf, lived, load, name, openRegister, register, secret } from './cpr-register.ts'

openRegister()
beforeEach(async () => {
  await register().admin`truncate changes.change, changes.pending`
  await register().admin`update changes.feed set position = 0`
})

const people = { anna, annaBefore, bo, carl, dorte }

/** What is noted, as `anna Person.address`, in the order of the feed; the places without a gap from 1 on. */
async function noted(): Promise<readonly string[]> {
  const rows = await register().admin`select * from changes.change order by position`
  expect(rows.map(row => Number(row.position))).toEqual(rows.map((_, index) => index + 1))
  const names = new Map<string, string>()
  // In this order: an earlier number leads to the same person once that is known.
  for (const [who, number] of Object.entries(people)) {
    const id = await idOf(number)
    if (!names.has(id)) names.set(id, who)
  }
  return rows.map(row => `${names.get(row.subject_id)} ${row.coordinate}`)
}

const citizen = (code: string) =>
  cprRecord('010', anna, { LANDEKOD: code, 'HAENSTART-STATSBORGERSKAB': '199001010000' })
const text = (street: string) => cprRecord('003', anna, { STANDARDADR: `${street} 1`, VEJADRNVN: street })
const single = cprRecord('012', anna, { CIVST: 'U', 'HAENSTART-CIVILSTAND': '199001010000' })
const married = cprRecord('012', anna, { CIVST: 'G', AEGTEPNR: carl, 'HAENSTART-CIVILSTAND': '202003010000' })
const wasSingle = cprRecord('029', anna, {
  CIVST: 'U',
  'HAENSTART-CIVILSTAND': '199001010000',
  'HAENSLUT-CIVILSTAND': '202003010000',
})
const custody = (holder: string) =>
  cprRecord('016', bo, { 'RELTYP-FORÆLDREMYN': '0005', RELPNR: holder, 'START_DT-FORÆLDREMYN': '2014-01-01' })
const protection = (kind: string) =>
  cprRecord('004', anna, { BESKYTTYPE: kind, 'START_DT-BESKYTTELSE': '2018-01-01' })
const ward = cprRecord('017', anna, { 'START_DT-UMYNDIG': '2015-01-01', UMYN_RELTYP: '0001', RELPNR: dorte })
const gone = cprRecord('023', anna, {
  KOMKOD: '0303',
  VEJKOD: '0016',
  HUSNR: '001',
  TILFLYDTO: '198002020000',
  FRAFLYDTO: '201001011200',
})
const former = cprRecord('022', anna, {
  PNR: annaBefore,
  'START_DT-PERSON': '1980-02-02',
  'SLUT_DT-PERSON': '1985-03-03',
})
const supplementary = cprRecord('002', anna, {
  KOMKOD: '0851',
  VEJKOD: '0016',
  HUSNR: '016',
  TILFLYDTO: '201001011200',
  'ADR1-SUPLADR': 'Hos naboen',
})
const own = [name(anna, 'Anna'), lived(anna, '0016'), text('Gaden'), citizen('5100'), single]
const without = (...left: readonly string[]) => own.filter(record => !left.includes(record))
const known = { STATUSHAENSTART: '198002020000' }

describe('a delivery that changes', () => {
  test.each`
    what                                               | person                                               | records                                                               | children                                                    | told
    ${'nothing'}                                       | ${{}}                                                | ${own}                                                                | ${[]}                                                       | ${[]}
    ${'the code of the address'}                       | ${{}}                                                | ${[...without(own[1]!), lived(anna, '0017')]}                         | ${[]}                                                       | ${['anna Person.address']}
    ${'the words of the address'}                      | ${{}}                                                | ${[...without(own[2]!), text('Vejen')]}                               | ${[]}                                                       | ${['anna Person.address']}
    ${'codes and words, told once'}                    | ${{}}                                                | ${[...without(own[1]!, own[2]!), lived(anna, '0017'), text('Vejen')]} | ${[]}                                                       | ${['anna Person.address']}
    ${'lines beside the address'}                      | ${{}}                                                | ${[...without(own[1]!), supplementary]}                               | ${[]}                                                       | ${['anna Person.address']}
    ${'an earlier address'}                            | ${{}}                                                | ${[...own, gone]}                                                     | ${[]}                                                       | ${['anna Person.previousAddresses']}
    ${'the name'}                                      | ${{}}                                                | ${[...without(own[0]!), name(anna, 'Annette')]}                       | ${[]}                                                       | ${['anna Person.name']}
    ${'the status'}                                    | ${{ STATUS: '80' }}                                  | ${own}                                                                | ${[]}                                                       | ${['anna Person.status']}
    ${'the status and its day'}                        | ${{ STATUS: '80', STATUSHAENSTART: '202002010000' }} | ${own}                                                                | ${[]}                                                       | ${['anna Person.status', 'anna Person.statusSince']}
    ${'the sex'}                                       | ${{ KOEN: 'K' }}                                     | ${own}                                                                | ${[]}                                                       | ${['anna Person.sex']}
    ${'the date of birth'}                             | ${{ FOED_DT: '1980-02-03' }}                         | ${own}                                                                | ${[]}                                                       | ${['anna Person.birthDate']}
    ${'the occupation'}                                | ${{ STILLING: 'Smed' }}                              | ${own}                                                                | ${[]}                                                       | ${['anna Person.occupation']}
    ${'the citizenship'}                               | ${{}}                                                | ${[...without(own[3]!), citizen('5104')]}                             | ${[]}                                                       | ${['anna Person.citizenship']}
    ${'the civil status'}                              | ${{}}                                                | ${[...without(single), married, wasSingle]}                           | ${[]}                                                       | ${['anna Person.civilStatus', 'anna Person.previousCivilStatuses']}
    ${'the protection of name and address'}            | ${{}}                                                | ${[...own, secret(anna)]}                                             | ${[]}                                                       | ${['anna Person.nameAndAddressProtected', 'anna Person.protections']}
    ${'another protection'}                            | ${{}}                                                | ${[...own, protection('0003')]}                                       | ${[]}                                                       | ${['anna Person.protections']}
    ${'the guardian'}                                  | ${{}}                                                | ${[...own, ward]}                                                     | ${[]}                                                       | ${['anna Person.guardianship']}
    ${'the children'}                                  | ${{}}                                                | ${[...own, cprRecord('014', anna, { 'PNR-BARN': bo })]}               | ${[]}                                                       | ${['anna Person.children']}
    ${'an earlier number, of which nothing was known'} | ${{}}                                                | ${[...own, former]}                                                   | ${[]}                                                       | ${['anna Person.personalNumbers', 'anna Person.previousNumbers']}
    ${'who holds custody, for child and holder'}       | ${{}}                                                | ${own}                                                                | ${[custody(dorte)]}                                         | ${['anna Person.custodyOf', 'bo Person.custodyHolders', 'dorte Person.custodyOf']}
    ${'the parents'}                                   | ${{}}                                                | ${own}                                                                | ${[custody(anna), cprRecord('015', bo, { PNRMOR: dorte })]} | ${['bo Person.parents']}
  `('$what', async ({ person, records, children, told }) => {
    const boys = [cprPerson(bo, known), ...(children.length > 0 ? children : [custody(anna)])]
    await load([cprPerson(anna, known), ...own, cprPerson(bo, known), custody(anna)])
    expect(await noted()).toEqual([])
    await load([cprPerson(anna, { ...known, ...person }), ...records, ...boys], { production: '20200302' })
    const found = await noted()
    expect([...found].sort()).toEqual([...told].sort())
  })
})

describe('the feed', () => {
  test('begins after a register’s first delivery, and tells of whoever comes later all that they have', async () => {
    await load([cprPerson(anna, known), ...own])
    expect(await noted()).toEqual([])
    await load([cprPerson(carl, known), name(carl, 'Carl')], { production: '20200302' })
    expect((await noted()).map(one => one.split('.')[1]).sort()).toEqual(
      ['birthDate', 'cpr', 'name', 'personalNumbers', 'sex', 'status', 'statusSince'].sort(),
    )
  })

  test('tells nothing of a file that comes again, or that is refused', async () => {
    await load([cprPerson(anna, known), ...own])
    const moved = [cprPerson(anna, known), ...without(own[1]!), lived(anna, '0017')]
    await load(moved, { production: '20200302' })
    expect(await noted()).toEqual(['anna Person.address'])
    await load(moved, { production: '20200302' })
    await load(moved, { production: '20200301', counter: 99 }).catch(() => {})
    expect(await noted()).toEqual(['anna Person.address'])
  })

  test('tells when the register wrote it', async () => {
    await load([cprPerson(anna, known), ...own])
    await load([cprPerson(anna, known), ...without(own[1]!), lived(anna, '0017')], { production: '20200302' })
    const [row] = await register().admin`
      select c.registered_at = t.registered_from as same from changes.change c
      join persons.address t on t.person_id = c.subject_id and t.registered_to = 'infinity'`
    expect(row!.same).toBe(true)
  })

  test('tells of every field of both ids when two persons turn out to be one', async () => {
    await load([cprPerson(anna, known), ...own, cprPerson(annaBefore, known)])
    const [before, after] = [await idOf(annaBefore), await idOf(anna)]
    await load([cprPerson(anna, known), ...own, former], { production: '20200302' })
    const rows = await register().admin`select subject_id, coordinate from changes.change`
    const told = Map.groupBy(rows, row => row.subject_id)
    expect(new Set(told.keys())).toEqual(new Set([before, after]))
    for (const one of told.values())
      expect(one.map(row => row.coordinate)).toEqual(
        expect.arrayContaining(['Person.address', 'Person.cpr', 'Person.businessRoles']),
      )
  })

  test('has no gap where an import was given up after it had its places', async () => {
    const sql = register().sql('importer')
    const note = (coordinate: string, fails = false) =>
      sql.begin(async transaction => {
        await transaction`insert into changes.pending values (${crypto.randomUUID()}, ${coordinate}, now())`
        await transaction`select changes.note()`
        if (fails) throw new Error('given up')
      })
    await note('Person.name')
    await note('Person.sex', true).catch(() => {})
    await note('Person.address')
    expect((await noted()).map(one => one.split(' ')[1])).toEqual(['Person.name', 'Person.address'])
  })

  test('is written to by importers alone, through the one function', async () => {
    const tampering = register().sql('importer')`update changes.change set coordinate = 'Person.cpr'`
    await expect(tampering).rejects.toMatchObject({ code: '42501' })
    for (const role of ['persons', 'changes', 'access_reader'] as const)
      await expect(register().sql(role)`select changes.note()`).rejects.toMatchObject({ code: '42501' })
  })
})
