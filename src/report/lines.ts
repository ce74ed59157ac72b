/** A decision's parts as lines for the eye. No line begins with untrusted text: CI runners read commands there. */
import type { Approved, Coverage, Decision, Finding, Suppressed, Verdict } from '../model.ts'
import { places } from './entries.ts'
import { visible } from './escape.ts'
import type { Paint } from './paint.ts'
import { place, shortId } from './place.ts'
import { standing } from './standing.ts'

const SHOWN_PLACES = 3
const SHOWN_SKIPPED = 5
const SHOWN_SUPPRESSED = 20

/** One finding: what, where (three places and how many more), where it still stands, what the token says of itself, which clause of which layer, what to do next. */
export function findingLines(f: Finding, decision: Decision, paint: Paint): string[] {
  const stands = standing(f, decision)
  const about = paint.faint(`(${f.severity} severity, ${f.confidence} confidence)`)
  return [
    `  ${tint(f.verdict, paint)(f.verdict)}  ${paint.strong(visible(f.ruleId))}  ${visible(f.message)} ${about}`,
    ...placeLines(f, paint),
    ...(stands === undefined ? [] : [`      ${stands}`]),
    ...(f.excerpt === undefined ? [] : [`      | ${visible(f.excerpt)}`]),
    ...(f.facts === undefined ? [] : [`      it says: ${visible(f.facts.join('; '))}`]),
    ...clauseLine(f, paint),
    `      next: ${visible(f.remedy)}`,
  ]
}

/** What does not count and why: listed, so that no silence goes unseen. */
export function suppressedLines(suppressed: Suppressed[], paint: Paint): string[] {
  if (suppressed.length === 0) return []
  const more = suppressed.length - SHOWN_SUPPRESSED
  return [
    `suppressed: ${suppressed.length}`,
    ...suppressed.slice(0, SHOWN_SUPPRESSED).map(s => suppressedLine(s, paint)),
    ...(more > 0 ? [paint.faint(`  and ${more} more, all of them in --format json`)] : []),
  ]
}

/** What asked and was approved: by whom, how surely, until when. */
export function approvedLines(approved: Approved[], paint: Paint): string[] {
  const lines = approved.slice(0, SHOWN_SUPPRESSED).map(one => approvedLine(one, paint))
  const more = approved.length - lines.length
  return more > 0
    ? [...lines, paint.faint(`  and ${more} more approved, all of them in --format json`)]
    : lines
}

function approvedLine({ finding, approvals }: Approved, paint: Paint): string {
  const by = approvals.map(
    ({ by, assurance, expires }) =>
      `${by} (${assurance})${expires === undefined ? '' : `, until ${expires.slice(0, 16)}Z`}`,
  )
  const what = `${visible(finding.clause?.id ?? finding.ruleId)} at ${place(finding)}`
  return `  ${paint.good('approved')}  ${what}, by ${visible(by.join('; '))}`
}

/** `looked at 12 commits, 340 blobs (300 remembered), 1.2 MB in 0.3 s; skipped 1: path: reason` */
export function coverageLine(coverage: Coverage, durationMs: number): string {
  const { commits, blobs, remembered = 0, bytes, skipped } = coverage
  const known = remembered === 0 ? '' : ` (${remembered} remembered)`
  const looked = `looked at ${count(commits, 'commit')}, ${count(blobs, 'blob')}${known}, ${size(bytes)}`
  return `${looked} in ${(durationMs / 1000).toFixed(1)} s; ${skippedText(skipped)}`
}

/** What could not be looked at: the reason for exit 3, each with its name. */
export function unreadLines({ unread }: Coverage, paint: Paint): string[] {
  const named = unread.slice(0, SHOWN_SUPPRESSED).map(({ path, commit, reason }) => {
    const where = [path, commit === undefined ? '' : `in ${shortId(commit)}`].filter(Boolean).join(' ')
    return `  ${paint.deny('not looked at')}  ${where === '' ? '' : `${visible(where)}: `}${visible(reason)}`
  })
  const more = unread.length - named.length
  return more > 0 ? [...named, `  and ${more} more, all of them in --format json`] : named
}

/** `1 commit`, `2 commits` */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** A verdict's colour. */
export function tint(verdict: Verdict, paint: Paint): (text: string) => string {
  return verdict === 'deny' ? paint.deny : verdict === 'allow' ? paint.good : paint.warn
}

function placeLines(f: Finding, paint: Paint): string[] {
  const all = places(f)
  const lines = all.slice(0, SHOWN_PLACES).map(o => {
    const commit = o.commit === undefined ? '' : paint.faint(` in ${shortId(o.commit)}`)
    const ref = o.ref === undefined || o.path === undefined ? '' : paint.faint(` on ${visible(o.ref)}`)
    return `      at ${paint.link(place(o), o.repository === undefined ? o.path : undefined)}${o.path === undefined ? '' : commit}${ref}`
  })
  return all.length > SHOWN_PLACES ? [...lines, `      and ${all.length - SHOWN_PLACES} more`] : lines
}

function clauseLine({ clause }: Finding, paint: Paint): string[] {
  if (clause === undefined) return []
  const at =
    clause.file === undefined ? '' : `, ${visible(clause.file)}${clause.line ? `:${clause.line}` : ''}`
  return [paint.faint(`      clause: ${visible(clause.id)} (${visible(clause.layer)}${at})`)]
}

function suppressedLine({ finding, suppression: s }: Suppressed, paint: Paint): string {
  const who = s.by === undefined ? '' : ` by ${visible(s.by)}`
  const until = s.expires === undefined ? '' : ` until ${visible(s.expires)}`
  const trust = s.trusted ? '' : ', not yet on the trusted base'
  const why = `${s.kind}: "${visible(s.reason)}"${who}${until} (${visible(s.source)}${trust})`
  return paint.faint(`  ${visible(finding.ruleId)} at ${place(finding)}, ${why}`)
}

function skippedText(skipped: Coverage['skipped']): string {
  if (skipped.length === 0) return 'skipped nothing'
  const named = skipped.slice(0, SHOWN_SKIPPED).map(s => `${visible(s.path)}: ${visible(s.reason)}`)
  const more = skipped.length > SHOWN_SKIPPED ? ` and ${skipped.length - SHOWN_SKIPPED} more` : ''
  return `skipped ${skipped.length}: ${named.join(', ')}${more}`
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length)
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`
}
