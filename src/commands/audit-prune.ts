/** `portcullis audit prune`: takes away old sealed segments, and leaves a record of it. */
import { auditFolder } from '../audit/folder.ts'
import { prunable, prune } from '../audit/prune.ts'
import { verifyChain } from '../audit/verify.ts'
import type { Io } from '../enforce.ts'
import { PortcullisError, UsageError } from '../errors.ts'
import { openRepo } from '../git/run.ts'
import type { ExitCode } from '../model.ts'
import { dateOf } from './audit-log.ts'

export interface PruneFlags {
  before?: string
  keepDays?: string
}

/** Days that are kept unless something else is said. */
const KEEP_DAYS = 400
const DAY_MS = 86_400_000

/** Throws PortcullisError (1) for a log that does not hold: what was done to it would be gone with it. */
export async function auditPrune(flags: PruneFlags, io: Io): Promise<ExitCode> {
  const before = beforeOf(flags)
  const repo = await openRepo(io.cwd, io.env)
  const folder = auditFolder(repo.commonDir)
  const [problem] = verifyChain(folder).problems
  if (problem) {
    const hint = 'npx portcullis audit verify'
    throw new PortcullisError(1, `the audit log does not hold, and is left as it is: ${problem.message}`, {
      hint,
    })
  }
  const old = prunable(folder, before)
  if (!old) {
    io.out(`nothing to prune: no sealed segment ends before ${before}\n`)
    return 0
  }
  const { notice } = prune(repo.commonDir, old)
  if (notice !== undefined) throw new PortcullisError(3, notice, { subject: folder })
  io.out(`pruned records ${old.from} to ${old.to} (${old.segments.join(', ')}); a record says so\n`)
  return 0
}

function beforeOf({ before, keepDays }: PruneFlags): string {
  if (before !== undefined && keepDays !== undefined)
    throw new UsageError('--before and --keep-days say the same in two ways', { hint: 'give one of them' })
  if (before !== undefined) return dateOf(before)
  const days = keepDays ?? String(KEEP_DAYS)
  if (!/^\d{1,5}$/.test(days))
    throw new UsageError(`--keep-days '${days}' is no number of days`, {
      hint: 'for example: --keep-days 400',
    })
  return new Date(Date.now() - Number(days) * DAY_MS).toISOString()
}
