// GraphiQL with the examples beside it and the refusals beneath its answer.
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer'
import { GraphiQLProvider } from '@graphiql/react'
import type { Fetcher } from '@graphiql/toolkit'
import { GraphiQL, GraphiQLInterface } from 'graphiql'
import { useMemo } from 'react'
import { AccessPanel } from './access-panel.tsx'
import { ExamplesPanel, type ExamplesProps } from './examples-panel.tsx'
import { memoryStorage } from './session.ts'

interface Props extends ExamplesProps {
  readonly answer: unknown
  readonly fetcher: Fetcher
}

const plugins = [DOC_EXPLORER_PLUGIN]

export function Workbench({ answer, fetcher, ...examples }: Props) {
  const storage = useMemo(memoryStorage, [])
  return (
    <GraphiQLProvider
      {...{ fetcher, storage, plugins }}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      defaultQuery=""
    >
      <DocExplorerStore>
        <div className="work">
          <ExamplesPanel {...examples} />
          <GraphiQLInterface
            forcedTheme="light"
            isHeadersEditorEnabled={false}
            defaultEditorToolsVisibility="variables"
            showPersistHeadersSettings={false}
          >
            <GraphiQL.Logo> </GraphiQL.Logo>
            <GraphiQL.Footer>
              <AccessPanel lang={examples.lang} answer={answer} />
            </GraphiQL.Footer>
          </GraphiQLInterface>
        </div>
      </DocExplorerStore>
    </GraphiQLProvider>
  )
}
