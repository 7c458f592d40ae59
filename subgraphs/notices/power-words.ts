// What each kind of notice about powers of attorney says, in Danish and English.
import type { Wording } from './wording.ts'

export const powerWordings = {
  POWER_OF_ATTORNEY_OFFERED: {
    da: {
      title: 'Du bliver tilbudt en fuldmagt',
      text: () =>
        'Nogen vil give dig fuldmagt til at handle for sig. Under Fuldmagter kan du se, hvad den omfatter, og sige ja eller nej inden 30 dage.',
    },
    en: {
      title: 'You are offered a power of attorney',
      text: () =>
        'Someone wants to give you the right to act for them. Under Powers of attorney you can see what it covers, and say yes or no within 30 days.',
    },
  },
  POWER_OF_ATTORNEY_ASKED: {
    da: {
      title: 'Du bliver bedt om en fuldmagt',
      text: () =>
        'Nogen beder om din fuldmagt til at handle for dig. Du bestemmer selv. Under Fuldmagter kan du se, hvad den omfatter, og sige ja eller nej inden 30 dage.',
    },
    en: {
      title: 'You are asked for a power of attorney',
      text: () =>
        'Someone asks for the right to act for you. The choice is yours. Under Powers of attorney you can see what it covers, and say yes or no within 30 days.',
    },
  },
  POWER_OF_ATTORNEY_ACCEPTED: {
    da: {
      title: 'En fuldmagt er accepteret',
      text: () =>
        'En fuldmagt, som du har tilbudt eller bedt om, er accepteret af den anden part. Under Fuldmagter kan du se hvilken.',
    },
    en: {
      title: 'A power of attorney was accepted',
      text: () =>
        'A power of attorney that you offered or asked for was accepted by the other side. Under Powers of attorney you can see which.',
    },
  },
  POWER_OF_ATTORNEY_PARTLY_CONFIRMED: {
    da: {
      title: 'En fuldmagt mangler endnu en underskrift',
      text: () =>
        'En af dem, der skal give en fuldmagt sammen, har bekræftet den. Den gælder først, når alle har. Under Fuldmagter kan du læse den og bekræfte eller afvise den.',
    },
    en: {
      title: 'A power of attorney awaits another signature',
      text: () =>
        'One of those who must give a power of attorney together has signed it. It holds only once all have. Under Powers of attorney you can read it, and sign or reject it.',
    },
  },
  POWER_OF_ATTORNEY_GIVEN_FOR_YOU: {
    da: {
      title: 'Der er givet en fuldmagt for dig',
      text: () =>
        'En, der må handle for dig, har givet en anden fuldmagt på dine vegne. Under Fuldmagter kan du se, hvad den omfatter, og tilbagekalde den.',
    },
    en: {
      title: 'A power of attorney was given for you',
      text: () =>
        'Someone who may act for you has given another a power of attorney on your behalf. Under Powers of attorney you can see what it covers, and revoke it.',
    },
  },
  POWER_OF_ATTORNEY_PASSED_ON: {
    da: {
      title: 'Din fuldmagt er givet videre',
      text: () =>
        'Den, du har givet fuldmagt, har givet den videre til en anden. Under Fuldmagter kan du se hvem og tilbagekalde den.',
    },
    en: {
      title: 'Your power of attorney was passed on',
      text: () =>
        'The one to whom you gave a power of attorney has passed it on to another. Under Powers of attorney you can see to whom, and revoke it.',
    },
  },
  POWER_OF_ATTORNEY_LIMITED: {
    da: {
      title: 'En fuldmagt kan ikke længere gives så langt videre',
      text: () =>
        'Den, der har givet dig en fuldmagt, har begrænset, hvor langt den kan gives videre. Det, der er givet længere videre, gælder ikke mere. Under Fuldmagter kan du se hvilken.',
    },
    en: {
      title: 'A power of attorney can be passed on less far',
      text: () =>
        'The one who gave you a power of attorney has limited how far it can be passed on. What was passed on further no longer holds. Under Powers of attorney you can see which.',
    },
  },
  POWER_OF_ATTORNEY_GIVEN: {
    da: {
      title: 'Du har fået en fuldmagt',
      text: () =>
        'Nogen har givet dig fuldmagt til at handle for sig. Under Fuldmagter kan du se, hvad den omfatter, og sige den fra.',
    },
    en: {
      title: 'You were given a power of attorney',
      text: () =>
        'Someone has given you the right to act for them. Under Powers of attorney you can see what it covers, and renounce it.',
    },
  },
  POWER_OF_ATTORNEY_REVOKED: {
    da: {
      title: 'En fuldmagt er tilbagekaldt',
      text: () =>
        'En fuldmagt, som du havde, er tilbagekaldt. Du kan ikke længere handle efter den. Under Fuldmagter kan du se hvilken.',
    },
    en: {
      title: 'A power of attorney was revoked',
      text: () =>
        'A power of attorney that you held was revoked. You can no longer act by it. Under Powers of attorney you can see which.',
    },
  },
  POWER_OF_ATTORNEY_RENOUNCED: {
    da: {
      title: 'En fuldmagt er sagt fra',
      text: () =>
        'Den, du havde givet fuldmagt, har sagt den fra. Under Fuldmagter kan du se hvilken og give en ny til en anden.',
    },
    en: {
      title: 'A power of attorney was renounced',
      text: () =>
        'The one to whom you gave a power of attorney has renounced it. Under Powers of attorney you can see which, and give a new one to another.',
    },
  },
  POWER_OF_ATTORNEY_REGISTERED: {
    da: {
      title: 'En fuldmagt på papir er registreret',
      text: ({ who, them }) =>
        `${who} har registreret en fuldmagt på papir, som du har givet eller fået. Under Fuldmagter kan du se, hvad den omfatter, og bringe den til ophør. Kontakt ${them}, hvis den er forkert.`,
    },
    en: {
      title: 'A power of attorney on paper was registered',
      text: ({ who, them }) =>
        `${who} has registered a power of attorney on paper that you gave or were given. Under Powers of attorney you can see what it covers, and end it. Contact ${them} if it is wrong.`,
    },
  },
  POWER_OF_ATTORNEY_DECREED: {
    da: {
      title: 'Et værgemål er registreret',
      text: ({ who, them }) =>
        `${who} har registreret et værgemål, som du er part i. Under Fuldmagter kan du se, hvad det omfatter. Kontakt ${them}, hvis det er forkert.`,
    },
    en: {
      title: 'A guardianship was registered',
      text: ({ who, them }) =>
        `${who} has registered a guardianship that you are a party to. Under Powers of attorney you can see what it covers. Contact ${them} if it is wrong.`,
    },
  },
  POWER_OF_ATTORNEY_ACTIVATED: {
    da: {
      title: 'En fremtidsfuldmagt er sat i kraft',
      text: ({ who }) =>
        `${who} har sat en fremtidsfuldmagt i kraft, som du har givet eller fået. Under Fuldmagter kan du se, hvad den omfatter, og bringe den til ophør.`,
    },
    en: {
      title: 'A future power of attorney was activated',
      text: ({ who }) =>
        `${who} has activated a future power of attorney that you gave or were given. Under Powers of attorney you can see what it covers, and end it.`,
    },
  },
  POWER_OF_ATTORNEY_IN_DOUBT: {
    da: {
      title: 'En fuldmagt gælder ikke, før den er bekræftet igen',
      text: () =>
        'Vores oplysninger er gendannet fra en kopi, og en tilbagekaldelse kan mangle. En fuldmagt, som du har givet eller fået, gælder derfor ikke lige nu. Den, der gav den, kan bekræfte den eller bringe den til ophør under Fuldmagter.',
    },
    en: {
      title: 'A power of attorney gives nothing until it is confirmed again',
      text: () =>
        'Our records were restored from a copy, and a revocation may be missing. A power of attorney that you gave or were given therefore gives nothing for now. Whoever gave it can confirm it, or end it, under Powers of attorney.',
    },
  },
  POWER_OF_ATTORNEY_REVOKED_FOR_YOU: {
    da: {
      title: 'En fuldmagt er tilbagekaldt for dig',
      text: () =>
        'En fuldmagt, som du havde givet, er tilbagekaldt på dine vegne. Der kan ikke længere handles efter den. Under Fuldmagter kan du se hvilken og give en ny.',
    },
    en: {
      title: 'A power of attorney was revoked for you',
      text: () =>
        'A power of attorney that you gave was revoked on your behalf. Nobody can act by it any more. Under Powers of attorney you can see which, and give a new one.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly da: Wording; readonly en: Wording }>>
