// The English words for packages of rights, as stewards make them.
import type { packagesDa } from './steward-packages-da.ts'

export const packagesEn: typeof packagesDa = {
  title: 'Packages of rights',
  about:
    'Rights that belong together, so that a citizen can give them at once. One steward writes a draft, another publishes it; a published version never changes.',
  package: 'Package',
  none: 'Your authority has no packages yet.',
  newPackage: 'New package',
  sorts: { title: 'Name', id: 'Id', state: 'State' },
  states: { DRAFT: 'Draft', PUBLISHED: 'Published', CLOSED: 'Closed' },
  idHint: 'Lower-case letters, digits and hyphens: tax. An id that exists makes a new version.',
  titles: { DA: 'Name in Danish', EN: 'Name in English' },
  texts: { DA: 'What one can do by it, in Danish', EN: 'What one can do by it, in English' },
  longestDays: 'Holds at most, days',
  longestDaysHint: '1 to 9,131 days: at most 25 years.',
  grantorFromAge: 'The youngest who can give it, years',
  holderFromAge: 'The youngest who can hold it, years',
  ageHint: '15 to 99.',
  publishAbout: 'From then on powers of attorney can be given by this version, and it never changes.',
  close: 'Close to new powers of attorney',
  closeAbout: 'Powers of attorney that were given by it stay as they are.',
  ownDraft: 'You wrote the draft yourself. Another must publish it.',
  onPaper: 'The package that the letter names',
  noPackage: 'None: the letter says itself what it covers',
  orPackage: 'Leave it empty when the letter names a package.',
}
