/** What to change in the pipeline's file when its clone holds too little: the exact lines. */
import { CoverageError } from '../errors.ts'
import type { ObjectId } from '../model.ts'
import type { CiEvent, Forge } from './event.ts'

const WHOLE_HISTORY: Record<Forge, string> = {
  github: 'add to the workflow:\n- uses: actions/checkout@v5\n  with:\n    fetch-depth: 0',
  gitlab: 'add to .gitlab-ci.yml:\nvariables:\n  GIT_DEPTH: 0',
  none: 'fetch the whole history first:\ngit fetch --unshallow --tags origin',
}

/** The clone lacks history that has to be looked at: exit 3. */
export function tooShallow(forge: Forge, what: string): CoverageError {
  return new CoverageError(`the clone holds too little history: ${what}`, { hint: WHOLE_HISTORY[forge] })
}

/** A commit that no branch reaches any more (force push, deleted fork branch): no depth brings it. */
export function unreachable({ forge }: CiEvent, id: ObjectId, what: string): CoverageError {
  const fetch = `git fetch --no-tags origin ${id}`
  const hint: Record<Forge, string> = {
    github: `${WHOLE_HISTORY.github}\n- run: ${fetch}`,
    gitlab: `add to .gitlab-ci.yml:\nvariables:\n  GIT_DEPTH: 0\nbefore_script:\n  - ${fetch}`,
    none: `fetch it first:\n${fetch}`,
  }
  return new CoverageError(`the clone does not hold ${what} ${id}`, { hint: hint[forge] })
}
