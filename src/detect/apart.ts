/**
 * Rules whose keyword stands apart from the match (`discord` for a token of three parts): any line may hold one. Their
 * precheck is run over the whole content at once; a window for each line would cost more than everything else together.
 */
import { isShort } from './precheck.ts'
import type { Rule } from './rule.ts'
import { LARGE, SURROGATE, type Text } from './text.ts'

/** Offsets of all that the rule's precheck finds, and so of all its regex can; null where only a look at each window tells. */
export function placesOf(rule: Rule, text: Text): number[] | null {
  if (rule.precheck === undefined || !isShort(rule) || text.bytes.length > LARGE) return null
  const whole = text.plain ? text.whole() : text.bytes.toString('utf8')
  if (!text.plain && SURROGATE.test(whole)) return null
  const offset = text.plain ? (at: number) => at : (at: number) => Buffer.byteLength(whole.slice(0, at))
  return [...whole.matchAll(new RegExp(rule.precheck, 'gm'))].map(found => offset(found.index))
}
