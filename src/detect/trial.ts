/** One rule on a text of its author's: does it hit, how often, and what does it cost. Gives numbers only, never what was found. */
import { CoverageError } from '../errors.ts'
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
  /** the regex would read each byte more often than any scan allows: it was stopped there */
  endless: boolean
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

/** As budget.ts gives a large content. */
const MOST_READINGS = 24

function costOf(text: string, run: Run, idle: Run): Cost {
  const bytes = Buffer.byteLength(text)
  const decoders = measured(text, idle, Number.MAX_SAFE_INTEGER)
  const own = measured(text, run, decoders.read + bytes * MOST_READINGS)
  return { usPerKb: (Math.max(0, own.ms - decoders.ms) * 1e6) / bytes, endless: own.stopped }
}

interface Measured {
  ms: number
  read: number
  stopped: boolean
}

/** A first call compiles: the better of two more, unless that was long enough to tell. */
function measured(text: string, run: Run, bytes: number): Measured {
  const first = once(text, run, bytes)
  if (first.stopped || first.ms > 500) return first
  const more = [once(text, run, bytes), once(text, run, bytes)]
  return { ...first, ms: Math.min(...more.map(one => one.ms)) }
}

function once(text: string, run: Run, bytes: number): Measured {
  const budget = { path: undefined, bytes, candidates: Number.MAX_SAFE_INTEGER }
  const start = performance.now()
  const stopped = !fits(() => run(text, budget))
  return { ms: performance.now() - start, read: bytes - budget.bytes, stopped }
}

function fits(run: () => void): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (error instanceof CoverageError) return false
    throw error
  }
}
