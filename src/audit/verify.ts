/**
 * Walks the whole chain and says where it does not hold. A chain without a key says nothing of a log that was cut off at its end
 * or computed anew: for that there are anchors (anchors.ts).
 */
import { type ChainRecord, GENESIS, hashOfLine, parseRecord } from './chain.ts'
import { type Line, logLines } from './read.ts'

export interface Problem {
  kind: 'edited' | 'unreadable' | 'replaced' | 'missing' | 'reordered' | 'added' | 'torn'
  /** `000001.jsonl:12`; absent where something is not there */
  at?: string
  seq?: number
  message: string
}

export interface Chain {
  records: number
  /** seq of the first and of the last record */
  first: number
  last: number
  log: string
  problems: Problem[]
  /** seq → hash of those asked for that are in the log */
  hashes: Map<number, string>
}

interface State {
  chain: Chain
  before: ChainRecord | null
  /** what stood before: for naming the record that is not the one it was */
  at: string
  gaps: Gap[]
  pruned: Pruned[]
}

interface Gap {
  from: number
  to: number
  /** what the record behind it hangs on */
  prev: string
  at: string
}

interface Pruned {
  to: number
  lastHash: string
}

/** `wanted`: seqs whose hashes are to be told, for anchors. Throws what the file system says. */
export function verifyChain(folder: string, wanted: ReadonlySet<number> = new Set()): Chain {
  const chain: Chain = { records: 0, first: 0, last: 0, log: '', problems: [], hashes: new Map() }
  const state: State = { chain, before: null, at: '', gaps: [], pruned: [] }
  for (const line of logLines(folder)) take(state, line, wanted)
  for (const gap of state.gaps) if (!isPruned(gap, state.pruned)) chain.problems.push(missing(gap))
  return chain
}

function take(state: State, line: Line, wanted: ReadonlySet<number>): void {
  const { chain } = state
  const at = `${line.segment}:${line.line}`
  const record = line.ended ? parseRecord(line.text) : null
  if (!record) {
    chain.problems.push(noRecord(line, at))
    return
  }
  if (hashOfLine(line.text, record) !== record.hash) chain.problems.push(edited(record, at))
  follow(state, record, at)
  if (wanted.has(record.seq)) chain.hashes.set(record.seq, record.hash)
  if (record.event === 'prune')
    state.pruned.push({ to: Number(record.to), lastHash: String(record.lastHash) })
  chain.records++
}

/** Does it hang on the record before it? If not: what happened in between. */
function follow(state: State, record: ChainRecord, at: string): void {
  const { chain, before } = state
  const { seq, prev } = record
  const last = before?.seq ?? 0
  if (seq <= last && before) {
    chain.problems.push(outOfPlace(state, record, at))
    return
  }
  if (seq > last + 1) state.gaps.push({ from: last + 1, to: seq - 1, prev, at })
  else if (prev !== (before?.hash ?? GENESIS)) chain.problems.push(replaced(before, state.at, at))
  if (!before) chain.first = seq
  chain.last = seq
  chain.log = record.log
  state.before = record
  state.at = at
}

/** A record behind one with a higher seq: it was moved if it is missing before, else it stands there twice. */
function outOfPlace(state: State, { seq }: ChainRecord, at: string): Problem {
  const gap = state.gaps.find(({ from, to }) => from <= seq && seq <= to)
  if (!gap) {
    const message = `record ${seq} stands behind record ${state.chain.last}, and there is one of that number before: put there later`
    return { kind: 'added', at, seq, message }
  }
  state.gaps = state.gaps.flatMap(other => (other === gap ? without(gap, seq) : [other]))
  return {
    kind: 'reordered',
    at,
    seq,
    message: `record ${seq} stands behind record ${state.chain.last}: reordered`,
  }
}

function without(gap: Gap, seq: number): Gap[] {
  return [
    { ...gap, to: seq - 1 },
    { ...gap, from: seq + 1 },
  ].filter(({ from, to }) => from <= to)
}

/** Whole segments at the beginning may have been pruned, and a record says so. */
function isPruned({ from, to, prev }: Gap, pruned: Pruned[]): boolean {
  return from === 1 && pruned.some(entry => entry.to === to && entry.lastHash === prev)
}

function missing({ from, to, at }: Gap): Problem {
  const which = from === to ? `record ${from} is` : `records ${from} to ${to} are`
  return {
    kind: 'missing',
    seq: from,
    message: `${which} missing before ${at}: dropped, and no prune record says so`,
  }
}

function edited({ seq }: ChainRecord, at: string): Problem {
  return {
    kind: 'edited',
    at,
    seq,
    message: `record ${seq} was edited: its hash is not that of what it says`,
  }
}

/** Its own hash is right, and the next record hangs on another one. */
function replaced(before: ChainRecord | null, at: string, next: string): Problem {
  if (!before) {
    return {
      kind: 'replaced',
      at: next,
      seq: 1,
      message: 'the first record hangs on another one: what was before it is gone',
    }
  }
  const { seq } = before
  const message = `record ${seq} was replaced: ${next} hangs on another record ${seq}`
  return { kind: 'replaced', at, seq, message }
}

function noRecord({ ended }: Line, at: string): Problem {
  if (ended) return { kind: 'unreadable', at, message: 'this line is no record' }
  return {
    kind: 'torn',
    at,
    message: 'the last line is half a record: a crash; the next record moves it aside',
  }
}
