/** One rule on a text of its author's: does it hit, how often, and what does it cost. Gives numbers only, never what was found. */
import { type Budget, budgetFor } from './budget.ts'
import type { EngineName } from './engine.ts'
import { detectorsOf, scanOf } from './load.ts'
import { assemblePack } from './pack.ts'
import type { Allowlist, Rule } from './rule.ts'
import { scanText } from './scan.ts'
import { textOf } from './text.ts'

export interface Trial {
  /** how many credentials the rule sees. Throws CoverageError when it costs more than any content may */
  count(text: string): number
  /** of the rule alone, without the decoders: the better of two */
  cost(text: string): Cost
}

export interface Cost {
  /** microseconds for a thousand bytes of the text */
  usPerKb: number
  /** how often each byte was read by the regex */
  readings: number
}

/**
 * The rule as a scan would run it, but alone and at whatever path: examples have none. `allowlists` hold besides its own.
 * Throws PortcullisError 3 when the engine does not load.
 */
export function openTrial(rule: Rule, allowlists: Allowlist[], engine?: EngineName): Trial {
  const { path: _, ...anywhere } = rule
  const run = runnerOf([anywhere], allowlists, engine)
  const idle = runnerOf([], [], engine)
  return {
    count: text => run(text, budgetFor(text.length, undefined)),
    cost: text => costOf(text, run, idle),
  }
}

type Run = (text: string, budget: Budget) => number

function runnerOf(rules: Rule[], allowlists: Allowlist[], engine?: EngineName): Run {
  const detectors = detectorsOf([assemblePack(rules, allowlists)], [], engine === undefined ? {} : { engine })
  return (text, budget) => scanText(textOf(text), scanOf(detectors, undefined, budget)).length
}

function costOf(text: string, run: Run, idle: Run): Cost {
  const bytes = Buffer.byteLength(text)
  const [own, decoders] = [measured(text, run), measured(text, idle)]
  return {
    usPerKb: (Math.max(0, own.ms - decoders.ms) * 1e6) / bytes,
    readings: Math.max(0, own.read - decoders.read) / bytes,
  }
}

/** Once to warm up: a first call compiles. */
function measured(text: string, run: Run): { ms: number; read: number } {
  let ms = Number.POSITIVE_INFINITY
  let read = 0
  for (let round = 0; round < 3; round++) {
    const budget = { path: undefined, bytes: Number.MAX_SAFE_INTEGER, candidates: Number.MAX_SAFE_INTEGER }
    const start = performance.now()
    run(text, budget)
    if (round > 0) ms = Math.min(ms, performance.now() - start)
    read = Number.MAX_SAFE_INTEGER - budget.bytes
  }
  return { ms, read }
}
