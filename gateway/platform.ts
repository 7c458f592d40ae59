// The gateway itself: Apollo Server as the door of GraphQL, our executor behind it, one release for each operation.
import { ApolloServer } from '@apollo/server'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import {
  type DocumentNode,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql'
import { answer, hashOperation } from '../access/answer.ts'
import { groupRefusals } from '../access/grouping.ts'
import type { Services } from '../access/operation.ts'
import type { Request, RequestContext } from '../access/request.ts'
import { withoutValues } from '../door/coercion.ts'
import { scalars } from '../schema/scalars.ts'
import { gatewayInterface } from './apollo.ts'
import { createExecutor } from './execute.ts'
import { mergeExtensions } from './extensions.ts'
import type { Transport } from './transport.ts'

/** What the gateway's operations run with: decisions too, when this process owns the release. */
export type GatewayContext = Pick<RequestContext, 'request'> & Partial<RequestContext>

export interface GatewayOptions {
  /** A Federation 2 supergraph. */
  readonly supergraph: string
  readonly transports: Readonly<Record<string, Transport<GatewayContext>>>
  /** Given when the subgraphs run in this process: the operation is then settled here, once. */
  readonly services: Services | null
  /** Milliseconds after which a subgraph counts as down; 2,000 unless told. */
  readonly fetchTimeoutMs?: number
  /** Around the planning of an operation: who wants to know how long it takes. */
  readonly planning?: <Value>(plan: () => Value) => Value
}

/** One operation, read and checked at the door. */
export interface GraphOperation {
  readonly request: Request
  readonly documentText: string
  readonly operationName?: string | null
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Gateway {
  readonly apiSchema: GraphQLSchema
  answer(
    operation: GraphOperation,
  ): Promise<{ readonly status: number; readonly body: FormattedExecutionResult }>
  close(): Promise<void>
}

/** Throws when the supergraph cannot be read. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const executor = createExecutor<GatewayContext>({ ...options, scalars })
  const server = new ApolloServer<GatewayContext>({
    gateway: settling(gatewayInterface(executor, mergeExtensions), options.services),
    // The executor validates by itself, after it counted what the document expands to.
    dangerouslyDisableValidation: true,
    introspection: true,
    nodeEnv: 'production',
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    // Parsing and validation of a text are remembered here; they hold nothing of a caller.
    formatError,
  })
  await server.start()
  return {
    apiSchema: executor.apiSchema,
    async answer({ request, documentText, operationName, variables }) {
      const response = await server.executeOperation(
        { query: documentText, operationName: operationName ?? undefined, variables: { ...variables } },
        { contextValue: { request } },
      )
      if (response.body.kind !== 'single') throw new Error('Incremental answers are not offered.')
      return {
        status: response.http.status ?? 200,
        body: groupRefusals(response.body.singleResult as FormattedExecutionResult),
      }
    },
    close: () => server.stop(),
  }
}

/** The gateway with each operation settled once, when this process owns the release. */
function settling(gateway: GatewayInterface, services: Services | null): GatewayInterface {
  if (!services) return gateway
  return {
    ...gateway,
    async load(options) {
      const executor = (await gateway.load(options)).executor!
      return {
        async executor(asked) {
          const { request } = asked.context as GatewayContext
          const mutation = isMutation(asked.document, asked.request.operationName)
          const about = { hash: hashOperation(asked.source), mutation }
          const executed = await answer(request, about, services, context => executor({ ...asked, context }))
          return executed as Awaited<ReturnType<typeof executor>>
        },
      }
    },
  }
}

const isMutation = (document: DocumentNode, name: string | null | undefined): boolean =>
  getOperationAST(document, name)?.operation === 'mutation'

/** What Apollo Server itself says of a document or of variables must repeat no value either. */
function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (!(error instanceof GraphQLError)) return formatted
  return { ...formatted, message: withoutValues(error).message }
}
