// Why a steward's command on an activity, a supplier or a draft was not carried out: part of the closed list of codes.

export const activityWordings = {
  ACTIVITY_ID: {
    da: 'Et id er to til fem store bogstaver, en bindestreg og et tal: KOM-17.',
    en: 'An id is two to five capital letters, a hyphen and a number: KOM-17.',
  },
  ACTIVITY_RESERVED: {
    da: 'Aktiviteter med ADM-id er dataforvalternes egne og ændres ikke her. Vælg et andet id.',
    en: "Activities with an ADM id are the stewards' own and are not changed here. Choose another id.",
  },
  TEXT_LENGTH: {
    da: 'Teksten er tom eller for lang.',
    en: 'The text is empty or too long.',
  },
  TEXT_NUMBER: {
    da: 'Noget i teksten ligner et personnummer. Fjern det.',
    en: 'Something in the text looks like a personal number. Remove it.',
  },
  LIST_EMPTY: {
    da: 'Listen er tom. Nævn mindst én.',
    en: 'The list is empty. Name at least one.',
  },
  LIST_TOO_LONG: {
    da: 'Listen er for lang. Nævn højst 100, og tag resten bagefter.',
    en: 'The list is too long. Name at most 100, and take the rest afterwards.',
  },
  LISTED_TWICE: {
    da: 'Det samme står to gange. Nævn det én gang.',
    en: 'The same is listed twice. Name it once.',
  },
  LEGAL_BASIS: {
    da: 'Skriv hjemlen i forordningen som 6(1)(e) og 9(2)(g).',
    en: 'Write the basis in the regulation as 6(1)(e) and 9(2)(g).',
  },
  ARTICLE_9_NEEDED: {
    da: 'Feltet er følsomt (art. 9). Angiv hjemlen i artikel 9, stk. 2, eller udelad feltet.',
    en: 'The field is of a special category (Art. 9). Name the basis in Article 9(2), or leave the field out.',
  },
  FIELD_OPEN: {
    da: 'Feltet er åbent for alle og hører ikke i en aktivitet. Udelad det.',
    en: 'The field is open to everyone and needs no activity. Leave it out.',
  },
  FIELD_PART: {
    da: 'Feltet afgøres ikke for sig selv. Nævn det felt, som det står i; se listen på /fields.',
    en: 'The field is not decided by itself. Name the field that it stands in; see the list at /fields.',
  },
  FIELD_SUBJECT_OUTSIDE: {
    da: 'Feltet handler om andre end dem, aktiviteten omfatter. Tilføj dem, eller udelad feltet.',
    en: 'The field is about others than those whom the activity covers. Add them, or leave the field out.',
  },
  NUMBER_NEVER_PRIVATE: {
    da: 'Personnumre gives aldrig til private modtagere. Udelad feltet.',
    en: 'Personal numbers never go to private recipients. Leave the field out.',
  },
  REACH_PRIVATE: {
    da: 'Private modtagere kan kun slå op. Vælg LOOKUP.',
    en: 'Private recipients can only look up. Choose LOOKUP.',
  },
  SYSTEM_UNKNOWN: {
    da: 'Et af systemerne er hverken myndighedens eget eller en leverandørs, der arbejder for den i denne aktivitet. Se dem i myAuthority.',
    en: "One of the systems is neither the authority's own nor that of a supplier working for it in this activity. See them in myAuthority.",
  },
  MUNICIPALITY_FORM: {
    da: 'En kommune angives med sin firecifrede kode, og kun for offentlige myndigheder.',
    en: 'A municipality is given by its four-digit code, and for public authorities only.',
  },
  MUNICIPALITY_UNKNOWN: {
    da: 'Ingen kommune har denne kode nu. Angiv en, der findes, såsom 0751.',
    en: 'No municipality has this code now. Give one that exists, such as 0751.',
  },
  COVER_OUTSIDE: {
    da: 'Skjult opslag er for offentlige myndigheder og varer 1 til 365 dage.',
    en: 'Cover is for public authorities, and lasts 1 to 365 days.',
  },
  SUPPLIER_UNKNOWN: {
    da: 'En leverandør er en anden myndighed eller virksomhed, som har systemer her. Se dem i authorities.',
    en: 'A supplier is another authority or company that has systems here. See them in authorities.',
  },
  AGE_OUTSIDE: {
    da: 'Alderen, fra hvilken den unge selv bestemmer, er 10 til 17 år. Udelad den, når det er 18.',
    en: 'The age from which a young person decides alone is 10 to 17. Leave it out when it is 18.',
  },
  PERSONS_ONLY: {
    da: 'Alder og forældremyndighed hører til aktiviteter om personer. Udelad det, eller tilføj PERSON.',
    en: 'Age and custody belong to activities about persons. Leave it out, or add PERSON.',
  },
  EXCEPTION_FORM: {
    da: 'Angiv undtagelsen som "CPR act § 42(2)".',
    en: 'Write the exception as "CPR act § 42(2)".',
  },
  PERIOD_OVERLAPS: {
    da: 'En anden version er allerede godkendt til at begynde senere end denne. Lad denne begynde efter den.',
    en: 'Another version is already approved to begin later than this one. Let this one begin after it.',
  },
  FOUR_EYES_NEEDED: {
    da: 'Den, der har skrevet kladden, kan ikke godkende den. Det skal en anden gøre.',
    en: 'Whoever drafted it cannot approve it. Another officer must.',
  },
  OPERATOR_NEEDED: {
    da: 'Kladden har fortrolige felter, en undtagelse fra beskyttelse eller skjult opslag. En af operatørens dataforvaltere skal godkende den.',
    en: "The draft holds confidential fields, an exception from protection, or cover. One of the operator's stewards must approve it.",
  },
} as const
