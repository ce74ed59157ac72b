/**
 * `portcullis baseline create|update|prune|show`: credentials already known. The caller scans; here the file is read,
 * changed and written. What it says counts once it is on the trusted base (design §7.8).
 */
import { UsageError } from '../errors.ts'
import type { Finding } from '../model.ts'
import {
  type Baseline,
  type BaselineEntry,
  baselineEntries,
  COST,
  formatBaseline,
  matchBaseline,
  mergeEntries,
} from '../policy/baseline.ts'
import { BASELINE_FILE } from '../policy/files.ts'
import { readBaseline, writeBaseline } from './baseline-store.ts'

export interface BaselineInput {
  /** the worktree's absolute path */
  root: string
  /** 32 bytes of `.portcullis/key`, or null */
  key: Buffer | null
  /** of the whole history, suppressed ones too: what is not among them counts as gone */
  findings: KnownFinding[]
}

/** What an entry is made of. */
export type KnownFinding = Pick<Finding, 'ruleId' | 'fingerprint' | 'path' | 'occurrences'>

/** Why these are known, who says so, and on which day (YYYY-MM-DD). */
export interface Said {
  reason: string | undefined
  by?: string
  added: string
}

/** What became of the file. */
export interface BaselineChange {
  file: string
  added: number
  removed: number
  total: number
}

/** A new baseline of every credential found. Throws UsageError without a reason or where one exists already. */
export async function createBaseline(input: BaselineInput, said: Said): Promise<BaselineChange> {
  const why = reasoned(said)
  if (readBaseline(input.root) !== null) {
    throw new UsageError('there is a baseline already', {
      subject: BASELINE_FILE,
      hint: 'add what is new with portcullis baseline update --reason TEXT',
    })
  }
  const entries = await baselineEntries(credentials(input), input.key, why)
  return write(input.root, [], entries)
}

/** Adds credentials that are not known yet, and new paths of known ones. Throws UsageError without a reason. */
export async function updateBaseline(input: BaselineInput, said: Said): Promise<BaselineChange> {
  const why = reasoned(said)
  const baseline = readBaseline(input.root)
  // ids of another cost never match: two kinds in one file would be found by one only
  if (baseline !== null && baseline.cost !== COST) throw otherCost(baseline)
  const old = baseline?.entries ?? []
  const entries = mergeEntries(old, await baselineEntries(credentials(input), input.key, why))
  return write(input.root, old, entries)
}

/** Takes out the entries that no finding matches any more. Throws UsageError where there is no baseline. */
export async function pruneBaseline(input: BaselineInput): Promise<BaselineChange> {
  const baseline = existing(input.root)
  const matches = await matchBaseline(credentials(input), [baseline], input.key)
  const used = new Set(matches.map(match => match.entryId))
  const kept = baseline.entries.filter(entry => used.has(entry.id))
  return write(input.root, baseline.entries, kept, baseline.cost)
}

/** What the file holds. Throws UsageError where there is no baseline, PolicyError (file and line) where it is broken. */
export function showBaseline(root: string): BaselineEntry[] {
  return existing(root).entries.map(({ line: _, ...entry }) => entry)
}

function reasoned({ reason, by, added }: Said): { reason: string; by?: string; added: string } {
  if (reason === undefined || reason.trim() === '') {
    throw new UsageError('a baseline needs a reason', {
      subject: '--reason',
      hint: 'say why these may stay, for example --reason "revoked on 2026-11-01, ticket 123"',
    })
  }
  return { reason: reason.trim(), ...(by !== undefined && { by }), added }
}

/** In messages and names too: those have no path, and no waiver covers them. */
function credentials({ findings }: BaselineInput): KnownFinding[] {
  return findings.filter(finding => finding.fingerprint !== undefined)
}

function existing(root: string): Baseline {
  const baseline = readBaseline(root)
  if (baseline !== null) return baseline
  throw new UsageError('there is no baseline', {
    subject: BASELINE_FILE,
    hint: 'make one with portcullis baseline create --reason TEXT',
  })
}

function otherCost({ cost }: Baseline): UsageError {
  return new UsageError(`the baseline was written with cost ${cost}, this version writes ${COST}`, {
    subject: BASELINE_FILE,
    hint: 'move the file away and write it anew with portcullis baseline create --reason TEXT',
  })
}

function write(root: string, old: BaselineEntry[], entries: BaselineEntry[], cost = COST): BaselineChange {
  const before = new Set(old.map(entry => entry.id))
  const after = new Set(entries.map(entry => entry.id))
  writeBaseline(root, formatBaseline(entries, cost))
  return {
    file: BASELINE_FILE,
    added: entries.filter(entry => !before.has(entry.id)).length,
    removed: old.filter(entry => !after.has(entry.id)).length,
    total: entries.length,
  }
}
