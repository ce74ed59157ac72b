/**
 * Contents along a pack's delta tree: one is looked at whole, the next only where its delta inserts or joins, with what is known of
 * the one before carried over. Finds the same credentials as `detect` does on every one of them (test/history/equal.test.ts).
 */
import { budgetFor } from './budget.ts'
import type { Candidate } from './candidate.ts'
import { detect, type Located, locate } from './detect.ts'
import type { Edit } from './edit.ts'
import { editFocus, wholeFocus } from './edit-focus.ts'
import { mayHoldEncoded } from './encoded.ts'
import type { Focus } from './focus.ts'
import { foundAfter } from './found-after.ts'
import { QUOTING } from './generic/reject.ts'
import { type Detectors, scanOf } from './load.ts'
import { memoOf } from './memo.ts'
import { isNotebook } from './notebook.ts'
import { formatOf } from './open/format.ts'
import type { Gap } from './open/piece.ts'
import { alwaysAt } from './place.ts'
import { scanText } from './scan.ts'
import { asText, type Text, textOf } from './text.ts'
import { type Zones, zonesOf } from './zones.ts'

/** Undefined: a text that is at no path. */
export type Path = string | undefined

/** What is known of a content that was looked at, for the versions made from it. */
export interface Traced {
  encoding: Text['encoding']
  /** pairs of keyword and offset, ascending, by pack: keywords that matter beyond the lines they stand in */
  carried: ArrayLike<number>[]
  /** by path; a path that is not in it was not asked about */
  found: Map<Path, Located[]>
}

/** `traced` is null where the versions have to be looked at whole: archives, UTF-16, NUL bytes, rules that want a partner near, more findings than are listed. */
export interface Seen {
  traced: Traced | null
  found: Map<Path, Located[]>
  /** of archives and the like, by path */
  gaps: Map<Path, Gap[]>
}

const NO_GAPS: Map<Path, Gap[]> = new Map()

/** All of it, for each path. Throws as `detect` does. */
export function lookWhole(content: Buffer, paths: Path[], detectors: Detectors): Seen {
  if (isOpaque(content)) return lookOpaque(content, paths, detectors)
  const text = asText(content)
  const { focus, carried } = wholeFocus(text.bytes, detectors.packs, areQuoting(paths))
  focus.isPlain = !mayHoldEncoded(content, [[0, content.length]])
  const found = new Map<Path, Located[]>()
  let isPaired = false
  for (const path of paths) {
    const candidates = candidatesIn(text, path, detectors, focus)
    const located = locate(text, candidates, path, detectors)
    if (located === null) return lookOpaque(content, paths, detectors)
    found.set(path, located)
    isPaired ||= candidates.some(({ rule }) => rule.required.length > 0)
  }
  const traced = isPaired ? null : { encoding: text.encoding, carried, found }
  return { traced, found, gaps: NO_GAPS }
}

/** A content made from one that `before` tells of. Throws as `detect` does. */
export function lookEdited(
  content: Buffer,
  edit: Edit,
  before: Traced,
  paths: Path[],
  detectors: Detectors,
): Seen {
  if (paths.some(path => !before.found.has(path))) return lookWhole(content, paths, detectors)
  const text: Text = { ...asText(content), isSparse: true }
  const zones = zonesOf(content, edit)
  const isPlain = !mayHoldEncoded(content, zones.lines)
  if (isOpaqueNow(content, zones, isPlain)) return lookWhole(content, paths, detectors)
  if (text.encoding !== before.encoding || zones.bytes > content.length * MOST)
    return lookWhole(content, paths, detectors)
  const { focus, carried, gone } = editFocus(
    content,
    edit,
    zones,
    before.carried,
    detectors.packs,
    areQuoting(paths),
  )
  focus.isPlain = isPlain
  const found = new Map<Path, Located[]>()
  for (const path of paths) {
    const candidates = candidatesIn(text, path, detectors, focus)
    const known = before.found.get(path)!
    const located = foundAfter({ text, path, candidates, edit, zones, gone, before: known }, detectors)
    if (located === null) return lookWhole(content, paths, detectors)
    found.set(path, located)
  }
  return { traced: { encoding: text.encoding, carried, found }, found, gaps: NO_GAPS }
}

/** In all of these files strings stand in quotes. */
function areQuoting(paths: Path[]): boolean {
  return paths.every(path => {
    if (path === undefined) return false
    const known = quoting.get(path) ?? QUOTING.test(path)
    if (quoting.size >= MOST_PATHS) quoting.clear()
    quoting.set(path, known)
    return known
  })
}

const quoting = new Map<string, boolean>()
const MOST_PATHS = 20_000

/** Above this share of a content an edit is no edit. */
const MOST = 0.9

/** Most edits bring no keyword that could come to anything: then nothing else is asked. */
function candidatesIn(text: Text, path: Path, detectors: Detectors, focus: Focus): Candidate[] {
  if (focus.isPlain && isIdle(focus, path, detectors)) return []
  const scan = scanOf(detectors, path, budgetFor(text.bytes.length, path))
  return scanText(text, { ...scan, memo: memoOf(detectors) }, focus)
}

function isIdle({ packs }: Focus, path: Path, detectors: Detectors): boolean {
  if (detectors.held?.finder) return false
  for (let i = 0; i < packs.length; i++) {
    const { hits, apart, everywhere } = packs[i]!
    if (hits.length + apart.length + everywhere.length > 0) return false
    if (alwaysAt(detectors.packs[i]!.table, path).length > 0) return false
  }
  return true
}

/** Whose bytes say nothing by themselves, or mean something else than they say. */
function isOpaque(content: Buffer): boolean {
  return formatOf(content) !== undefined || content.includes(0) || hasMark(content) || isNotebook(content)
}

/** `isPlain`: the lines that changed, and some around them, hold nothing encoded and no NUL. */
function isOpaqueNow(content: Buffer, { lines }: Zones, isPlain: boolean): boolean {
  if (lines[0]?.[0] === 0 && (hasMark(content) || isNotebook(content))) return true
  if (formatOf(content) !== undefined) return true
  const mayBeNotebook = content[0] === 123
  if (isPlain && !mayBeNotebook) return false
  return lines.some(([start, end]) => {
    const part = content.subarray(start, end)
    return (
      part.includes(0) ||
      (mayBeNotebook && (part.includes('nbformat') || part.includes('cells')) && isNotebook(content))
    )
  })
}

/** Of UTF-8 or UTF-16, which is dropped: offsets would differ. */
function hasMark(content: Buffer): boolean {
  const first = content[0]
  return (
    (first === 0xef || first === 0xfe || first === 0xff) && textOf(content).bytes.length !== content.length
  )
}

function lookOpaque(content: Buffer, paths: Path[], detectors: Detectors): Seen {
  const found = new Map<Path, Located[]>()
  const gaps = new Map<Path, Gap[]>()
  for (const path of paths) {
    const missed: Gap[] = []
    const all = detect(content, path, detectors, missed)
    if (missed.length > 0) gaps.set(path, missed)
    found.set(
      path,
      all.map(({ ruleId, fingerprint }) => ({
        ruleId,
        fingerprint,
        match: [0, 0],
        within: 'lines' as const,
      })),
    )
  }
  return { traced: null, found, gaps }
}
