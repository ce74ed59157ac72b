/** Members of archives and documents that were not looked at: told by name, and where a limit of ours was the reason, exit 3. */
import { type Gap, gapText } from '../detect/index.ts'
import type { Change } from '../model.ts'
import { type Tally, tallyMissed } from './tally.ts'

/** Named in one reason; an archive may have thousands. */
const NAMED = 3

/** One entry for each kind: what nobody can read is skipped, what we left makes the run incomplete. */
export function tallyGaps(tally: Tally, change: Change, gaps: Gap[]): void {
  const limits = gaps.filter(gap => gap.isLimit)
  const closed = gaps.filter(gap => !gap.isLimit)
  if (limits.length > 0) tallyMissed(tally, 'unread', change, `${listed(limits)}; ${leaveOut(change.path)}`)
  if (closed.length > 0) tallyMissed(tally, 'skipped', change, listed(closed))
}

/** The next step where a content is not to be looked at. */
export function leaveOut(path: string): string {
  const clause = `[skips.<name>] match = [${JSON.stringify(`/${path}`)}] and a reason`
  return `to leave it out, write ${clause} in .portcullis/policy.toml`
}

/** A content that is larger than may be looked at. */
export function tooLarge(path: string, size: number, limit: number): string {
  return `${size} bytes, more than [content] max-bytes (${limit}); ${leaveOut(path)}`
}

function listed(gaps: Gap[]): string {
  const named = gaps.slice(0, NAMED).map(gapText).join(', ')
  return gaps.length > NAMED ? `${named} and ${gaps.length - NAMED} more` : named
}
