/** Commit and tag objects as git stores them (gitformat-commit, git-mktag(1)): headers, an empty line, the message. */
import type { ObjectId } from '../model.ts'

/** A person's line without its time: `Name <mail>`. */
export interface Signature {
  identity: string
  /** `<epoch seconds> <zone>` as it stands there */
  when: string
}

export interface Commit {
  tree: ObjectId
  parents: ObjectId[]
  author: Signature
  committer: Signature
  message: string
  /** every other header (`mergetag`, `gpgsig`, unknown ones): git stores them, so they are looked at; empty when none */
  otherHeaders: string
}

export interface Tag {
  object: ObjectId
  type: string
  tagger: Signature | null
  message: string
}

/** Parses a commit's bytes. The text is decoded as its `encoding` header says, as UTF-8 else, and never with loss. */
export function parseCommit(data: Buffer): Commit {
  const { headers, message } = split(data)
  const other = headers.filter(([key]) => !COMMIT_KEYS.has(key)).map(([key, value]) => `${key} ${value}`)
  return {
    tree: headerOf(headers, 'tree'),
    parents: headers.filter(([key]) => key === 'parent').map(([, value]) => value),
    author: signature(headerOf(headers, 'author')),
    committer: signature(headerOf(headers, 'committer')),
    message,
    otherHeaders: other.join('\n'),
  }
}

const COMMIT_KEYS = new Set(['tree', 'parent', 'author', 'committer', 'encoding'])

/** Parses an annotated tag's bytes; a tagger may be missing in old ones. */
export function parseTag(data: Buffer): Tag {
  const { headers, message } = split(data)
  const tagger = headerOf(headers, 'tagger')
  return {
    object: headerOf(headers, 'object'),
    type: headerOf(headers, 'type'),
    tagger: tagger === '' ? null : signature(tagger),
    message,
  }
}

/** `<epoch seconds> <zone>` as ISO 8601 in UTC; empty where it is no time. */
export function isoDate(when: string): string {
  const date = new Date(Number(when.split(' ', 1)[0] || Number.NaN) * 1000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

type Header = [key: string, value: string]

function split(data: Buffer): { headers: Header[]; message: string } {
  const end = data.indexOf('\n\n')
  const head = end < 0 ? data : data.subarray(0, end)
  const encoding = /^encoding (\S+)$/m.exec(head.toString('latin1'))?.[1]
  const message = end < 0 ? '' : decode(data.subarray(end + 2), encoding)
  return { headers: parseHeaders(decode(head, encoding)), message }
}

/** A line that begins with a space goes on with the header before it. */
function parseHeaders(text: string): Header[] {
  const headers: Header[] = []
  for (const line of text.split('\n')) {
    const last = headers[headers.length - 1]
    if (line.startsWith(' ') && last) last[1] += `\n${line.slice(1)}`
    else headers.push([line.split(' ', 1)[0]!, line.slice(line.indexOf(' ') + 1)])
  }
  return headers
}

function headerOf(headers: Header[], key: string): string {
  return headers.find(header => header[0] === key)?.[1] ?? ''
}

function signature(line: string): Signature {
  const end = line.lastIndexOf('>')
  return end < 0
    ? { identity: line, when: '' }
    : { identity: line.slice(0, end + 1), when: line.slice(end + 1).trim() }
}

function decode(bytes: Buffer, encoding: string | undefined): string {
  for (const label of [encoding, 'utf-8']) {
    const text = label === undefined ? null : tryDecode(bytes, label)
    if (text !== null) return text
  }
  return bytes.toString('latin1')
}

function tryDecode(bytes: Buffer, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null // an encoding Node does not know, or bytes that are not in it
  }
}
