// De danske ord for fremtidsfuldmagter, som Familieretshusets sagsbehandlere læser: de bestemmer nøglerne.
export const futuresDa = {
  title: 'Fremtidsfuldmagter',
  about:
    'Det, en person har givet andre fuldmagt til, når de ikke længere selv kan. Hele eller en del af den sættes i kraft af to sagsbehandlere; det kan ikke blive mindre bagefter.',
  none: 'Den, du søgte efter, har ingen fremtidsfuldmagter.',
  dormantFields: 'Oplysninger, der hviler',
  dormantActions: 'Det, fuldmagtshaveren endnu ikke må',
  dormantFor: 'Hviler for',
  everyOther: 'Alle øvrige behandlingsaktiviteter',
  whole: 'Hele fuldmagten',
  allActive: 'Hele fuldmagten er sat i kraft.',
  activate: 'Sæt i kraft',
  activateAbout: 'Vælg, hvad der skal gælde. En anden skal godkende det; begge parter får besked.',
  activateFor: 'Kun for disse behandlingsaktiviteter',
  propose: 'Send til en anden',
  end: 'Lad fuldmagten ophøre',
  endAbout: 'Det sker med det samme, og den, der gav fuldmagten, får besked.',
  lookFor: 'Søg efter en person',
  numberForm: 'Skriv et personnummer på ti cifre.',
}
