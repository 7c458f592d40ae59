// The schema that callers see, as text: what /schema.graphql gives.
import { printSchema } from 'graphql'
import { openGateway } from '../gateway/platform.ts'
import { readSupergraphFile } from '../gateway/serve.ts'

export async function apiSchemaText(): Promise<string> {
  const gateway = await openGateway({ supergraph: readSupergraphFile(), transports: {}, services: null })
  try {
    return printSchema(gateway.apiSchema)
  } finally {
    await gateway.close()
  }
}
