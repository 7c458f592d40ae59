// What one can do to a power of attorney, in Danish: on its button, and what follows from it.
import type { Deed } from '../power-actions.ts'

/** What something is called on its button, and what follows from it. */
export interface DeedWords {
  readonly label: string
  readonly follows: string
  /** While it is offered or waits for signatures, when that is another matter. */
  readonly whileOffered?: { readonly label: string; readonly follows: string }
}

const giver: Readonly<Record<Deed, DeedWords>> = {
  accept: {
    label: 'Ja, jeg giver fuldmagten',
    follows: 'Siger du ja, kan den anden bruge fuldmagten med det samme. Du kan altid tilbagekalde den igen.',
  },
  confirm: {
    label: 'Skriv under',
    follows:
      'Skriver du under, gælder fuldmagten, når alle, der skal skrive under, har gjort det. Har du allerede skrevet under, skal du ikke gøre mere.',
  },
  revoke: {
    label: 'Tilbagekald fuldmagten',
    follows:
      'Den anden kan ikke bruge fuldmagten mere, fra du trykker. Det gælder også alt, der er givet videre fra den. Det, der allerede er set eller gjort, bliver ikke ændret.',
    whileOffered: {
      label: 'Nej, fuldmagten skal ikke gælde',
      follows: 'Siger du nej, kommer fuldmagten ikke til at gælde, og den kan ikke bruges til noget.',
    },
  },
  renounce: { label: 'Frasig dig fuldmagten', follows: 'Fuldmagten ophører med det samme.' },
  limit: {
    label: 'Begræns, hvor mange gange den må gives videre',
    follows: 'Er den allerede givet længere videre end det, du vælger, gælder det led ikke mere.',
  },
  'pass-on': {
    label: 'Giv den videre',
    follows: 'Du giver en anden det hele eller en del af det, du selv må.',
  },
}

const holder: Readonly<Record<Deed, DeedWords>> = {
  ...giver,
  accept: {
    label: 'Ja, jeg tager imod fuldmagten',
    follows:
      'Siger du ja, må du handle for den anden, så langt fuldmagten rækker. Det, du ser og gør, kan den anden se, at du har set og gjort.',
  },
  renounce: {
    label: 'Frasig dig fuldmagten',
    follows:
      'Du kan ikke bruge fuldmagten mere, fra du trykker. Det gælder også det, du har givet videre. Den, der gav den, får besked.',
    whileOffered: {
      label: 'Nej, fuldmagten skal ikke gælde',
      follows: 'Siger du nej, kommer fuldmagten ikke til at gælde. Den anden får besked.',
    },
  },
}

export const deedsDa = {
  deeds: { GIVER: giver, HOLDER: holder },
  takeBack: {
    GIVER: {
      label: 'Tag tilbuddet tilbage',
      follows: 'Tager du det tilbage, kommer fuldmagten ikke til at gælde. Den anden får besked.',
    },
    HOLDER: {
      label: 'Tag anmodningen tilbage',
      follows: 'Tager du den tilbage, kan den anden ikke sige ja mere. Den anden får besked.',
    },
  },
}
