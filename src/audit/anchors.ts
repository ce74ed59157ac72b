/** What stands outside of the log and names one of its records: a chain without a key can be computed anew, an anchor cannot. */
import type { Chain, Problem } from './verify.ts'

export interface Anchor {
  seq: number
  /** the first 12 or all 64 hex digits of that record's hash */
  hash: string
  /** which log it is about; absent where a person gave it on the command line */
  log?: string
  /** for people: `commit 1a2b… on origin/main` */
  where: string
  /** it lies where whoever can write the log cannot write: only such an anchor counts */
  beyond: boolean
}

export interface Anchored {
  /** those about this log, oldest first */
  anchors: (Anchor & { holds: boolean })[]
  /** how many are about other logs: other clones', or one that was here before */
  foreign: number
  /** seq of the newest that counts and holds; 0 = none */
  upTo: number
  problems: Problem[]
}

/** `412:9f86d081a2b3` and, in a trailer, ` c0ffee01` for the log. Null where it is none. */
export function parseAnchor(text: string): Pick<Anchor, 'seq' | 'hash' | 'log'> | null {
  const [, seq, hash, log] =
    /^(\d{1,15}):([0-9a-f]{12}|[0-9a-f]{64})(?: ([0-9a-f]{8}))?$/.exec(text.trim()) ?? []
  if (seq === undefined || hash === undefined) return null
  return { seq: Number(seq), hash, ...(log !== undefined && { log }) }
}

export function formatAnchor({ seq, hash, log }: { seq: number; hash: string; log: string }): string {
  return `${seq}:${hash.slice(0, 12)} ${log}`
}

/** `chain` was verified with the anchors' seqs among those wanted. */
export function compareAnchors(chain: Chain, anchors: Anchor[]): Anchored {
  const own = anchors.filter(({ log }) => log === undefined || log === chain.log)
  const compared = own
    .map(anchor => ({ ...anchor, holds: chain.hashes.get(anchor.seq)?.startsWith(anchor.hash) === true }))
    .filter(anchor => anchor.holds || anchor.seq >= chain.first) // a pruned record can no longer be compared
    .sort((a, b) => a.seq - b.seq)
  const counted = compared.filter(({ beyond, holds }) => beyond && holds)
  return {
    anchors: compared,
    foreign: anchors.length - own.length,
    upTo: counted.at(-1)?.seq ?? 0,
    problems: compared.filter(({ holds }) => !holds).map(anchor => broken(anchor, chain)),
  }
}

function broken({ seq, where }: Anchor, chain: Chain): Problem {
  if (seq > chain.last) {
    const message = `the log ends with record ${chain.last}, but ${where} names record ${seq}: it was cut off`
    return { kind: 'missing', seq, message }
  }
  if (!chain.hashes.has(seq)) {
    return { kind: 'missing', seq, message: `record ${seq}, which ${where} names, is not in the log` }
  }
  return {
    kind: 'replaced',
    seq,
    message: `record ${seq} is not the one that ${where} names: the log was computed anew`,
  }
}
