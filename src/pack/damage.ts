/** What is wrong, before it is known where: whoever holds the path, offset or id adds them. */
import { readdirSync } from 'node:fs'
import type { Problem } from './table.ts'

/** A reason in words that fit behind `pack "…": `. */
export class Damage extends Error {}

/** The next step where a file was listed and is not there. */
export const AGAIN = 'run it again when git has finished repacking'

/** Is it what the system says of a file that is not there? */
export function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
}

/** Why a file could not be used: the damage seen in it, or what the system said. */
export function reasonOf(error: unknown): string {
  if (error instanceof Damage) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  if (isGone(error)) return 'it is gone: the repository was repacked meanwhile'
  return `it could not be read (${code})`
}

export function problemOf(subject: string, error: unknown): Problem {
  return { subject, reason: reasonOf(error), ...(isGone(error) && { hasMoved: true }) }
}

/** The names in a folder, none when it is not there; a folder that cannot be listed is a problem. */
export function namesIn(dir: string, problems: Problem[]): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if (!isGone(error)) problems.push(problemOf(dir, error))
    return []
  }
}

/** Runs `use`; null when it failed, with the reason among the problems. */
export function orProblem<T>(problems: Problem[], subject: string, use: () => T): T | null {
  try {
    return use()
  } catch (error) {
    problems.push(problemOf(subject, error))
    return null
  }
}
