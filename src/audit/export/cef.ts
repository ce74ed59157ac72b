/** ArcSight Common Event Format, version 0: `CEF:0|vendor|product|version|id|name|severity|key=value …`, one line a record. */
import type { ChainRecord } from '../chain.ts'
import { text } from '../filter.ts'
import { factsOf, titleOf } from './facts.ts'

/** By verdict, on the format's scale of 0 to 10; what is no decision: 3. */
const SEVERITY: Record<string, number> = { allow: 1, warn: 4, ask: 6, deny: 8 }

export function cefLine(record: ChainRecord): string {
  const { verdict, version, rules } = factsOf(record)
  const head = ['Portcullis', 'portcullis', version, rules[0] ?? record.event, titleOf(record)].map(header)
  return `CEF:0|${head.join('|')}|${SEVERITY[verdict] ?? 3}|${extension(record)}\n`
}

function extension(record: ChainRecord): string {
  const { actor, actorName, verdict, refs, paths } = factsOf(record)
  const pairs: [string, string][] = [
    ['rt', String(Date.parse(record.time) || 0)],
    ['externalId', `${record.log}:${record.seq}`],
    ['act', verdict || record.event],
    ['suser', actorName],
    ...custom(1, 'actorKind', actor),
    ...custom(2, 'decisionId', text(record.id)),
    ...custom(3, 'refs', refs.join(' ')),
    ...custom(4, 'hash', record.hash),
    ['fname', paths[0] ?? ''],
  ]
  return pairs
    .filter(([, given]) => given !== '')
    .map(([key, given]) => `${key}=${value(given)}`)
    .join(' ')
}

function custom(n: number, label: string, given: string): [string, string][] {
  return given === ''
    ? []
    : [
        [`cs${n}Label`, label],
        [`cs${n}`, given],
      ]
}

/** In the header `|` and `\` are escaped, and a line end has no place at all. */
function header(given: string): string {
  return given.replace(/[\\|]/g, '\\$&').replace(/[\r\n]+/g, ' ')
}

/** In a value `=` and `\` are, and a line end is written as `\n`. */
function value(given: string): string {
  return given.replace(/[\\=]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')
}
