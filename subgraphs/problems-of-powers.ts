// Why a command on powers of attorney was not carried out: part of the closed list of codes.

export const powerWordings = {
  RIGHT_OUTSIDE: {
    da: 'Den ret, du handler efter, rækker ikke til dette. Den, der har en fuldmagt, giver den videre med passOnPowerOfAttorney; en værge giver kun fuldmagt i økonomiske forhold.',
    en: 'The right by which you act does not reach this far. Whoever holds a power of attorney passes it on with passOnPowerOfAttorney; a guardian gives one in economic matters alone.',
  },
  OFFICER_SIGNS: {
    da: 'Den, der er nævnt i læsningen eller har en rolle i virksomheden, kan ikke godkende, hvem der tegner den. Det skal en anden gøre.',
    en: 'Whoever is named in the reading, or has a role in the business, cannot approve who signs for it. Another officer must.',
  },
  GIVER_MINOR: {
    da: 'Den, der ikke er fyldt 18 år, kan ikke selv give fuldmagten. Det gør de, der har forældremyndigheden.',
    en: 'Whoever is not yet 18 cannot give the power of attorney. Those who hold custody do.',
  },
  GIVER_YOUNG: {
    da: 'Fuldmagtspakken kræver en ældre fuldmagtsgiver. Se alderen i powerPackage.',
    en: 'The package asks for an older grantor. See the age in powerPackage.',
  },
  HOLDER_YOUNG: {
    da: 'Den, der skal have fuldmagten, er for ung til det: under 18 år, eller under den alder, som pakken kræver.',
    en: 'Whoever is to hold the power of attorney is too young: below 18, or below the age that the package asks for.',
  },
  PACKAGE_UNKNOWN: {
    da: 'Der er ingen fuldmagtspakke med dette id. Se dem i powerPackages.',
    en: 'There is no package with this id. See them in powerPackages.',
  },
  PACKAGE_CLOSED: {
    da: 'Fuldmagtspakken er lukket for nye fuldmagter. Vælg en anden i powerPackages.',
    en: 'The package is closed to new powers of attorney. Choose another in powerPackages.',
  },
  PACKAGE_ALONE: {
    da: 'En fuldmagtspakke siger selv, hvad den omfatter. Udelad felter, handlinger og aktiviteter, eller udelad pakken.',
    en: 'A package says itself what it covers. Leave out fields, actions and activities, or leave out the package.',
  },
  AUTHORITY_UNKNOWN: {
    da: 'Der er ingen myndighed med dette CVR-nummer. Brug holderCvr til en virksomhed.',
    en: 'There is no authority with this CVR number. Use holderCvr for a business.',
  },
  PASS_ON_NOT_ALLOWED: {
    da: 'Fuldmagten kan ikke gives videre, eller ikke længere ned end hertil. Bed fuldmagtsgiver om en ny.',
    en: 'The power of attorney cannot be passed on, or no further than here. Ask its grantor for a new one.',
  },
  PASS_ON_DEPTH: {
    da: 'En fuldmagt kan gives videre 0 til 3 gange, hver gang færre end før; en fremtidsfuldmagt slet ikke.',
    en: 'A power of attorney can be passed on 0 to 3 times, fewer each time than before; a future one not at all.',
  },
  PASS_ON_OUTSIDE: {
    da: 'Man kan ikke give mere videre, end man selv har: felter, handlinger, aktiviteter og slutning skal ligge inden for fuldmagten.',
    en: 'Nobody passes on more than they have: fields, actions, activities and end must be within the power of attorney.',
  },
  PASS_ON_LOWER: {
    da: 'Angiv et lavere antal, end fuldmagten har nu. Skal den kunne gives længere videre, så giv en ny.',
    en: 'Give a lower number than the power of attorney has now. To let it be passed on further, give a new one.',
  },
} as const
