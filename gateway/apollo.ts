// Lets `new ApolloServer({ gateway })` execute through our executor.
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import { GraphQLError, type GraphQLFormattedError, printSchema } from 'graphql'
import type { Executor } from './execute.ts'

/** Makes the answer's `extensions` of what the subgraphs sent as theirs; of itself none of it reaches the client. */
export type ToExtensions<Context> = (
  subgraphs: Readonly<Record<string, Record<string, unknown>[]>>,
  context: Context,
) => Record<string, unknown> | undefined

/**
 * Give the server `dangerouslyDisableValidation: true`: the executor validates by itself, after it counted what the
 * document expands to, while Apollo Server would validate before. Apollo Server coerces no variables for a gateway:
 * the executor does that, too.
 */
export function gatewayInterface<Context>(
  executor: Executor<Context>,
  toExtensions: ToExtensions<Context> = () => undefined,
): GatewayInterface {
  const { apiSchema } = executor
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema, coreSupergraphSdl: printSchema(apiSchema) })
      return () => {}
    },
    async load() {
      return {
        executor: async ({ document, source, request, context }) => {
          const { data, errors, extensions } = await executor.execute({
            document,
            documentText: source,
            // As it was sent: Apollo Server's own is null for a name that no operation has, and another would run.
            operationName: request.operationName,
            variables: request.variables ?? {},
            context: context as Context,
          })
          const status = data === undefined ? { http: { status: 400 } } : {}
          return {
            data,
            errors: errors?.map(error => asError(error, status)),
            extensions: toExtensions(extensions?.subgraphs ?? {}, context as Context),
          }
        },
      }
    },
    async stop() {},
  }
}

/** A request that was refused before it ran is a 400 (GraphQL over HTTP 6.4.2); one that ran is a 200. */
function asError({ message, path, extensions }: GraphQLFormattedError, status: object): GraphQLError {
  return new GraphQLError(message, { path, extensions: { ...extensions, ...status } })
}
