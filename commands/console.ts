// The console as this installation has it: signed in at its issuer, a client of its own public graph.
import { openGraph } from '../console/graph.ts'
import { consoleRoute } from '../console/route.ts'
import { openSignIn } from '../console/sign-in.ts'
import type { Route } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import type { Settings } from '../settings.ts'
import { baseUrl } from './addresses.ts'

export function openConsole(settings: Settings): Route {
  const own = baseUrl(settings)
  const reached = settings.publicUrl ?? own
  const { fault } = openLog(settings.log)
  return consoleRoute({
    ask: openGraph(`${own}/graphql`),
    signIn: openSignIn({
      issuer: settings.issuer ?? `${own}/issuer`,
      client: settings.consoleClient,
      secret: settings.consoleSecret ?? '',
      redirect: `${reached.replace(/\/$/, '')}/console/signed-in`,
      audience: settings.audience,
    }),
    claims: {
      client: settings.claimClient,
      officer: settings.claimOfficer,
      officerPerson: settings.claimOfficerPerson,
      person: settings.claimPerson,
      business: settings.claimBusiness,
      assurance: settings.claimAssurance,
    },
    secure: reached.startsWith('https:'),
    fault,
  })
}
