/** `portcullis report merge`: the reports of shards, and of repositories, as one. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { maskText } from '../detect/index.ts'
import { exitCode, type Io, type Output, report } from '../enforce.ts'
import { CoverageError, UsageError } from '../errors.ts'
import { decisionId } from '../evaluate.ts'
import type { ExitCode, Redacted } from '../model.ts'
import { maskDecision } from '../report/mask.ts'
import { type Merged, mergeReports } from '../report/merge/merge.ts'
import { MOST_BYTES, type ReadReport, readReport } from '../report/merge/read.ts'
import { openLooseSession } from './session.ts'

export interface MergeFlags {
  repositories?: number
}

/**
 * Throws UsageError for a file that cannot be read or is no report, and after the report, which is printed all the same,
 * CoverageError for a shard or repository that is missing.
 */
export async function mergeCommand(
  paths: string[],
  flags: MergeFlags,
  output: Output,
  io: Io,
): Promise<ExitCode> {
  const { detectors, actor } = await openLooseSession(io)
  const mask = remembering(text => maskText(text, detectors))
  const reports = paths.flatMap(path => filesIn(path, io.cwd)).map(file => read(file, io.cwd, mask))
  const merged = mergeReports(reports, {
    id: decisionId(Date.now()),
    actor,
    ...(flags.repositories !== undefined && { repositories: flags.repositories }),
  })
  const decision = maskDecision(merged.decision, mask)
  await report(decision, io, output)
  refuseGaps(merged)
  return exitCode(decision, output.failOn)
}

/** Paths, rules and remedies come again and again. */
function remembering(mask: (text: string) => Redacted): (text: string) => Redacted {
  const known = new Map<string, Redacted>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const masked = mask(text)
    known.set(text, masked)
    return masked
  }
}

/** A folder stands for every `.json` below it: artifacts come in folders, and not every shell knows `*`. */
function filesIn(path: string, cwd: string): string[] {
  const isFolder = tried(path, () => statSync(resolve(cwd, path)).isDirectory())
  if (!isFolder) return [path]
  const names = tried(path, () => readdirSync(resolve(cwd, path), { recursive: true, encoding: 'utf8' }))
  const files = names.filter(name => name.endsWith('.json')).sort()
  if (files.length > 0) return files.map(name => join(path, name))
  throw new UsageError('there is no .json file in this folder', { subject: path, hint: HINT })
}

function read(file: string, cwd: string, mask: (text: string) => Redacted): ReadReport {
  const bytes = tried(file, () => {
    if (statSync(resolve(cwd, file)).size > MOST_BYTES) throw tooLarge(file)
    return readFileSync(resolve(cwd, file))
  })
  return readReport(bytes, file, mask)
}

const HINT = 'give the files that the shards wrote: portcullis scan --shard I/N --report json=FILE'

function tried<T>(file: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof UsageError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`cannot read the report: ${code}`, { subject: file, hint: HINT, cause: error })
  }
}

function tooLarge(file: string): UsageError {
  return new UsageError(`larger than ${MOST_BYTES} bytes: no report`, { subject: file, hint: HINT })
}

const NAMED = 20

function refuseGaps({ gaps, missing }: Merged): void {
  const [first] = gaps
  if (first === undefined) return
  const named = missing.length > 0 ? missing : gaps.map(gap => `${gap.path}: ${gap.reason}`)
  const more = named.length > NAMED ? ` and ${named.length - NAMED} more` : ''
  const what = `${missing.length > 0 ? 'missing: ' : ''}${named.slice(0, NAMED).join('; ')}${more}`
  throw new CoverageError(`these reports are not the whole: ${what}`, {
    hint: 'scan what is missing with the same refs, rules and policy, and merge all of them again',
  })
}
