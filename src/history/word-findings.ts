/** What was found in messages, names and identities → findings, of this history and this shard only. */

import { textFinding } from '../inspect/finding.ts'
import type { Tally } from '../inspect/tally.ts'
import type { Finding, Text } from '../model.ts'
import { hexOf } from '../pack/table.ts'
import type { Found } from './contents.ts'
import type { Ends } from './ends.ts'
import type { History } from './order.ts'
import type { Spoken } from './words.ts'

export function wordFindings(
  spoken: Spoken[],
  ends: Ends,
  { rank }: History,
  isOurs: (n: number) => boolean,
  found: Found,
  tally: Tally,
): Finding[] {
  const mine = spoken.filter(({ n }) => rank[n]! >= 0 && isOurs(n)).sort((a, b) => rank[a.n]! - rank[b.n]!)
  const ofCommits = firstOfEach(mine).flatMap(one =>
    findingsOf(one, { commit: hexOf(found.table, one.n) }, found, tally),
  )
  const ofRefs = ends.spoken.flatMap(one => findingsOf(one, { ref: one.ref }, found, tally))
  return [...ofRefs, ...ofCommits]
}

/** An identity is told once. */
function firstOfEach(spoken: Spoken[]): Spoken[] {
  const seen = new Set<string>()
  return spoken.filter(({ identity }) => identity === undefined || seen.size < seen.add(identity).size)
}

function findingsOf(
  { kind, credentials, reason }: Spoken,
  place: Pick<Text, 'commit' | 'ref'>,
  { operation, thresholds }: Found,
  tally: Tally,
): Finding[] {
  const commit = place.commit === undefined ? {} : { commit: place.commit }
  if (reason !== undefined) tally.unread.push({ path: place.ref ?? kind, ...commit, reason })
  const text: Text = { kind, text: '', ...place }
  return credentials.map(credential => textFinding(credential, text, operation, thresholds))
}
