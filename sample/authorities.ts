// The invented authorities, systems, officers and processing activities. The table to edit.

export interface SampleAuthority {
  /** The business's key in companies.ts. */
  readonly key: string
  readonly name: string
  readonly kind: 'PUBLIC' | 'PRIVATE'
  /** OAuth clients; `officers` when only officers use it. */
  readonly systems: readonly { readonly client: string; readonly name: string; readonly officers?: boolean }[]
  readonly officers?: readonly {
    readonly id: string
    readonly name: string
    readonly roles: readonly string[]
  }[]
}

// biome-ignore format: a table
export const sampleAuthorities: readonly SampleAuthority[] = [
  { key: 'kommune', name: 'Strandby Kommune', kind: 'PUBLIC',
    systems: [
      { client: 'kommune-sagssystem', name: 'Sagssystem' },
      { client: 'kommune-forvalter', name: 'Dataforvaltning', officers: true },
    ],
    officers: [
      { id: 'kommune-steward-1', name: 'Dataforvalter 1', roles: ['STEWARD'] },
      { id: 'kommune-steward-2', name: 'Dataforvalter 2', roles: ['STEWARD'] },
    ] },
  { key: 'su', name: 'Styrelsen for Studiestøtte', kind: 'PUBLIC',
    systems: [{ client: 'su-sagssystem', name: 'Sagssystem' }] },
  { key: 'skat', name: 'Skatteforvaltningen (prøve)', kind: 'PUBLIC',
    systems: [{ client: 'skat-sagssystem', name: 'Sagssystem' }] },
  { key: 'politi', name: 'Strandby Politi', kind: 'PUBLIC',
    systems: [{ client: 'politi-sagssystem', name: 'Sagssystem' }] },
  { key: 'familieretshuset', name: 'Familieretshuset (prøve)', kind: 'PUBLIC',
    systems: [{ client: 'familieretshuset-forvalter', name: 'Sager om værgemål og fremtidsfuldmagt', officers: true }],
    officers: [
      { id: 'familieretshuset-steward-1', name: 'Sagsbehandler 1', roles: ['STEWARD'] },
      { id: 'familieretshuset-steward-2', name: 'Sagsbehandler 2', roles: ['STEWARD'] },
    ] },
  { key: 'operator', name: 'Operatøren', kind: 'PUBLIC',
    systems: [{ client: 'operator-forvalter', name: 'Dataforvaltning', officers: true }],
    officers: [
      { id: 'operator-steward-1', name: 'Operatørens forvalter 1', roles: ['STEWARD', 'AUDITOR'] },
      { id: 'operator-steward-2', name: 'Operatørens forvalter 2', roles: ['STEWARD'] },
    ] },
  { key: 'bank', name: 'Strandbanken A/S', kind: 'PRIVATE',
    systems: [{ client: 'bank-kreditsystem', name: 'Kreditsystem' }] },
  { key: 'lev', name: 'Lev A/S', kind: 'PRIVATE', systems: [{ client: 'lev-drift', name: 'Drift' }] },
]

export interface SampleActivity {
  readonly id: string
  readonly authority: string
  readonly purposeDa: string
  readonly purposeEn: string
  readonly legalBasis: string
  readonly act: string
  readonly law: readonly string[]
  readonly consent: readonly string[]
  readonly systems: readonly string[]
  readonly reach?: 'LOOKUP' | 'SEARCH' | 'LIST'
  readonly subjects?: readonly string[]
  readonly population?: string
  readonly startedBy?: 'APPLICATION' | 'AUTHORITY'
  readonly coverFor?: string
  /** A matter of money. */
  readonly economic?: boolean
  /** The age from which a young person decides alone. */
  readonly decidesFrom?: number
  /** All who hold custody of a child must agree. */
  readonly jointCustody?: boolean
  /** Ended so many days before the day of loading. */
  readonly endedDaysAgo?: number
}

const nameAndAddress = ['Person.name', 'Person.address', 'Person.nameAndAddressProtected'] as const

/** What a data steward does: under `ADM-…` only, about the own authority's records. */
const stewardship = [
  'Query.myAuthority',
  'Query.activityDrafts',
  'Mutation.draftActivity',
  'Mutation.approveActivity',
  'Mutation.endActivity',
  'Mutation.registerSupplier',
  'Mutation.approveSupplier',
  'Mutation.endSupplier',
] as const

