// What each kind of notice about cases says, in Danish and English.
import type { Wording } from './wording.ts'

export const caseWordings = {
  CASE_OPENED_FOR_YOU: {
    da: {
      title: 'Et opslag om dig er indberettet',
      text: ({ them }) =>
        `En, der må handle for dig, har skrevet til ${them} om et opslag i dine oplysninger, der ser forkert ud. Under Henvendelser kan du læse det og se svaret, når det kommer.`,
    },
    en: {
      title: 'An access to your data was reported',
      text: ({ them }) =>
        `Someone who may act for you has written to ${them} about an access to your data that looks wrong. Under Cases you can read it, and the answer when it comes.`,
    },
  },
  CASE_ANSWERED: {
    da: {
      title: 'Din henvendelse er besvaret',
      text: ({ who }) =>
        `${who} har svaret på din henvendelse om et opslag i dine oplysninger. Under Henvendelser kan du læse svaret.`,
    },
    en: {
      title: 'Your case was answered',
      text: ({ who }) =>
        `${who} has answered your case about an access to your data. Under Cases you can read the answer.`,
    },
  },
  CASE_CLOSED: {
    da: {
      title: 'Din henvendelse er lukket',
      text: ({ who }) =>
        `${who} har lukket din henvendelse om et opslag i dine oplysninger. Under Henvendelser kan du læse svaret. Er du uenig, kan du skrive om opslaget igen.`,
    },
    en: {
      title: 'Your case was closed',
      text: ({ who }) =>
        `${who} has closed your case about an access to your data. Under Cases you can read the answer. If you disagree, you can write about the access again.`,
    },
  },
} as const satisfies Readonly<Record<string, { readonly da: Wording; readonly en: Wording }>>
