/** The predicate of an approval: every field checked, nothing unknown let through. */
import { refuse } from './refusal.ts'
import { ascending, form, listOf, members, orNull, text, word } from './shape.ts'
import type { Approval, ContentEntry, ContentSubject, RefSubject, Subject } from './types.ts'
import { strictBase64 } from './wire.ts'

const FIELDS = [
  'subject',
  'repository',
  'clauses',
  'policy',
  'tip',
  'requestedBy',
  'approver',
  'issuedAt',
  'notAfter',
  'nonce',
  'request',
  'tool',
]

/** Parsed JSON → an approval's fields. Throws Refusal. */
export function approvalOf(value: unknown): Approval {
  const fields = members(value, 'the predicate', FIELDS)
  const clauses = listOf(fields.clauses, 'clauses', text)
  if (clauses.length === 0) refuse('shape', '"clauses" is empty: an approval answers a clause')
  ascending(clauses, byUnits, 'clauses')
  const subject = subjectOf(fields.subject)
  if (subject.type === 'ref-update' && fields.tip !== null)
    refuse('tip', 'a ref update has no "tip": its old value is what it starts from')
  return {
    subject,
    repository: text(fields.repository, 'repository'),
    clauses,
    policy: text(fields.policy, 'policy'),
    tip: orNull(fields.tip, 'tip', objectId),
    requestedBy: requesterOf(fields.requestedBy),
    approver: text(fields.approver, 'approver'),
    issuedAt: time(fields.issuedAt, 'issuedAt'),
    notAfter: time(fields.notAfter, 'notAfter'),
    nonce: form(fields.nonce, 'nonce', /^[0-9a-f]{32}$/, '16 bytes in hex'),
    request: form(fields.request, 'request', /^[a-z2-7]{10}$/, "a request's id"),
    tool: text(fields.tool, 'tool'),
  }
}

function requesterOf(value: unknown): Approval['requestedBy'] {
  const fields = members(value, '"requestedBy"', ['kind', 'evidence'], ['name'])
  const kind = text(fields.kind, 'requestedBy.kind')
  const evidence = listOf(fields.evidence, 'requestedBy.evidence', text)
  return fields.name === undefined
    ? { kind, evidence }
    : { kind, name: text(fields.name, 'requestedBy.name'), evidence }
}

function subjectOf(value: unknown): Subject {
  const type = (value as { type?: unknown } | null)?.type
  if (type === 'content') return contentOf(value)
  if (type === 'ref-update') return refOf(value)
  return refuse('subject-type', 'what is approved is neither content nor a ref update')
}

function contentOf(value: unknown): ContentSubject {
  const fields = members(value, 'the subject', ['type', 'target', 'whole', 'entries'])
  if (typeof fields.whole !== 'boolean') return refuse('shape', '"whole" must be true or false')
  const entries = listOf(fields.entries, 'entries', entryOf)
  if (entries.length === 0 && !fields.whole) refuse('shape', '"entries" is empty: it approves nothing')
  ascending(entries, byPath, 'entries')
  return { type: 'content', target: refName(fields.target, 'target'), whole: fields.whole, entries }
}

function entryOf(value: unknown, name: string): ContentEntry {
  const fields = members(value, `"${name}"`, ['pathB64', 'mode', 'from', 'to', 'toSha256'])
  const entry = {
    pathB64: pathOf(fields.pathB64, `${name}.pathB64`),
    mode: form(fields.mode, `${name}.mode`, /^(000000|100644|100755|120000|160000)$/, "one of git's modes"),
    from: orNull(fields.from, `${name}.from`, objectId),
    to: orNull(fields.to, `${name}.to`, objectId),
    toSha256: orNull(fields.toSha256, `${name}.toSha256`, sha256),
  }
  checkEntry(entry, name)
  return entry
}

/** What is deleted has no mode and no content; what is not, has both (a submodule has no content here). */
function checkEntry({ mode, from, to, toSha256 }: ContentEntry, name: string): void {
  if (from === null && to === null) refuse('entry', `"${name}" goes from nothing to nothing`)
  if ((to === null) !== (mode === '000000'))
    refuse('entry', `"${name}" has a mode that does not fit its content`)
  if ((toSha256 === null) !== (to === null || mode === '160000'))
    refuse('entry', `"${name}" has a digest where there is no content, or none where there is`)
}

/** A path's bytes: in git's trees none is empty, holds a zero byte, or begins or ends with a slash. */
function pathOf(value: unknown, name: string): string {
  const bytes = typeof value === 'string' ? strictBase64(value) : null
  if (bytes === null) return refuse('path-base64', `"${name}" is not base64 in its one spelling`)
  const wrong = bytes.length === 0 || bytes.includes(0) || bytes[0] === 0x2f || bytes.at(-1) === 0x2f
  return wrong ? refuse('path', `"${name}" is no path git can store`) : (value as string)
}

function refOf(value: unknown): RefSubject {
  const fields = members(value, 'the subject', ['type', 'ref', 'action', 'before', 'after'])
  const action = word(fields.action, 'action', ['create', 'update', 'force', 'delete'])
  const before = orNull(fields.before, 'before', objectId)
  const after = orNull(fields.after, 'after', objectId)
  if ((before === null) !== (action === 'create') || (after === null) !== (action === 'delete'))
    refuse('ref-update', `a ref update that says "${action}" has ids of another one`)
  return { type: 'ref-update', ref: refName(fields.ref, 'ref'), action, before, after }
}

function refName(value: unknown, name: string): string {
  return form(text(value, name), name, /^refs\/[^ ~^:?*[\\]+$/, 'the full name of a ref')
}

function objectId(value: unknown, name: string): string {
  return form(value, name, /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "an object's id, in full")
}

function sha256(value: unknown, name: string): string {
  return form(value, name, /^[0-9a-f]{64}$/, 'a sha256 in hex')
}

/** A moment in UTC as `toISOString` writes it, with or without milliseconds. */
function time(value: unknown, name: string): string {
  const written = form(value, name, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/, 'a time in UTC')
  const at = Date.parse(written)
  const real = !Number.isNaN(at) && new Date(at).toISOString().startsWith(written.slice(0, 19))
  return real ? written : refuse('shape', `"${name}" is no time there is`)
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** By the bytes of the paths, as git sorts an index. */
function byPath(a: ContentEntry, b: ContentEntry): number {
  return Buffer.compare(Buffer.from(a.pathB64, 'base64'), Buffer.from(b.pathB64, 'base64'))
}
