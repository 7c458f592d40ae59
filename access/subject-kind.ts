// Whether what a coordinate names is about a person or about a business.

export type SubjectKind = 'PERSON' | 'BUSINESS'

// A production unit's data are about the business that it belongs to (schema/businesses.graphql).
const kinds: Readonly<Record<string, SubjectKind>> = {
  Person: 'PERSON',
  Business: 'BUSINESS',
  ProductionUnit: 'BUSINESS',
  // Whether somebody may act for one who is not registered is answered as for a person without mandates.
  MandateAnswer: 'PERSON',
}

/** Of a coordinate or a type's name: `Person.name`, `Business`. Null for records that either may be a party to. */
export const subjectKind = (coordinate: string): SubjectKind | null =>
  kinds[coordinate.split('.')[0] ?? ''] ?? null
