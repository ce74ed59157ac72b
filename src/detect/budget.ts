/**
 * What one content may cost. A rule that matches everything, or megabytes of keywords, must neither hang a hook nor
 * pass in silence: past the budget the scan ends with exit 3, naming the path and the clause that would skip it.
 */
import { CoverageError } from '../errors.ts'

export interface Budget {
  path: string | undefined
  /** bytes that regexes and decoders may still read */
  bytes: number
  /** candidates that may still be kept */
  candidates: number
}

/** Ordinary source costs under one time its size; a minified bundle full of keywords about four times. */
const TIMES_ITS_SIZE = 24
const FLOOR = 16 << 20
const CANDIDATES = 20_000

export function budgetFor(size: number, path: string | undefined): Budget {
  return { path, bytes: size * TIMES_ITS_SIZE + FLOOR, candidates: CANDIDATES }
}

/** Throws CoverageError when the content costs too much. */
export function spendBytes(budget: Budget, bytes: number): void {
  budget.bytes -= bytes
  if (budget.bytes < 0) overrun(budget, 'costs too much to search')
}

/** Throws CoverageError when the content has too many candidates. */
export function spendCandidate(budget: Budget): void {
  if (--budget.candidates < 0) overrun(budget, `holds more than ${CANDIDATES} candidates`)
}

function overrun(budget: Budget, problem: string): never {
  const name = budget.path ?? 'this text'
  const clause = `[skips.<name>] match = [${JSON.stringify(`/${name}`)}] with a reason`
  const hint =
    budget.path === undefined
      ? 'make the text shorter'
      : `if it needs no look, put ${clause} into .portcullis/policy.toml`
  throw new CoverageError(`content of "${name}" ${problem}`, { subject: name, hint })
}
