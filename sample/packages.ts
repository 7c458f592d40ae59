// The invented packages of rights for powers of attorney, in Danish and English. The table to edit.

export interface SamplePackage {
  readonly id: string
  /** The authority's key in companies.ts. */
  readonly authority: string
  readonly fields: readonly string[]
  readonly actions: readonly ('READ' | 'CONSENT' | 'ACT')[]
  readonly activities: readonly string[]
  readonly longestDays: number
  readonly grantorFromAge: number
  readonly holderFromAge: number
  readonly title: Readonly<Record<'DA' | 'EN', string>>
  readonly text: Readonly<Record<'DA' | 'EN', string>>
}

// biome-ignore format: a table
export const samplePackages: readonly SamplePackage[] = [
  { id: 'tax', authority: 'skat', actions: ['READ'], activities: [], longestDays: 1827, grantorFromAge: 18, holderFromAge: 18,
    fields: ['Person.name', 'Person.address', 'Person.businessRoles', 'Business.secretContact'],
    title: { DA: 'Skat', EN: 'Tax' },
    text: {
      DA: 'Den, du giver fuldmagt, kan se det, som en revisor skal bruge til din eller virksomhedens skat. Antal ansatte hører ikke med.',
      EN: "Whoever you give it to can see what an accountant needs for your or your business's tax. The number of employees is not part of it." } },
  { id: 'housing-support-help', authority: 'kommune', actions: ['READ', 'CONSENT'], activities: ['KOM-17'], longestDays: 731,
    grantorFromAge: 15, holderFromAge: 18, fields: ['Person.name', 'Person.address', 'Person.civilStatus'],
    title: { DA: 'Hjælp til boligstøtte', EN: 'Help with housing support' },
    text: {
      DA: 'Den, du giver fuldmagt, kan se de oplysninger, som din sag om boligstøtte bygger på, og svare på kommunens anmodninger om samtykke for dig.',
      EN: "Whoever you give it to can see the information that your housing support rests on, and answer the municipality's requests for consent for you." } },
]
