// The invented consent templates, in Danish and English. The table to edit.

export interface SampleTemplate {
  readonly id: string
  readonly kind: 'GDPR_6_1_A' | 'FVL_28' | 'FVL_29' | 'SECTOR_LAW'
  readonly activity: string
  readonly fields: readonly string[]
  readonly longestDays: number
  /** Of SECTOR_LAW. */
  readonly paragraph?: string
  readonly parameters?: readonly {
    readonly name: string
    /** An argument's coordinate, or `Case-Reference`. */
    readonly place: string
    readonly da: string
    readonly en: string
  }[]
  readonly texts: Readonly<
    Record<'DA' | 'EN', readonly [title: string, request: string, no: string, withdrawal: string]>
  >
}

export const sampleTemplates: readonly SampleTemplate[] = [
  {
    id: 'housing-support',
    kind: 'SECTOR_LAW',
    paragraph: 'Lov om individuel boligstøtte § 1 (prøve)',
    activity: 'KOM-17',
    fields: ['Person.civilStatus', 'Person.citizenship'],
    longestDays: 366,
    texts: {
      DA: [
        'Oplysninger fra CPR til boligstøtte',
        'Må kommunen hente din civilstand og dit statsborgerskab i CPR til din ansøgning om boligstøtte?',
        'Siger du nej, kan du selv sende oplysningerne. Det kan forsinke sagen.',
        'Trækker du det tilbage, henter kommunen ikke mere. Det, der er hentet, bliver i sagen.',
      ],
      EN: [
        'Information from CPR for housing support',
        'May the municipality get your civil status and citizenship from CPR for your application for housing support?',
        'If you say no, you can send the information yourself. That may delay the case.',
        'If you withdraw it, the municipality gets nothing more. What it has already got stays in the case.',
      ],
    },
  },
  {
    id: 'own-business',
    kind: 'FVL_28',
    activity: 'KOM-17',
    fields: ['Business.employment'],
    parameters: [{ name: 'year', place: 'Business.employment(year:)', da: 'For året', en: 'For the year' }],
    longestDays: 366,
    texts: {
      DA: [
        'Virksomhedens antal ansatte til boligstøtte',
        'Må kommunen hente virksomhedens antal ansatte i det nævnte år i CVR til ejerens ansøgning om boligstøtte?',
        'Siger virksomheden nej, kan ejeren selv sende oplysningen. Det kan forsinke sagen.',
        'Trækker virksomheden det tilbage, henter kommunen ikke mere. Det, der er hentet, bliver i sagen.',
      ],
      EN: [
        "The business's number of employees for housing support",
        "May the municipality get the business's number of employees in the year named from CVR for its owner's application for housing support?",
        'If the business says no, the owner can send the information. That may delay the case.',
        'If the business withdraws it, the municipality gets nothing more. What it has already got stays in the case.',
      ],
    },
  },
  {
    id: 'loan',
    kind: 'GDPR_6_1_A',
    activity: 'BANK-1',
    fields: ['Person.name', 'Person.address', 'Person.civilStatus'],
    longestDays: 90,
    texts: {
      DA: [
        'Oplysninger fra CPR til et lån',
        'Må banken hente dit navn, din adresse og din civilstand i CPR til din ansøgning om lån?',
        'Siger du nej, kan du selv dokumentere oplysningerne.',
        'Trækker du det tilbage, henter banken ikke mere.',
      ],
      EN: [
        'Information from CPR for a loan',
        'May the bank get your name, address and civil status from CPR for your application for a loan?',
        'If you say no, you can document the information yourself.',
        'If you withdraw it, the bank gets nothing more.',
      ],
    },
  },
  {
    id: 'day-care',
    kind: 'SECTOR_LAW',
    paragraph: 'Dagtilbudsloven § 26 (prøve)',
    activity: 'KOM-18',
    fields: ['Person.civilStatus'],
    longestDays: 366,
    texts: {
      DA: [
        'Oplysninger fra CPR til en plads i dagtilbud',
        'Må kommunen hente civilstand i CPR for barnet til at anvise en plads i dagtilbud?',
        'Siger en af jer nej, kan I selv sende oplysningen.',
        'Trækker en af jer det tilbage, henter kommunen ikke mere.',
      ],
      EN: [
        'Information from CPR for a place in day care',
        "May the municipality get the child's civil status from CPR to assign a place in day care?",
        'If one of you says no, you can send the information yourselves.',
        'If one of you withdraws it, the municipality gets nothing more.',
      ],
    },
  },
]
