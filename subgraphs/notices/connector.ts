// What carries a notice out of the platform: the interface, and the one that carries none.
import { type NoticeKind, noticeText, noticeTitle, type Told } from './words.ts'

/** A notice as a connector gets it. No personal number and no value of a register is in it. */
export interface Delivery {
  /** The notice's id, the same at each attempt: whoever has delivered it must not deliver it again. */
  readonly id: string
  /** Opaque id of the person or business. */
  readonly to: string
  /** When it was sent. */
  readonly at: Date
  readonly kind: NoticeKind
  readonly da: Wording
  readonly en: Wording
}

export interface Wording {
  readonly title: string
  readonly text: string
}

/** A way out, such as Digital Post. */
export interface Connector {
  /** As NOTICE_CONNECTOR names it. */
  readonly name: string
  /**
   * Delivers, or throws: DeliveryFailed with a code of its own, anything else counts as FAILED. A notice may come again
   * although it was delivered, when the process died before that was noted: its id tells. When `signal` aborts, it
   * counts as failed whatever comes of it.
   */
  deliver(notice: Delivery, signal: AbortSignal): Promise<void>
  /** Deletes what it keeps of these notices, which are past the rule of retention; what it keeps nothing of is left out. */
  forget?(ids: readonly string[]): Promise<void>
}

/** Why a notice could not be delivered. `code`: A–Z, 0–9 and _, at most 40, without values. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed'
  readonly code: string
  /** No further attempt: the recipient takes none this way. */
  readonly final: boolean

  constructor(code: string, options: { readonly final?: boolean } = {}) {
    super(code)
    this.code = code
    this.final = options.final ?? false
  }
}

/** Carries nothing: notices are read in the graph alone, and none wait for a connector that comes later. */
export const noConnector: Connector = {
  name: 'none',
  async deliver() {
    throw new DeliveryFailed('NO_CONNECTOR', { final: true })
  },
}

/** A notice as it stands in its table, in words. */
export function toDelivery(notice: Told & Pick<Delivery, 'id' | 'to' | 'at' | 'kind'>): Delivery {
  const { id, to, at, kind } = notice
  const words = (language: 'DA' | 'EN') => ({
    title: noticeTitle(kind, language),
    text: noticeText(kind, notice, language),
  })
  return { id, to, at, kind, da: words('DA'), en: words('EN') }
}
