// Why a steward's command on mandates was not carried out: their part of the closed list of codes.
export const stewardWordings = {
  PACKAGE_ID: {
    da: 'Et id på en fuldmagtspakke har 2 til 63 små bogstaver, cifre og bindestreger og begynder med et bogstav: skat-for-mig.',
    en: 'The id of a package has 2 to 63 lower-case letters, digits and hyphens, a letter first: tax.',
  },
  PACKAGE_DAYS: {
    da: 'En fuldmagt gælder højst 1 til 9.131 dage (25 år).',
    en: 'A power of attorney holds for at most 1 to 9,131 days (25 years).',
  },
  PACKAGE_AGE: {
    da: 'Den yngste alder for at give og for at have fuldmagten er 15 til 99 år.',
    en: 'The youngest age for giving and for holding the power of attorney is 15 to 99.',
  },
  DATED_LATER: {
    da: 'Dokumentet kan først registreres, når det er dateret: i dag eller tidligere.',
    en: 'The document can only be registered once it is dated: today or earlier.',
  },
  OPERATOR_ONLY: {
    da: 'Det gør kun operatørens dataforvaltere. Send dokumentet til dem.',
    en: "Only the operator's stewards do this. Send the document to them.",
  },
  SIGNING_RULE_FORM: {
    da: 'Reglen har 1 til 20 måder at tegne på, hver med 1 til 10 led. Hvert led er enten en kreds (med et antal på 1 til 50, eller alle) eller én person; ingen nævnes to gange i samme måde.',
    en: 'The rule has 1 to 20 ways to sign, each of 1 to 10 parts. Each part is either a group (with a number of 1 to 50, or all) or one person; nobody is named twice in one way.',
  },
  SIGNING_TEXT_CHANGED: {
    da: 'Tegningsreglen eller virksomhedens status er ændret i CVR siden forslaget. Læs den igen, og lav et nyt forslag.',
    en: "The signing rule or the business's status has changed in CVR since the proposal. Read it again, and propose anew.",
  },
  SIGNING_CLOSED: {
    da: 'Virksomheden er ophørt eller under konkurs. Så tæller ingen læsning af dens tegningsregel.',
    en: 'The business has ended or is bankrupt. Then no reading of its signing rule counts.',
  },
} as const
