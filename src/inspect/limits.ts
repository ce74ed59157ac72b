/** What the limits of a policy are asked about: an operation's own totals, and those of all that is not on the trusted base yet. */
import { addsUp, checkLimits, lineLimit, type Totals } from '../guard/limits.ts'
import type { Change, Finding, Operation } from '../model.ts'
import type { Policy } from '../policy/types.ts'
import { countAddedLines } from './lines.ts'
import { parentsIn, readBlob, readContent } from './read.ts'
import { startTally, type Tally, tallyContent, tallyText, totalsOf } from './tally.ts'

/** What counting needs of an inspection. */
export interface Counting {
  operation: Operation
  policy: Policy
  maxBytes: number
}

/** `tally`: of the operation itself, all of it. */
export async function guardLimits(tally: Tally, counting: Counting): Promise<Finding[]> {
  const { operation, policy } = counting
  const own = totalsOf(tally, await addedLines(tally, counting))
  return checkLimits(own, operation.actor, policy, await outgoingTotals(counting))
}

/**
 * Lines that no parent has. All lines of the new contents are an upper bound that costs next to nothing; only where it passes
 * a limit are the contents and their parents read once more and counted.
 */
async function addedLines(tally: Tally, { operation, policy, maxBytes }: Counting): Promise<number> {
  if (tally.lines <= lineLimit(policy, operation.actor)) return tally.lines
  let added = 0
  for (const change of tally.texts) {
    const now = await readContent(change.after!.id, operation.objects, maxBytes)
    added += now === null ? 0 : countAddedLines(now, await parentsIn(change, operation.objects, maxBytes))
  }
  return added
}

/** Null where no limit adds up for this actor: then git is not asked. */
async function outgoingTotals(counting: Counting): Promise<Totals | null> {
  const { operation, policy } = counting
  if (!addsUp(policy, operation.actor)) return null
  const changes = (await operation.outgoing?.()) ?? null
  if (changes === null) return null
  const tally = startTally()
  for (const change of changes) await count(change, tally, counting)
  return totalsOf(tally, await addedLines(tally, counting))
}

const SUBMODULE = '160000'

async function count(change: Change, tally: Tally, { operation, maxBytes }: Counting): Promise<void> {
  tally.paths.add(change.path)
  if (change.after === null || change.after.mode === SUBMODULE) return
  const blob = await readBlob(change.after.id, operation.objects, maxBytes)
  if (blob === null) return
  tallyContent(tally, change, blob.size)
  if (blob.data !== null) tallyText(tally, change, blob.data)
}
