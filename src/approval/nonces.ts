/**
 * Approvals of ref updates that were used, in `<common git dir>/portcullis/nonces/`: a file for each nonce, and one that says since
 * when. A store that was deleted begins anew, and what was approved before it began may have been used: it does not count.
 *
 * What remains: whoever can write files as this user can write an older beginning too. Then only the ref's old value stands in
 * the way, and 60 minutes: a replay passes where the ref was put back to exactly that value within the hour.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PortcullisError } from '../errors.ts'
import type { VerifiedApproval } from './types.ts'
import { LIFETIME } from './verify.ts'

export interface Nonces {
  /** the sentence why an approval of a ref update does not count any more, or null; changes nothing */
  used(approval: VerifiedApproval): string | null
  /** marks it as used; false when somebody else did just now: then it does not count. Throws PortcullisError (exit 3) */
  use(approval: VerifiedApproval): boolean
}

const BEGAN = 'began'

/**
 * Opens the store, and begins it where there is none. A request must have opened it before the approval is issued, or its
 * approval will not count. Throws PortcullisError (exit 3) when the folder cannot be written.
 */
export function openNonces(folder: string, now: Date): Nonces {
  return guarded(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const began = beginning(folder, now)
    prune(folder, now)
    return {
      used: approval => usedBefore(folder, approval, began),
      use: approval => guarded(folder, () => created(join(folder, approval.nonce), approval.notAfter)),
    }
  })
}

/** When the store began, in ms; a file that says no time says: now. */
function beginning(folder: string, now: Date): number {
  const file = join(folder, BEGAN)
  created(file, now.toISOString())
  const began = Date.parse(readFileSync(file, 'utf8').trim())
  return Number.isNaN(began) ? now.getTime() : began
}

function usedBefore(folder: string, { nonce, issuedAt }: VerifiedApproval, began: number): string | null {
  if (readdirSync(folder).includes(nonce)) return 'was used already: it is good for one ref update'
  if (Date.parse(issuedAt) >= began) return null
  return 'may have been used: the list of those that were is newer than it, so it was lost (approve again)'
}

/** What has expired for good is worth nothing to anybody. */
function prune(folder: string, now: Date): void {
  for (const name of readdirSync(folder)) {
    if (name !== BEGAN && expiryOf(join(folder, name)) + LIFETIME['ref-update'] < now.getTime())
      rmSync(join(folder, name), { force: true }) // another process may be faster
  }
}

/** NaN, which is before nothing, for a file that is gone or not written yet. */
function expiryOf(file: string): number {
  try {
    return Date.parse(readFileSync(file, 'utf8').trim())
  } catch {
    return Number.NaN
  }
}

/** Creates the file, if nobody was faster. */
function created(file: string, text: string): boolean {
  try {
    writeFileSync(file, `${text}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function guarded<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    const hint = 'make the folder writable; without it an approval of a ref update could be used twice'
    throw new PortcullisError(3, `"${folder}" cannot be used: ${code}`, {
      subject: folder,
      hint,
      cause: error,
    })
  }
}
