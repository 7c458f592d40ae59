// The English words for future powers of attorney, as the officers read them who activate them.
import type { futuresDa } from './steward-futures-da.ts'

export const futuresEn: typeof futuresDa = {
  title: 'Future powers of attorney',
  about:
    'What a person has given others to do once they no longer can. Two officers activate the whole or a part of it; afterwards it never becomes less.',
  none: 'Whoever you looked for has no future powers of attorney.',
  dormantFields: 'Information that is dormant',
  dormantActions: 'What the holder may not do yet',
  dormantFor: 'Dormant for',
  everyOther: 'All other processing activities',
  whole: 'The whole power of attorney',
  allActive: 'The whole power of attorney is active.',
  activate: 'Activate',
  activateAbout: 'Choose what is to hold. Another must approve it; both sides are told.',
  activateFor: 'Only for these processing activities',
  propose: 'Send it to another officer',
  end: 'End the power of attorney',
  endAbout: 'It happens at once, and whoever gave it is told.',
  lookFor: 'Search for a person',
  numberForm: 'Write a personal number of ten digits.',
}
