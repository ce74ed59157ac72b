/** What commits say beside their files: messages, identities and other headers. Most messages are done after a look at their bytes. */
import { isUtf8 } from 'node:buffer'
import { type Detectors, detect, lookWhole } from '../detect/index.ts'
import { CoverageError } from '../errors.ts'
import { parseCommit } from '../git/commit.ts'
import type { Credential, Text } from '../model.ts'
import { Head, signaturesIn } from './head.ts'
import { openHeard } from './heard.ts'
import { type Identities, type Identity, openIdentities } from './identities.ts'

/** Credentials in a text of commit n, or why that was not looked at. */
export interface Spoken {
  n: number
  kind: Text['kind']
  /** an identity, in which they are: it is told once, at the first commit that has it */
  identity?: string
  credentials: Credential[]
  reason?: string
}

/** Searches commits, one after another. What holds nothing is not told. */
export function openWords(detectors: Detectors): (n: number, content: Buffer) => Spoken[] {
  const head = new Head()
  const identities = openIdentities(text => search(-1, 'identity', text, detectors))
  const saysNothing = openEar(detectors)
  return (n, content) => {
    const people = head.parse(content) ? peopleIn(content, head, identities) : null
    if (people && head.isPlain) return ofPlain(n, content, head, people, saysNothing, detectors)
    if (people && saysNothingMore(content, head, saysNothing, detectors)) return told(n, people)
    return whole(n, content, detectors, identities)
  }
}

/** Whether a message says nothing, which most of them do and many of them again. */
function openEar(detectors: Detectors): (message: Buffer) => boolean {
  const heard = openHeard()
  return message => {
    if (heard.has(message)) return true
    const isNothing = isQuiet(message, detectors)
    if (isNothing) heard.add(message)
    return isNothing
  }
}

/** null where one of them is not in UTF-8. */
function peopleIn(content: Buffer, head: Head, { at }: Identities): Identity[] | null {
  const author = at(content, head.author)
  const committer = at(content, head.committer)
  return author && committer && [author, committer]
}

/** No header but these: the message is in UTF-8, and nobody signed. */
function ofPlain(
  n: number,
  content: Buffer,
  { rest }: Head,
  people: Identity[],
  saysNothing: (message: Buffer) => boolean,
  detectors: Detectors,
): Spoken[] {
  const message = content.subarray(rest + 1)
  if (saysNothing(message)) return told(n, people)
  const spoken = search(n, 'commit-message', message.toString('utf8'), detectors)
  return [...told(n, people), spoken].filter(isTold)
}

/** Of further headers and the message, where these say what their bytes say. */
function saysNothingMore(
  content: Buffer,
  { rest }: Head,
  saysNothing: (message: Buffer) => boolean,
  detectors: Detectors,
): boolean {
  const end = content.indexOf('\n\n', rest - 1)
  if (end < 0 || !isUtf8(content)) return false
  const others = signaturesIn(content, rest, end)
  if (others === null || (others.length > 0 && !isQuiet(others, detectors))) return false
  return saysNothing(content.subarray(end + 2))
}

const NOTHING: Spoken[] = []

function told(n: number, people: Identity[]): Spoken[] {
  return people.some(isTold) ? people.filter(isTold).map(one => ({ ...one, n })) : NOTHING
}

function whole(n: number, content: Buffer, detectors: Detectors, { of }: Identities): Spoken[] {
  const { message, otherHeaders, author, committer } = parseCommit(content)
  const texts = [message, otherHeaders].filter(text => text !== '')
  const spoken = texts.map(text => search(n, 'commit-message', text, detectors))
  return [...spoken.filter(isTold), ...told(n, [of(author.identity), of(committer.identity)])]
}

function isTold({ credentials, reason }: Omit<Spoken, 'n'>): boolean {
  return credentials.length > 0 || reason !== undefined
}

function isQuiet(message: Buffer, detectors: Detectors): boolean {
  try {
    const { found, traced } = lookWhole(message, [undefined], detectors)
    return traced !== null && found.get(undefined)!.length === 0
  } catch {
    return false
  }
}

/** Any text that is at no path. */
export function search(n: number, kind: Text['kind'], text: string, detectors: Detectors): Spoken {
  try {
    if (isQuiet(Buffer.from(text), detectors)) return { n, kind, credentials: [] }
    return { n, kind, credentials: detect(text, undefined, detectors) }
  } catch (error) {
    if (!(error instanceof CoverageError)) throw error
    return { n, kind, credentials: [], reason: error.message }
  }
}
