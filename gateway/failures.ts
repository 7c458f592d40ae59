// Remembers what failed and where, so that each error is told at the exact path where the client misses a value.

export interface Failure {
  readonly message: string
  readonly extensions: Readonly<Record<string, unknown>>
}

export type Step = string | number

/** The tree of failures has the form of the gateway's data; most requests never make one. */
export class FailureNode {
  /** The field here failed: it is null whatever was answered, told by these errors (none: it is only withheld). */
  reported: Failure[] | undefined
  /** The fetch that should have brought this was lost: told only if nothing else brought it. */
  lost: Failure[] | undefined
  readonly children = new Map<Step, FailureNode>()

  at(path: readonly Step[]): FailureNode {
    let node: FailureNode = this
    for (const step of path) {
      const next: FailureNode = node.children.get(step) ?? new FailureNode()
      node.children.set(step, next)
      node = next
    }
    return node
  }

  find(path: readonly Step[]): FailureNode | undefined {
    let node: FailureNode | undefined = this
    for (const step of path) node = node?.children.get(step)
    return node
  }

  report(...failures: Failure[]): void {
    this.reported = union(this.reported, failures)
  }

  lose(failures: readonly Failure[]): void {
    this.lost = union(this.lost, failures)
  }

  /** Every failure here and below; what was reported explains more than what was lost beside it. */
  all(): Failure[] {
    const below = [...this.children.values()].flatMap(child => child.all())
    const reported = [...(this.reported ?? []), ...below]
    return reported.length > 0 ? union(undefined, reported) : [...(this.lost ?? [])]
  }
}

function union(known: readonly Failure[] = [], more: readonly Failure[]): Failure[] {
  return [...new Set([...known, ...more])]
}

/** Names the subgraph and nothing else: what went wrong inside it is not the caller's. */
export function unavailable(service: string): Failure {
  const message = `The subgraph "${service}" did not answer this part of the operation. Try again later.`
  return { message, extensions: { code: 'SUBGRAPH_UNAVAILABLE', service } }
}
