/** Findings against the baseline. Fingerprints are stretched one by one, each once, off the main thread. */
import type { Finding, Suppression } from '../model.ts'
import { type Baseline, type BaselineEntry, COST } from './baseline-file.ts'

export { type Baseline, type BaselineEntry, COST, formatBaseline, parseBaseline } from './baseline-file.ts'

/** Where no key is committed. Public on purpose: it keeps ids apart from other uses of scrypt, no more. */
const PUBLIC_SALT = 'portcullis baseline v1'

/** A finding that a baseline knows. */
export interface BaselineMatch<F> {
  finding: F
  suppression: Suppression
  /** false: a known credential where it was not known, which still warns (design §4) */
  knownPath: boolean
  entryId: string
}

type Known = Pick<Finding, 'fingerprint' | 'path' | 'occurrences'>

/**
 * The findings that `baselines` know, the first baseline first (the trusted one). `key`: 32 bytes of `.portcullis/key`, or null.
 * Costs nothing when a baseline is empty or no finding has a fingerprint, else one scrypt per distinct fingerprint and cost.
 */
export async function matchBaseline<F extends Known>(
  findings: readonly F[],
  baselines: readonly Baseline[],
  key: Buffer | null,
): Promise<BaselineMatch<F>[]> {
  const filled = baselines.filter(baseline => baseline.entries.length > 0)
  const suspects = findings.filter(finding => finding.fingerprint !== undefined)
  if (filled.length === 0 || suspects.length === 0) return []
  const stretch = stretcher(key)
  const indexes = filled.map(baseline => ({
    baseline,
    byId: new Map(baseline.entries.map(entry => [entry.id, entry])),
  }))
  const found = suspects.map(async finding => {
    for (const { baseline, byId } of indexes) {
      const entry = byId.get(await stretch(finding.fingerprint!, baseline.cost))
      if (entry !== undefined) return matchOf(finding, entry, baseline)
    }
    return null
  })
  return (await Promise.all(found)).filter(match => match !== null)
}

function matchOf<F extends Known>(
  finding: F,
  entry: Baseline['entries'][number],
  baseline: Baseline,
): BaselineMatch<F> {
  const by = entry.by === undefined ? {} : { by: entry.by }
  const source = `${baseline.file}:${entry.line}`
  const { reason } = entry
  const suppression: Suppression = { kind: 'baseline', reason, ...by, source, trusted: baseline.trusted }
  return {
    finding,
    suppression,
    knownPath: pathsOf(finding).every(path => entry.paths.includes(path)),
    entryId: entry.id,
  }
}

function pathsOf(finding: Known): string[] {
  const paths = [finding.path, ...finding.occurrences.map(occurrence => occurrence.path)]
  return [...new Set(paths.filter(path => path !== undefined))]
}

/** Entries for findings that are to be known from now on; findings of one credential become one entry. */
export async function baselineEntries(
  findings: readonly (Known & { ruleId: string })[],
  key: Buffer | null,
  said: { reason: string; by?: string; added: string },
): Promise<BaselineEntry[]> {
  const stretch = stretcher(key)
  const entries = new Map<string, BaselineEntry>()
  for (const finding of findings) {
    if (finding.fingerprint === undefined) continue
    const id = await stretch(finding.fingerprint, COST)
    const paths = [...new Set([...(entries.get(id)?.paths ?? []), ...pathsOf(finding)])]
    entries.set(id, { id, rule: finding.ruleId, paths, ...said })
  }
  return [...entries.values()]
}

/** Old entries and new ones; the paths of an entry that is there already are added to it. */
export function mergeEntries(
  old: readonly BaselineEntry[],
  added: readonly BaselineEntry[],
): BaselineEntry[] {
  const byId = new Map(
    old.map(({ id, rule, paths, reason, by, added: day }) => {
      return [
        id,
        { id, rule, paths, reason, ...(by === undefined ? {} : { by }), added: day } as BaselineEntry,
      ]
    }),
  )
  for (const entry of added) {
    const known = byId.get(entry.id)
    byId.set(
      entry.id,
      known === undefined ? entry : { ...known, paths: [...new Set([...known.paths, ...entry.paths])] },
    )
  }
  return [...byId.values()]
}

/** fingerprint → id, each worked out once. scrypt with r = 8, p = 1. */
function stretcher(key: Buffer | null): (fingerprint: string, cost: number) => Promise<string> {
  const known = new Map<string, Promise<string>>()
  return (fingerprint, cost) => {
    const name = `${cost} ${fingerprint}`
    const id = known.get(name) ?? stretched(fingerprint, key ?? PUBLIC_SALT, cost)
    known.set(name, id)
    return id
  }
}

async function stretched(fingerprint: string, salt: Buffer | string, cost: number): Promise<string> {
  const { scrypt } = await import('node:crypto')
  // Node's default bound on memory is 32 MB; scrypt needs 128 · N · r bytes and a little
  const options = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }
  return new Promise((resolve, reject) => {
    scrypt(fingerprint, salt, 32, options, (error, bytes) =>
      error ? reject(error) : resolve(bytes.toString('hex')),
    )
  })
}
