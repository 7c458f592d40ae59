// Every page of the console by its address, and what its forms do.
import { accessLog, accessLogFile } from './pages/access-log.ts'
import { caseForm, openCase } from './pages/case-form.ts'
import { cases, casesFile } from './pages/cases.ts'
import { answerConsent, backToConsent, consentPage } from './pages/consent.ts'
import { consents, consentsFile } from './pages/consents.ts'
import { home } from './pages/home.ts'
import { actFor, mandates, mandatesFile } from './pages/mandates.ts'
import { myData, myDataFile } from './pages/my-data.ts'
import { backToNotices, markRead, notices, noticesFile } from './pages/notices.ts'
import { powerPages } from './pages/power-pages.ts'
import { receiptFile, receiptPage } from './pages/receipt.ts'
import { stewardPages } from './pages/steward/pages.ts'
import type { Handler } from './request.ts'
import { backHome, lookFor } from './word-search.ts'

// `:id` stands for an opaque id.
export const pages: Readonly<Record<'GET' | 'POST', Readonly<Record<string, Handler>>>> = {
  GET: {
    '/console': home,
    '/console/consents': consents,
    '/console/consents/list.csv': consentsFile,
    '/console/consents/:id': consentPage,
    '/console/consents/:id/receipt': receiptPage,
    '/console/consents/:id/receipt/file': receiptFile,
    '/console/consents/:id/answer': backToConsent,
    '/console/access-log': accessLog,
    '/console/access-log/list.csv': accessLogFile,
    '/console/my-data': myData,
    '/console/my-data/list.csv': myDataFile,
    '/console/mandates': mandates,
    '/console/mandates/list.csv': mandatesFile,
    '/console/notices': notices,
    '/console/notices/list.csv': noticesFile,
    '/console/notices/read': backToNotices,
    '/console/cases': cases,
    '/console/cases/list.csv': casesFile,
    '/console/cases/new': caseForm,
    '/console/search': backHome,
    ...powerPages.GET,
    ...stewardPages.GET,
  },
  POST: {
    '/console/consents/:id/answer': answerConsent,
    '/console/act-for': actFor,
    '/console/search': lookFor,
    '/console/notices/read': markRead,
    '/console/cases/new': openCase,
    ...powerPages.POST,
    ...stewardPages.POST,
  },
}

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The page at an address, and the id that stands in it; null when there is none. */
export function findPage(
  method: 'GET' | 'POST',
  path: string,
): { readonly handler: Handler; readonly id: string } | null {
  const steps = path.split('/')
  const id = steps.find(step => idForm.test(step)) ?? ''
  const handler = pages[method][steps.map(step => (step !== '' && step === id ? ':id' : step)).join('/')]
  return handler ? { handler, id } : null
}
