// How a key that another subgraph or a caller sent becomes a stub: fields then load what they need, once decided.
import { isId } from '../schema/id.ts'

/** Of types keyed by an opaque id; text that cannot be one leads to no entity. */
export const byId = (typename: 'Person' | 'Business') => ({
  __resolveReference: ({ id }: { id: unknown }) => (isId(id) ? { __typename: typename, id } : null),
})

export const authorityByCvr = { __resolveReference: ({ cvr }: { cvr: string }) => ({ cvr }) }

export const activityById = { __resolveReference: ({ id }: { id: string }) => ({ id }) }
