// Which types of attributes CVR publishes of businesses and of members: one that is not known here is not open.

const published: ReadonlySet<string> = new Set([
  ...['TEGNINGSREGEL', 'FORMÅL', 'KAPITAL', 'KAPITALVALUTA', 'KAPITAL_DELVIST', 'KAPITALKLASSER'],
  ...['VEDTÆGT_SENESTE', 'ARKIV_REGISTRERINGSNUMMER', 'BØRSNOTERET', 'SOCIAL_VIRKSOMHED', 'STATUTTER'],
  ...[
    'REGNSKABSÅR_START',
    'REGNSKABSÅR_SLUT',
    'FØRSTE_REGNSKABSPERIODE_START',
    'FØRSTE_REGNSKABSPERIODE_SLUT',
  ],
  ...[
    'OMLÆGNINGSPERIODE_START',
    'OMLÆGNINGSPERIODE_SLUT',
    'REVISION_FRAVALGT',
    'REKLAMEBESKYTTET',
    'FEJLREGISTRERET',
  ],
  ...['FUNKTION', 'VALGFORM', 'EJERANDEL_PROCENT', 'EJERANDEL_STEMMERET_PROCENT', 'EJERANDEL_KAPITALKLASSE'],
  ...['EJERANDEL_MEDDELELSE_DATO', 'SÆRLIGE_EJERFORHOLD'],
])

export const isPublicAttribute = (type: string): boolean => published.has(type)
