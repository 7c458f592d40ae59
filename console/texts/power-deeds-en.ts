// What one can do to a power of attorney, in English: on its button, and what follows from it.
import type { Deed } from '../power-actions.ts'
import type { DeedWords, deedsDa } from './power-deeds-da.ts'

const giver: Readonly<Record<Deed, DeedWords>> = {
  accept: {
    label: 'Yes, I give the power of attorney',
    follows: 'If you say yes, the other can use it at once. You can always revoke it.',
  },
  confirm: {
    label: 'Sign',
    follows:
      'Once everyone who must sign has, the power of attorney holds. If you have signed already, there is nothing more to do.',
  },
  revoke: {
    label: 'Revoke the power of attorney',
    follows:
      'From when you press, the other can no longer use it, nor can anyone it was passed on to. What was seen or done before stays as it is.',
    whileOffered: {
      label: 'No, it shall not hold',
      follows: 'If you say no, the power of attorney will not hold and cannot be used for anything.',
    },
  },
  renounce: { label: 'Renounce the power of attorney', follows: 'It ends at once.' },
  limit: {
    label: 'Limit how many times it may be passed on',
    follows: 'If it was passed on further than you choose, that part holds no more.',
  },
  'pass-on': { label: 'Pass it on', follows: 'You give another all or part of what you may do yourself.' },
}

const holder: Readonly<Record<Deed, DeedWords>> = {
  ...giver,
  accept: {
    label: 'Yes, I accept the power of attorney',
    follows:
      'If you say yes, you may act for the other as far as it reaches. The other can see what you looked at and did.',
  },
  renounce: {
    label: 'Renounce the power of attorney',
    follows:
      'From when you press, you can no longer use it, nor can anyone you passed it on to. Whoever gave it is told.',
    whileOffered: {
      label: 'No, it shall not hold',
      follows: 'If you say no, the power of attorney will not hold. The other is told.',
    },
  },
}

export const deedsEn: typeof deedsDa = {
  deeds: { GIVER: giver, HOLDER: holder },
  takeBack: {
    GIVER: {
      label: 'Take the offer back',
      follows: 'If you take it back, the power of attorney will not hold. The other is told.',
    },
    HOLDER: {
      label: 'Take the request back',
      follows: 'If you take it back, the other can no longer say yes. The other is told.',
    },
  },
}
