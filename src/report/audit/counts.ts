/** Small sums over untrusted records. */
import type { Counts } from './types.ts'

export const VERDICTS = ['allow', 'warn', 'ask', 'deny'] as const

export function noCounts(): Counts {
  return { allow: 0, warn: 0, ask: 0, deny: 0 }
}

/** Whatever is no verdict is not counted. */
export function count(counts: Counts, verdict: unknown): void {
  const known = VERDICTS.find(one => one === verdict)
  if (known) counts[known] += 1
}

export function total({ allow, warn, ask, deny }: Counts): number {
  return allow + warn + ask + deny
}

export function blocked({ ask, deny }: Counts): number {
  return ask + deny
}

/** How often each text came, most first, then by name: the same log gives the same report. */
export function ranked(tally: ReadonlyMap<string, number>): [string, number][] {
  return [...tally].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}

export function add(tally: Map<string, number>, key: string, by = 1): void {
  tally.set(key, (tally.get(key) ?? 0) + by)
}

/** The value below which `share` (0–1) of them lie; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function object(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? (value as { [name: string]: unknown }) : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** `agent claude-code`, `human`. */
export function actorName(value: unknown): string {
  const { kind, name } = object(value)
  return [text(kind) || 'unknown', text(name)].filter(Boolean).join(' ')
}
