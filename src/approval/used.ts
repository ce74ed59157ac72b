/** The nonces of this clone, as a hook asks about them. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Repo } from '../git/run.ts'
import { openNonces } from './nonces.ts'
import type { VerifiedApproval } from './types.ts'

/**
 * git with hooks in its configuration runs two of ours for one push, and a push may fail after its hook: within this time the same
 * approval serves the same move again. Its old value still has to be there.
 */
const SAME_PUSH = 60_000

export interface Uses {
  /** the sentence why an approval does not count any more, or null */
  used(approval: VerifiedApproval): string | null
  /** marks it; false when it was used before, and not just now */
  use(approval: VerifiedApproval): boolean
}

/** Throws PortcullisError (exit 3) when the folder cannot be written. */
export function usesIn(repo: Repo, now: Date): Uses {
  const folder = join(repo.commonDir, 'portcullis', 'nonces')
  const nonces = openNonces(folder, now)
  const justNow = ({ nonce }: VerifiedApproval) => ageOf(join(folder, nonce), now) < SAME_PUSH
  return {
    used: approval => (justNow(approval) ? null : nonces.used(approval)),
    use: approval => nonces.use(approval) || justNow(approval),
  }
}

/** In ms; endless for what is not there. */
function ageOf(file: string, now: Date): number {
  try {
    return now.getTime() - statSync(file).mtimeMs
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
