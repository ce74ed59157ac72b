/** The report's last line: what was decided, with counts. */
import type { Decision } from '../model.ts'
import { blocks, entries, tally } from './entries.ts'
import { visible } from './escape.ts'
import { count, tint } from './lines.ts'
import type { Paint } from './paint.ts'

/** `blocked: 1 denied, 2 warnings (decision 7f3a)`; a scan blocks nothing, so there it says `found` or `clean`. */
export function verdictLine(decision: Decision, paint: Paint): string {
  return `${tint(decision.verdict, paint)(outcome(decision))}: ${counts(decision)}${part(decision)} (decision ${visible(decision.id)})`
}

/** A part that is clean says nothing of the whole. */
function part({ shard }: Decision): string {
  return shard === undefined ? '' : ` in shard ${shard.index}/${shard.count}`
}

/** One word for what became of the operation. */
export function outcome(decision: Decision): string {
  if (decision.coverage.unread.length > 0) return 'undecided'
  if (decision.operation.kind === 'scan') return blocks(decision) ? 'found' : 'clean'
  return blocks(decision) ? 'blocked' : 'allowed'
}

function counts(decision: Decision): string {
  const { deny, ask, warn, allow } = tally(entries(decision.findings))
  const { unread } = decision.coverage
  const parts = [
    ...(unread.length ? [`${unread.length} not looked at`] : []),
    ...(deny ? [`${deny} denied`] : []),
    ...(ask ? [`${ask} to be approved`] : []),
    ...(warn ? [count(warn, 'warning')] : []),
    ...(allow ? [`${allow} allowed`] : []),
    ...(decision.approvals?.length ? [`${decision.approvals.length} approved`] : []),
    ...(decision.suppressed.length ? [`${decision.suppressed.length} suppressed`] : []),
  ]
  return parts.length ? parts.join(', ') : 'nothing found'
}
