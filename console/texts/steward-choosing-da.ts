// De danske ord for at vælge behandlingsaktiviteter i dataforvalternes formularer: de bestemmer nøglerne.
export const choosingDa = {
  search: (count: number) => `Søg blandt ${count} behandlingsaktiviteter: ord i id, formål eller myndighed`,
  found: (count: number, shown: number) =>
    count > shown ? `${count} passer; de første ${shown} vises. Søg med flere ord.` : `${count} passer.`,
  none: 'Vælg ingen, når det gælder for alle.',
  activateNone: 'Vælg ingen, når det skal gælde for alle, som fuldmagten er givet til.',
  unknown: (id: string) =>
    `Din myndighed har ingen behandlingsaktivitet med id’et ${id}. Vælg en fra listen, eller lad feltet stå tomt.`,
  ended: 'ophørt',
}