/** What a data steward does with consents: about the own authority's alone. */
const consentStewardship = [
  'Query.consentSearch',
  'Query.consentProposals',
  'Query.consentTemplateDrafts',
  'Mutation.draftConsentTemplate',
  'Mutation.publishConsentTemplate',
  'Mutation.closeConsentTemplate',
  'Mutation.registerConsent',
  'Mutation.withdrawConsentForSubject',
  'Mutation.suspendConsent',
  'Mutation.resumeConsent',
  'Mutation.invalidateConsent',
  'Mutation.approveConsentProposal',
  'Mutation.rejectConsentProposal',
] as const

/** What a data steward does with the packages of rights that their authority puts together. */
const packageStewardship = [
  'Query.powerPackageDrafts',
  'Mutation.draftPowerPackage',
  'Mutation.publishPowerPackage',
  'Mutation.closePowerPackage',
] as const

/** What stewards see of a power of attorney that they work on. */
const powerOnFile = [
  'PowerOfAttorney.state',
  'PowerOfAttorney.kind',
  'PowerOfAttorney.endedBecause',
  'PowerOfAttorney.grantor',
  'PowerOfAttorney.holder',
  'PowerOfAttorney.passedOnBy',
  'PowerOfAttorney.passOnDepth',
  'PowerOfAttorney.askedBy',
  'PowerOfAttorney.givenBy',
  'PowerOfAttorney.answerBy',
  'PowerOfAttorney.confirmBy',
  'PowerOfAttorney.missing',
  'PowerOfAttorney.package',
  'PowerOfAttorney.fields',
  'PowerOfAttorney.actions',
  'PowerOfAttorney.activities',
  'PowerOfAttorney.validFrom',
  'PowerOfAttorney.validTo',
  'PowerOfAttorney.registration',
  'Query.powerOfAttorneyProposals',
  'Query.powersOfGrantor',
  'Mutation.approvePowerOfAttorneyProposal',
  'Mutation.rejectPowerOfAttorneyProposal',
] as const

/** What a data steward does to see that their authority looks up what it may: records, counts, and cases from citizens. */
const supervision = [
  'Query.accessRecords',
  'Query.accessCounts',
  'Query.cases',
  'Mutation.answerCase',
  'Mutation.closeCase',
] as const

/** Whether somebody who turns up for another may act for them. */
const mandateAnswer = [
  'MandateAnswer.allowed',
  'MandateAnswer.right',
  'MandateAnswer.until',
  'MandateAnswer.code',
  'MandateAnswer.help',
] as const

