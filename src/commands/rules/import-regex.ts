/** Another tool's regex: what must be written differently here, and whether it compiles, in every engine there is. */
import { compileRules, type EngineName, engineStatus } from '../../detect/index.ts'
import { PolicyError } from '../../errors.ts'

/** `\z` and `\A` are ends of a content there; a rule here sees a window, whose ends are ends of lines. */
export function ported(regex: string): { regex: string; changed: boolean } {
  const text = regex.replace(/\\([\s\S])/g, (whole, letter: string) =>
    letter === 'z' ? '$' : letter === 'A' ? '^' : whole,
  )
  return { regex: text, changed: text !== regex }
}

const known = new Map<string, string | null>()

/** Why it cannot be used, in one sentence; null when it can. */
export function faultOf(regex: string): string | null {
  const before = known.get(regex)
  if (before !== undefined) return before
  const fault =
    engines()
      .map(engine => faultIn(regex, engine))
      .find(Boolean) ?? null
  known.set(regex, fault)
  return fault
}

function faultIn(regex: string, engine: EngineName): string | null {
  const rule = { id: 'probe', description: 'probe', regex }
  try {
    compileRules([{ file: '', parsed: { rules: [rule] } }], engine)
    return null
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return withoutQuote(error.message.replace(/^rule "probe": field "regex" /, ''))
  }
}

/** Engines quote what they refuse, sometimes the whole regex; an allowlist's may be a credential. */
function withoutQuote(message: string): string {
  return message
    .replace(/: `[\s\S]*`$/, quote => (quote.length > 16 ? '' : quote))
    .replace(/(: missing [^:]*):[\s\S]*$/, '$1')
}

let all: EngineName[] | undefined

function engines(): EngineName[] {
  all ??= engineStatus().reason === undefined ? ['js', 'native'] : ['js']
  return all
}

/** In RE2: every character for itself. */
export function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** `^a|b$` allows whatever begins with a or ends with b: rarely what was meant. */
export function isUngrouped(regex: string): boolean {
  let depth = 0
  let inClass = false
  let bar = false
  for (let at = 0; at < regex.length; at++) {
    const char = regex[at]
    if (char === '\\') at++
    else if (inClass) inClass = char !== ']'
    else if (char === '[') inClass = true
    else if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === '|' && depth === 0) bar = true
  }
  return bar && (/^(?:\(\?[ims]+\))?\^/.test(regex) || /(?<!\\)\$$/.test(regex))
}
