// `@apollo/gateway` as its own documentation sets it up, in front of the same subgraphs: what our gateway is measured against.
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { readSupergraphFile } from '../gateway/serve.ts'

interface Context {
  readonly headers: Readonly<Record<string, string>>
}

/** What a router forwards, so that the subgraphs can decide. */
const forwarded = ['authorization', 'processing-activity', 'case-reference', 'on-behalf-of']

class Forwarding extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]): void {
    // Empty while the gateway asks for itself.
    for (const [name, value] of Object.entries<string>(context.headers ?? {}))
      request.http?.headers.set(name, value)
  }
}

/** `addresses`: of the subgraphs by name; the supergraph's own for the others, which nothing here asks. */
export async function serveApollo(addresses: Readonly<Record<string, string>>) {
  const gateway = new ApolloGateway({
    supergraphSdl: readSupergraphFile(),
    buildService: ({ name, url }) => new Forwarding({ url: addresses[name] ?? url }),
  })
  const server = new ApolloServer<Context>({
    gateway,
    nodeEnv: 'production',
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
  })
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async ({ req }) => ({
      headers: Object.fromEntries(
        forwarded.flatMap(name => {
          const value = req.headers[name]
          return typeof value === 'string' ? [[name, value]] : []
        }),
      ),
    }),
  })
  return { url: url.replace(/\/$/, ''), close: () => server.stop() }
}
