/** All of a text that is looked at once, at one path: without the keyword hits that cannot come to anything. */
import { mayHoldEncoded } from './encoded.ts'
import type { Focus, PackFocus } from './focus.ts'
import { QUOTING } from './generic/reject.ts'
import { isNotebook } from './notebook.ts'
import { findKeywords, type Hits } from './prefilter.ts'
import type { RuleTable } from './rule.ts'
import { lazyRuns, type Runs } from './runs.ts'
import type { Pack } from './scan.ts'
import type { Text } from './text.ts'
import { withRun, worthLooking } from './triage.ts'

export function focusOnAll({ bytes }: Text, packs: Pack[], path: string | undefined): Focus {
  const isQuoting = path !== undefined && QUOTING.test(path)
  return { ...wholeOf(bytes, packs, isQuoting), isPlain: isPlain(bytes) && !isNotebook(bytes) }
}

/** The same of the texts within a content, all of them at its path. */
export function openInner(packs: Pack[], path: string | undefined): (text: Text) => Focus {
  let isQuoting: boolean | undefined
  return ({ bytes }) => {
    isQuoting ??= path !== undefined && QUOTING.test(path)
    return { ...wholeOf(bytes, packs, isQuoting), isPlain: isPlain(bytes) }
  }
}

function isPlain(bytes: Buffer): boolean {
  return !mayHoldEncoded(bytes, [[0, bytes.length]])
}

function wholeOf(bytes: Buffer, packs: Pack[], isQuoting: boolean): Focus {
  const runs = lazyRuns(bytes)
  return { packs: packs.map(pack => packFocus(pack, bytes, runs, isQuoting)), runs }
}

function packFocus(pack: Pack, bytes: Buffer, runs: () => Runs, isQuoting: boolean): PackFocus {
  const hits = findKeywords(pack.automaton, bytes)
  const everywhere = withRun(pack, apartIn(pack.table, hits), runs)
  return { hits: worthLooking(pack, bytes, hits, runs, isQuoting), apart: [], everywhere }
}

/** Rules whose keyword stands apart from the match, and is there. */
function apartIn({ apart, keywordRules }: RuleTable, hits: Hits): number[] {
  if (apart.length === 0) return apart
  const all = new Set(apart)
  const found = new Set<number>()
  for (let i = 0; i < hits.length; i += 2)
    for (const rule of keywordRules[hits[i]!]!) if (all.has(rule)) found.add(rule)
  return [...found]
}