// biome-ignore format: a table
export const sampleActivities: readonly SampleActivity[] = [
  { id: 'ADM-1', authority: 'kommune',
    purposeDa: 'At holde styr på kommunens behandlingsaktiviteter', purposeEn: "To keep the municipality's processing activities in order",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Databeskyttelsesforordningen art. 30',
    law: stewardship, consent: [], systems: ['kommune-forvalter'] },
  { id: 'ADM-2', authority: 'operator',
    purposeDa: 'At holde styr på operatørens behandlingsaktiviteter og godkende andres', purposeEn: "To keep the operator's processing activities in order and approve those of others",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Databeskyttelsesforordningen art. 30',
    law: [...stewardship, 'Query.authority'], consent: [], systems: ['operator-forvalter'] },
  { id: 'ADM-3', authority: 'kommune',
    purposeDa: 'At føre tilsyn med kommunens egne opslag', purposeEn: "To supervise the municipality's own look-ups",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Databeskyttelsesforordningen art. 5, stk. 2, og art. 32',
    law: supervision, consent: [], systems: ['kommune-forvalter'] },
  { id: 'ADM-4', authority: 'operator',
    purposeDa: 'At føre tilsyn med operatørens egne opslag', purposeEn: "To supervise the operator's own look-ups",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Databeskyttelsesforordningen art. 5, stk. 2, og art. 32',
    law: supervision, consent: [], systems: ['operator-forvalter'] },
  { id: 'ADM-5', authority: 'kommune',
    purposeDa: 'At holde styr på kommunens samtykker og deres skabeloner', purposeEn: "To keep the municipality's consents and their templates in order",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Databeskyttelsesforordningen art. 7',
    law: consentStewardship, consent: [], systems: ['kommune-forvalter'] },
  { id: 'ADM-6', authority: 'operator',
    purposeDa: 'At holde styr på operatørens samtykker og udgive andres skabeloner', purposeEn: "To keep the operator's consents in order and publish the templates of others",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Databeskyttelsesforordningen art. 7',
    law: consentStewardship, consent: [], systems: ['operator-forvalter'] },
  { id: 'ADM-7', authority: 'operator',
    purposeDa: 'At registrere fuldmagter på papir og læse tegningsregler', purposeEn: 'To register powers of attorney on paper and read signing rules',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Aftaleloven kapitel 2; selskabsloven § 135 (prøve)',
    law: [...powerOnFile, 'Mutation.registerPowerOfAttorney', 'Mutation.revokePowerOfAttorneyForGrantor', 'Query.signingRule',
      'Query.signingReadingProposals', 'Query.unparsedSigningRules', 'Mutation.proposeSigningReading', 'Mutation.approveSigningReading',
      'Mutation.endSigningReading'],
    consent: [], systems: ['operator-forvalter'] },
  { id: 'ADM-8', authority: 'familieretshuset', subjects: ['PERSON'],
    purposeDa: 'At afgøre sager om værgemål og sætte fremtidsfuldmagter i kraft', purposeEn: 'To decide on guardianship and activate future powers of attorney',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Værgemålsloven § 5; lov om fremtidsfuldmagter § 9 (prøve)',
    law: [...powerOnFile, 'PowerOfAttorney.dormant', 'Query.futurePowers', 'Mutation.activateFuturePower', 'Mutation.endFuturePower', 'Mutation.registerDecree',
      'Mutation.endDecree'],
    consent: [], systems: ['familieretshuset-forvalter'] },
  { id: 'ADM-9', authority: 'kommune',
    purposeDa: 'At holde styr på kommunens fuldmagtspakker', purposeEn: "To keep the municipality's packages of rights in order",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Forvaltningsloven § 8',
    law: packageStewardship, consent: [], systems: ['kommune-forvalter'] },
  { id: 'KOM-17', authority: 'kommune', startedBy: 'APPLICATION', economic: true,
    purposeDa: 'At afgøre ansøgninger om boligstøtte', purposeEn: 'To decide applications for housing support',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Lov om individuel boligstøtte § 1 (prøve)',
    law: [...nameAndAddress, 'Person.businessRoles', ...mandateAnswer], consent: ['Person.civilStatus', 'Person.citizenship', 'Business.employment'],
    systems: ['kommune-sagssystem', 'lev-drift'] },
  { id: 'KOM-18', authority: 'kommune', jointCustody: true,
    purposeDa: 'At anvise pladser i dagtilbud', purposeEn: 'To assign places in day care',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Dagtilbudsloven § 26 (prøve)',
    law: ['Person.name', 'Person.children', 'Person.custodyHolders', ...mandateAnswer], consent: ['Person.civilStatus'],
    systems: ['kommune-sagssystem'] },
  { id: 'KOM-20', authority: 'kommune', population: '0751',
    purposeDa: 'At tilbyde egne borgere forebyggende hjemmebesøg', purposeEn: 'To offer preventive home visits to its own residents',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Serviceloven § 79 a (prøve)',
    law: [...nameAndAddress, 'Person.birthDate', ...mandateAnswer], consent: [], systems: ['kommune-sagssystem'] },
  { id: 'KOM-9', authority: 'kommune', endedDaysAgo: 1,
    purposeDa: 'En ordning, der er ophørt', purposeEn: 'A scheme that has ended',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Ophævet lov (prøve)',
    law: ['Person.name'], consent: ['Person.civilStatus'], systems: ['kommune-sagssystem'] },
  { id: 'KOM-21', authority: 'kommune', population: '0751', reach: 'SEARCH',
    purposeDa: 'At finde en borger, der henvender sig uden sit nummer', purposeEn: 'To find a citizen who turns up without their number',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Retssikkerhedsloven § 3 (prøve)',
    law: [...nameAndAddress, 'Person.birthDate'], consent: [], systems: ['kommune-sagssystem'] },
  { id: 'KOM-22', authority: 'kommune', decidesFrom: 15, subjects: ['PERSON'],
    purposeDa: 'At vejlede unge om uddannelse og job', purposeEn: 'To guide young people on education and jobs',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Lov om kommunal indsats for unge under 25 år § 1 (prøve)',
    law: ['Person.name', 'Person.birthDate', ...mandateAnswer], consent: ['Person.citizenship', 'Person.address'],
    systems: ['kommune-sagssystem'] },
  { id: 'SU-3', authority: 'su',
    purposeDa: 'At udbetale uddannelsesstøtte', purposeEn: 'To pay student grants',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'SU-loven § 39 (prøve)',
    law: [...nameAndAddress, 'Person.cpr', 'Person.previousNumbers', 'Person.status', 'Person.statusSince', 'Person.birthDate',
      'Person.sex', 'Person.previousNames', 'Person.previousAddresses', 'Person.protections', 'Person.citizenship',
      'Person.civilStatus', 'Person.previousCivilStatuses', 'Person.children', 'Person.parents', 'Person.guardianship'],
    consent: [], systems: ['su-sagssystem'] },
  { id: 'SKAT-1', authority: 'skat',
    purposeDa: 'At opkræve indkomstskat', purposeEn: 'To collect income tax',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Skatteindberetningsloven § 1 (prøve)',
    law: [...nameAndAddress, 'Person.cpr', 'Person.businessRoles', 'Business.employment'], consent: [],
    systems: ['skat-sagssystem'] },
  { id: 'SKAT-2', authority: 'skat', reach: 'LIST',
    purposeDa: 'At danne årsopgørelser for alle skattepligtige', purposeEn: 'To make the annual tax statements of all who pay tax',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Skatteforvaltningsloven § 1 (prøve)',
    law: [...nameAndAddress, 'Person.cpr', 'Person.birthDate', 'Person.status'], consent: [], systems: ['skat-sagssystem'] },
  { id: 'SKAT-3', authority: 'skat', subjects: ['PERSON'],
    purposeDa: 'At opkræve kirkeskat hos folkekirkens medlemmer', purposeEn: 'To collect church tax from the members of the national church',
    legalBasis: 'GDPR Art. 6(1)(e), Art. 9(2)(g)', act: 'Lov om folkekirkens økonomi § 13 (prøve)',
    law: ['Person.name', 'Person.churchMembership', 'Person.previousChurchMemberships'], consent: [], systems: ['skat-sagssystem'] },
  { id: 'POL-9', authority: 'politi', coverFor: '30 days',
    purposeDa: 'At efterforske en forbrydelse', purposeEn: 'To investigate a crime',
    legalBasis: 'GDPR Art. 6(1)(e)', act: 'Retshåndhævelsesloven § 9 (prøve)',
    law: [...nameAndAddress, 'Person.cpr', 'Person.previousAddresses'], consent: [], systems: ['politi-sagssystem'] },
  { id: 'BANK-1', authority: 'bank', subjects: ['PERSON'],
    purposeDa: 'At vurdere en ansøgning om lån', purposeEn: 'To assess an application for a loan',
    legalBasis: 'GDPR Art. 6(1)(a)', act: 'Databeskyttelsesforordningen art. 6, stk. 1, litra a',
    law: [], consent: ['Person.name', 'Person.address', 'Person.previousAddresses', 'Person.civilStatus'],
    systems: ['bank-kreditsystem'], startedBy: 'APPLICATION' },
  { id: 'BANK-2', authority: 'bank', subjects: ['PERSON'],
    purposeDa: 'At ajourføre kunders navn og adresse', purposeEn: "To keep customers' names and addresses up to date",
    legalBasis: 'GDPR Art. 6(1)(c)', act: 'Hvidvaskloven § 11 (prøve)',
    law: ['Person.name', 'Person.address', 'Person.status', 'Person.civilStatus'], consent: [], systems: ['bank-kreditsystem'] },
]

/** Whose systems ask on behalf of which authority, and under which of its activities. */
export const sampleSuppliers: readonly {
  /** Keys of businesses. */
  readonly authority: string
  readonly supplier: string
  readonly activities: readonly string[]
  readonly contract: string
  /** Who proposed it and who approved it: officers of the authority. */
  readonly by: readonly [string, string]
}[] = [
  {
    authority: 'kommune',
    supplier: 'lev',
    activities: ['KOM-17'],
    contract: 'aftaler/lev-drift',
    by: ['kommune-steward-1', 'kommune-steward-2'],
  },
]
