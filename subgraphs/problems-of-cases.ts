// Why a command on a case was not carried out: its part of the closed list of codes.
export const caseWordings = {
  ACCESS_BY_PERSON: {
    da: 'Det opslag har en person foretaget og ingen myndighed. Se under Fuldmagter, hvem der må handle for dig, og bring det til ophør.',
    en: 'A person made that access, and no authority. See under Powers of attorney who may act for you, and end it.',
  },
  CASE_OPEN_ALREADY: {
    da: 'Der er allerede en henvendelse om det opslag, som ikke er lukket. Se den under dine henvendelser.',
    en: 'There is a case about that access already, which is not closed. See it among your cases.',
  },
  CASES_TOO_MANY: {
    da: 'Der er for mange henvendelser til den myndighed, som ikke er besvaret endnu. Vent på svar, før du opretter flere.',
    en: 'There are too many cases with that authority which are not answered yet. Wait for answers before you open more.',
  },
  CASE_OWN: {
    da: 'Henvendelsen handler om dit eget opslag eller om dig selv. En anden dataforvalter skal tage sig af den.',
    en: 'The case is about an access of your own, or about yourself. Another data steward must deal with it.',
  },
} as const
