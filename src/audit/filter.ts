/** Which records somebody wants to see. */
import type { ChainRecord } from './chain.ts'

export interface Filter {
  /** ISO 8601 */
  since?: string
  verdict?: string
  actor?: string
  /** a name, or a family: `approval.` */
  event?: string
}

export function matches(record: ChainRecord, { since, verdict, actor, event }: Filter): boolean {
  if (since !== undefined && record.time < since) return false
  if (verdict !== undefined && record.verdict !== verdict) return false
  if (actor !== undefined && actorKind(record) !== actor) return false
  if (event === undefined || record.event === event) return true
  return event.endsWith('.') && record.event.startsWith(event)
}

/** `agent`; empty where the record names nobody. */
export function actorKind({ actor }: ChainRecord): string {
  return text((actor as { kind?: unknown } | undefined)?.kind)
}

export function actorName({ actor }: ChainRecord): string {
  return text((actor as { name?: unknown } | undefined)?.name)
}

/** Records may come from a newer version or a forger: nothing about their members is sure. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Objects only: what else stands in a list is left out. */
export function objects(value: unknown): { readonly [name: string]: unknown }[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : []
}
