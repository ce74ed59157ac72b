/**
 * Everything we have to say about an operation: first where it goes, then what it changes, then what it says.
 * One pass over the source; contents are read ahead, looked at whole and forgotten.
 */
import { addsNothing, type Detectors, detect, type Gap, introduced } from '../detect/index.ts'
import { CoverageError, PortcullisError } from '../errors.ts'
import { checkLimits, lineLimit } from '../guard/limits.ts'
import { checkLink, checkPath } from '../guard/paths.ts'
import { checkRefs } from '../guard/refs.ts'
import { checkRemote } from '../guard/remotes.ts'
import type { Change, Coverage, Finding, ObjectReader, Operation, Remembered, Text } from '../model.ts'
import type { Policy } from '../policy/types.ts'
import { hiddenIn, hiddenInMessage } from './content.ts'
import { credentialFinding, textFinding } from './finding.ts'
import { leaveOut, tallyGaps, tooLarge } from './gaps.ts'
import { countAddedLines } from './lines.ts'
import { type Reading, readAhead } from './readahead.ts'
import {
  coverageOf,
  startTally,
  type Tally,
  tallyContent,
  tallyMissed,
  tallyText,
  totalsOf,
} from './tally.ts'
import { openVersions, type Versions } from './versions.ts'

export interface Inspection {
  findings: Finding[]
  coverage: Coverage
}

/** A source that looks at its contents itself, in place of `inspect`: a whole history, in threads. */
export type Look = (
  policy: Policy,
  detectors: Detectors,
  told?: (done: number, total?: number, what?: string) => void,
) => Promise<Inspection>

/** Of one blob, where the policy names none. What is larger is named as not looked at (exit 3), never passed. */
export const MAX_BYTES = 100_000_000

const SYMLINK = '120000'

/** What every step of one inspection is given. */
interface Desk {
  operation: Operation
  policy: Policy
  detectors: Detectors
  maxBytes: number
  tally: Tally
  /** `id path` of contents without a credential: the same blob comes again in merges and reverts */
  clean: Set<string>
  /** contents that were asked for by `id path` so far */
  asked: number
  remembered?: Remembered
  /** the last version without a credential, by path */
  versions: Versions
}

/**
 * Asks refs, remote, every change, every text and the limits; says what was covered. `onProgress` is told after each change how
 * many blobs were accounted for. Throws what a source throws, and PortcullisError 3 when no engine can be loaded.
 */
export async function inspect(
  operation: Operation,
  policy: Policy,
  detectors: Detectors,
  onProgress?: (blobs: number) => void,
): Promise<Inspection> {
  const { actor, changes, objects, remote, texts } = operation
  const maxBytes = policy.maxBytes ?? MAX_BYTES
  const desk: Desk = {
    operation,
    policy,
    detectors,
    maxBytes,
    tally: startTally(),
    clean: new Set(),
    asked: 0,
    versions: openVersions(),
  }
  const findings = [...checkRefs(operation, policy), ...checkRemote(remote, actor, policy)]
  const readings = readAhead(changes, objects, maxBytes, change => wanted(change, desk))
  for await (const reading of untilUnreadable(readings, desk.tally)) {
    desk.tally.paths.add(reading.change.path)
    findings.push(...guardPath(reading.change, desk), ...(await inspectContent(reading, desk)))
    onProgress?.(desk.tally.blobs.size)
  }
  for await (const text of untilUnreadable(texts, desk.tally)) {
    await detectors.held?.load()
    findings.push(...inspectText(text, desk), ...(await hiddenInMessage(text, desk)))
  }
  findings.push(...(await guardLimits(desk)))
  return { findings, coverage: coverageOf(desk.tally, operation) }
}

/** A scan asks what lies there: nobody is about to touch these paths, and nothing is too large to be there already. */
function isChange({ operation }: Desk): boolean {
  return operation.kind !== 'scan'
}

function guardPath(change: Change, desk: Desk): Finding[] {
  return isChange(desk) ? checkPath(change, desk.operation.actor, desk.policy) : []
}

async function guardLimits(desk: Desk): Promise<Finding[]> {
  if (!isChange(desk)) return []
  return checkLimits(totalsOf(desk.tally, await addedLines(desk)), desk.operation.actor, desk.policy)
}

/** A source that cannot go on ends its list with an error of exit 3: what came before still counts, and is reported. */
async function* untilUnreadable<T>(items: AsyncIterable<T>, tally: Tally): AsyncGenerator<T> {
  try {
    yield* items
  } catch (error) {
    if (!(error instanceof PortcullisError) || error.exit !== 3) throw error
    tally.unread.push({ path: error.detail.subject ?? '', reason: reasonOf(error) })
  }
}

/** What failed and the next step, in one sentence. */
function reasonOf(error: Error): string {
  const hint = error instanceof PortcullisError ? error.detail.hint : undefined
  return hint === undefined ? error.message : `${error.message}; ${hint}`
}

/** A skipped path is told in the coverage and not read. */
function wanted(change: Change, desk: Desk): boolean {
  const skip = desk.policy.skipFor(change.path)
  if (!skip) return true
  tallyMissed(desk.tally, 'skipped', change, `${skip.id}: ${skip.reason}`)
  return false
}

