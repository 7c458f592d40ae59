// Participants of businesses and the roles of persons in the graph: who is among them, and in pages.
import { describe, expect, test } from 'vitest'
import { loadedRegister } from './businesses-loaded.ts'
import { director } from './cvr-documents.ts'

const { ask, askMain, idOf, queries } = loadedRegister()

describe('participants', () => {
  const roles = 'organisationType organisationName function from until'
  test('are those in force, each kind as what it is; beneficial owners are not among them', async () => {
    const found = await askMain(`participants { totalCount nodes { name roles { ${roles} } party { __typename
      ... on Person { id } ... on Business { id name } ... on UnlinkedParticipant { unitNumber name } } } }`)
    const role = (organisationType: string, organisationName: string, fn: string | null, from: string) => ({
      organisationType,
      organisationName,
      function: fn,
      from,
      until: null,
    })
    expect(found.participants).toEqual({
      totalCount: 3,
      nodes: [
        {
          name: 'Moder A/S',
          roles: [role('REGISTER', 'EJERREGISTER', null, '2011-01-01')],
          party: { __typename: 'Business', id: await idOf('BUSINESS', '90000002'), name: null },
        },
        {
          name: 'Ida Test',
          roles: [role('LEDELSESORGAN', 'Direktion', 'DIREKTØR', '2012-01-01')],
          party: { __typename: 'Person', id: await idOf('PERSON', director) },
        },
        {
          name: 'Jane Doe',
          roles: [role('LEDELSESORGAN', 'Bestyrelse', 'BESTYRELSESMEDLEM', '2013-01-01')],
          party: { __typename: 'UnlinkedParticipant', unitNumber: '73', name: 'Jane Doe' },
        },
      ],
    })
  })

  test.each`
    effective                 | functions
    ${'2010-06-01T00:00:00Z'} | ${['FORMAND']}
    ${'2012-06-01T00:00:00Z'} | ${[null, 'DIREKTØR']}
  `('had the functions $functions at $effective', async ({ effective, functions }) => {
    const { participants } = await askMain('participants { nodes { roles { function } } }', { effective })
    const nodes = (participants as { nodes: { roles: { function: string }[] }[] }).nodes
    expect(nodes.flatMap(node => node.roles.map(each => each.function))).toEqual(functions)
  })

  test('come in pages whose cursors hold no value', async () => {
    const page = async (after: string | null) => {
      const found = await askMain(`participants(first: 2, after: ${JSON.stringify(after)}) {
        edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`)
      return found.participants as {
        edges: { cursor: string; node: { name: string } }[]
        pageInfo: Record<string, unknown>
      }
    }
    const first = await page(null)
    const second = await page(first.edges[1]!.cursor)
    expect([first, second].map(({ edges }) => edges.map(edge => edge.node.name))).toEqual([
      ['Moder A/S', 'Ida Test'],
      ['Jane Doe'],
    ])
    expect(first.pageInfo).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: false,
      endCursor: first.edges[1]!.cursor,
    })
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    for (const { cursor } of first.edges) expect(cursor).toMatch(/^[\w-]{100,}$/)
    expect(first.edges[0]!.cursor).not.toBe(first.edges[1]!.cursor)
  })

  test.each`
    given                 | message
    ${'first: 0'}         | ${'The argument first must be between 1 and 100: ask for more pages instead.'}
    ${'first: 101'}       | ${'The argument first must be between 1 and 100: ask for more pages instead.'}
    ${'after: "YXQgLTE"'} | ${'The argument after is no cursor of this list: pass a cursor or endCursor as it was answered, with the same filter, order, activity and times.'}
    ${'after: ""'}        | ${'The argument after is no cursor of this list: pass a cursor or endCursor as it was answered, with the same filter, order, activity and times.'}
  `('refuse $given', async ({ given, message }) => {
    const { errors } = await ask(
      `{ business(cvr: "90000001") { participants(${given}) { nodes { name } } } }`,
    )
    expect(errors?.map(error => error.message)).toEqual([message])
  })

  test('are counted only when asked for', async () => {
    await askMain('participants { nodes { name } }')
    expect(queries.filter(query => query.includes('count('))).toEqual([])
    await askMain('participants { totalCount }')
    expect(queries.filter(query => query.includes('count('))).toHaveLength(1)
  })
})

describe('a person', () => {
  const entity = async (id: string, fields: string) => {
    const { data, errors } = await ask(
      `{ _entities(representations: [{ __typename: "Person", id: ${JSON.stringify(id)} }]) { ... on Person { ${fields} } } }`,
    )
    expect(errors).toBeUndefined()
    return (data!._entities as Record<string, unknown>[])[0]!
  }

  test('has the roles in force, newest first, each with its business', async () => {
    const found = await entity(
      await idOf('PERSON', director),
      'businessRoles { totalCount nodes { function from until business { name cvr } } }',
    )
    expect(found.businessRoles).toEqual({
      totalCount: 2,
      nodes: [
        {
          function: 'DIREKTØR',
          from: '2012-01-01',
          until: null,
          business: { name: 'Third', cvr: '90000001' },
        },
        {
          function: null,
          from: '2009-01-01',
          until: null,
          business: { name: 'Firma 90000003', cvr: '90000003' },
        },
      ],
    })
  })

  test('who is not registered has none, and text that is no id leads to nobody', async () => {
    const roles = 'businessRoles { totalCount nodes { function } }'
    expect(await entity('00000000-0000-4000-8000-000000000000', roles)).toEqual({
      businessRoles: { totalCount: 0, nodes: [] },
    })
    expect(await entity('no id', roles)).toBeNull()
  })

  test('is asked about in one statement with others', async () => {
    const ids = await Promise.all(
      [director, '0302651235', '0403661236'].map(number => idOf('PERSON', number)),
    )
    const representations = ids.map(id => `{ __typename: "Person", id: "${id}" }`).join(' ')
    await ask(
      `{ _entities(representations: [${representations}]) { ... on Person { businessRoles { nodes { function } } } } }`,
    )
    expect(queries).toHaveLength(1)
  })
})
