// Every page of stewards by its address.
import type { Handler } from '../../request.ts'
import { backHome, lookFor } from '../../word-search.ts'
import { accesses } from './accesses.ts'
import { activities } from './activities.ts'
import { activityPage, approveActivity, backToActivity, endActivity } from './activity.ts'
import { draftActivity, draftPage } from './activity-form.ts'
import { casePage, stateCase } from './case.ts'
import { answerCase, backToCases, cases } from './cases.ts'
import { backToConsent, consentFile, doConsent } from './consent.ts'
import { registerConsent, registerConsentPage } from './consent-form.ts'
import { consentSearch, findConsents } from './consents.ts'
import { activateFuture, backToFutures, endFuture, findFutures, futures } from './futures.ts'
import { stewardHome } from './home.ts'
import { backToPackage, closePackage, packagePage, publishPackage } from './package.ts'
import { draftPackage, packageDraftPage } from './package-form.ts'
import { packages } from './packages.ts'
import { registerDecree, registerDecreePage, registerPower, registerPowerPage } from './power-form.ts'
import { backToPowers, endPower, findPowers, powerSearch } from './powers.ts'
import { backToProposals, decideProposal, proposals } from './proposals.ts'
import { backToSigning, findSigning, signing } from './signing.ts'
import { decideReading, proposeReading, signingRulePage } from './signing-rule.ts'
import { backToTemplate, closeTemplate, publishTemplate, templatePage } from './template.ts'
import { draftTemplate, templateDraftPage } from './template-form.ts'
import { templates } from './templates.ts'
import { forSteward } from './work.ts'

export const stewardPages: Readonly<Record<'GET' | 'POST', Readonly<Record<string, Handler>>>> = {
  GET: {
    '/console/steward': stewardHome,
    '/console/steward/case': casePage,
    '/console/steward/activities': activities,
    '/console/steward/activity': activityPage,
    '/console/steward/activity/draft': draftPage,
    '/console/steward/activity/approve': backToActivity,
    '/console/steward/activity/end': backToActivity,
    '/console/steward/consents': consentSearch,
    '/console/steward/consents/:id': consentFile,
    '/console/steward/consents/:id/do': backToConsent,
    '/console/steward/consents/register': registerConsentPage,
    '/console/steward/proposals': proposals,
    '/console/steward/cases': cases,
    '/console/steward/cases/:id': backToCases,
    '/console/steward/accesses': accesses,
    '/console/steward/proposals/:id': backToProposals,
    '/console/steward/futures': futures,
    '/console/steward/futures/:id/activate': backToFutures,
    '/console/steward/futures/:id/end': backToFutures,
    '/console/steward/packages': packages,
    '/console/steward/package': packagePage,
    '/console/steward/package/draft': packageDraftPage,
    '/console/steward/package/publish': backToPackage,
    '/console/steward/package/close': backToPackage,
    '/console/steward/powers': powerSearch,
    '/console/steward/powers/register': registerPowerPage,
    '/console/steward/powers/decree': registerDecreePage,
    '/console/steward/powers/:id/end': backToPowers,
    '/console/steward/signing': signing,
    '/console/steward/signing/:id': signingRulePage,
    '/console/steward/signing/:id/decide': backToSigning,
    '/console/steward/search': forSteward(null, backHome),
    '/console/steward/templates': templates,
    '/console/steward/template': templatePage,
    '/console/steward/template/draft': templateDraftPage,
    '/console/steward/template/publish': backToTemplate,
    '/console/steward/template/close': backToTemplate,
  },
  POST: {
    '/console/steward/case': stateCase,
    '/console/steward/search': forSteward(null, lookFor),
    '/console/steward/activity/draft': draftActivity,
    '/console/steward/activity/approve': approveActivity,
    '/console/steward/activity/end': endActivity,
    '/console/steward/consents': findConsents,
    '/console/steward/consents/:id/do': doConsent,
    '/console/steward/consents/register': registerConsent,
    '/console/steward/proposals/:id': decideProposal,
    '/console/steward/cases/:id': answerCase,
    '/console/steward/futures': findFutures,
    '/console/steward/futures/:id/activate': activateFuture,
    '/console/steward/futures/:id/end': endFuture,
    '/console/steward/package/draft': draftPackage,
    '/console/steward/package/publish': publishPackage,
    '/console/steward/package/close': closePackage,
    '/console/steward/powers': findPowers,
    '/console/steward/powers/register': registerPower,
    '/console/steward/powers/decree': registerDecree,
    '/console/steward/powers/:id/end': endPower,
    '/console/steward/signing': findSigning,
    '/console/steward/signing/:id': proposeReading,
    '/console/steward/signing/:id/decide': decideReading,
    '/console/steward/template/draft': draftTemplate,
    '/console/steward/template/publish': publishTemplate,
    '/console/steward/template/close': closeTemplate,
  },
}