async function inspectContent({ change, content }: Reading, desk: Desk): Promise<Finding[]> {
  if (content === null) return []
  if (content instanceof Error) return unread(change, reasonOf(content), desk)
  tallyContent(desk.tally, change, content.size)
  if (content.data === null) return unread(change, tooLarge(change.path, content.size, desk.maxBytes), desk)
  if (isChange(desk)) tallyText(desk.tally, change, content.data)
  return [
    ...checkTarget(change, content.data, desk),
    ...(await findIn(content.data, change, desk)),
    ...(await hiddenIn(content.data, change, desk, () => readParents(change, desk))),
  ]
}

/** A symlink's target is a path the change reaches (design §7.6). */
function checkTarget(change: Change, data: Buffer, desk: Desk): Finding[] {
  if (change.after?.mode !== SYMLINK || !isChange(desk)) return []
  return checkLink(change, data.toString('utf8'), desk.operation.actor, desk.policy)
}

/**
 * Lines that no parent has. All lines of the new contents are an upper bound that costs next to nothing; only where it passes
 * a limit are the contents and their parents read once more and counted.
 */
async function addedLines(desk: Desk): Promise<number> {
  const { tally, operation, policy, maxBytes } = desk
  if (tally.lines <= lineLimit(policy, operation.actor)) return tally.lines
  let added = 0
  for (const change of tally.texts) {
    const now = await readContent(change.after!.id, operation.objects, maxBytes)
    added += now === null ? 0 : countAddedLines(now, await readParents(change, desk))
  }
  return added
}

async function findIn(data: Buffer, change: Change, desk: Desk): Promise<Finding[]> {
  const key = `${change.after!.id} ${change.path}`
  if (desk.clean.has(key)) return []
  if (await isRemembered(change, desk)) return remember(data, change.path, key, desk)
  const { operation, policy, detectors } = desk
  await detectors.held?.load()
  try {
    if (isClean(data, change.path, desk)) return remember(data, change.path, key, desk)
    const parents = await readParents(change, desk)
    // what no edited line brings, some parent has: then nothing is introduced, and the rest need not be looked at
    if (parents.some(parent => addsNothing(parent, data, change.path, detectors))) return []
    const gaps: Gap[] = []
    const found = detect(data, change.path, detectors, gaps)
    if (gaps.length > 0) tallyGaps(desk.tally, change, gaps)
    if (found.length === 0) return remember(data, change.path, key, desk)
    const known = parents.map(parent => detect(parent, change.path, detectors, []))
    return introduced(found, known).map(one => credentialFinding(one, change, operation, policy.credentials))
  } catch (error) {
    if (error instanceof CoverageError) return unread(change, reasonOf(error), desk)
    if (isBeyondNode(error))
      return unread(change, `is too much for Node to search; ${leaveOut(change.path)}`, desk)
    throw error
  }
}

/** Contents looked at before what is remembered is read: that costs as much as looking at some hundred of them. */
const FEW = 200

async function isRemembered({ after, path }: Change, desk: Desk): Promise<boolean> {
  const { remembered } = desk.operation
  if (!remembered || ++desk.asked <= FEW) return false
  desk.remembered ??= await remembered()
  return desk.remembered.has(after!.id, path)
}

/** No string has more than 512 MB, no array more than four thousand million elements: then the others are still looked at. */
function isBeyondNode(error: unknown): boolean {
  return error instanceof RangeError || (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG'
}

/** Of a version of a file in which nothing was found, the next one is only looked at where they differ. */
function isClean(data: Buffer, path: string, { versions, detectors }: Desk): boolean {
  const before = versions.get(path)
  return before !== undefined && addsNothing(before, data, path, detectors)
}

function remember(data: Buffer, path: string, key: string, desk: Desk): [] {
  desk.clean.add(key)
  if (desk.operation.kind !== 'commit') desk.versions.put(path, data) // a commit has one version of each file
  return []
}

/** A parent that can't be read subtracts nothing: that only reports more. */
async function readParents({ before }: Change, { operation, maxBytes }: Desk): Promise<Buffer[]> {
  const blobs = await Promise.all(before.map(entry => readContent(entry.id, operation.objects, maxBytes)))
  return blobs.filter(data => data !== null)
}

async function readContent(id: string, objects: ObjectReader, limit: number): Promise<Buffer | null> {
  try {
    return (await objects.read(id, limit)).data
  } catch {
    return null
  }
}

function inspectText(text: Text, { operation, policy, detectors, tally }: Desk): Finding[] {
  try {
    const found = detect(text.text, undefined, detectors)
    return found.map(credential => textFinding(credential, text, operation, policy.credentials))
  } catch (error) {
    if (!(error instanceof CoverageError)) throw error
    const commit = text.commit === undefined ? {} : { commit: text.commit }
    tally.unread.push({ path: text.ref ?? text.kind, ...commit, reason: reasonOf(error) })
    return []
  }
}

function unread(change: Change, reason: string, desk: Desk): Finding[] {
  tallyMissed(desk.tally, 'unread', change, reason)
  return []
}
