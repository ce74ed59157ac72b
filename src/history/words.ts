/** What commits say beside their files: messages, identities and other headers. Most messages are done after a look at their bytes. */
import { type Detectors, detect, lookWhole } from '../detect/index.ts'
import { CoverageError } from '../errors.ts'
import { parseCommit } from '../git/commit.ts'
import type { Credential, Text } from '../model.ts'

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
  const identities = new Map<string, Spoken>()
  const searchIdentity = (n: number, identity: string) => {
    const known = identities.get(identity) ?? { ...search(n, 'identity', identity, detectors), identity }
    identities.set(identity, known)
    return { ...known, n }
  }
  return (n, content) => {
    const end = content.indexOf('\n\n')
    const head = content.toString('latin1', 0, end < 0 ? content.length : end)
    const names = PLAIN.exec(head)
    if (!names || !isAscii(head)) return whole(n, content, detectors, searchIdentity)
    const spoken = [searchIdentity(n, names[1]!), searchIdentity(n, names[2]!)]
    const message = end < 0 ? NONE : content.subarray(end + 2)
    if (!isQuiet(message, detectors))
      spoken.push(search(n, 'commit-message', message.toString('utf8'), detectors))
    return spoken.filter(isTold)
  }
}

const NONE = Buffer.alloc(0)

/** No header but these: the message is in UTF-8, and nobody signed. */
const PLAIN = /^tree [0-9a-f]+\n(?:parent [0-9a-f]+\n)*author (.*>).*\ncommitter (.*>).*$/

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}

function whole(
  n: number,
  content: Buffer,
  detectors: Detectors,
  searchIdentity: (n: number, identity: string) => Spoken,
): Spoken[] {
  const { message, otherHeaders, author, committer } = parseCommit(content)
  const texts = [message, otherHeaders].filter(text => text !== '')
  const spoken = texts.map(text => search(n, 'commit-message', text, detectors))
  return [...spoken, searchIdentity(n, author.identity), searchIdentity(n, committer.identity)].filter(isTold)
}

function isTold({ credentials, reason }: Spoken): boolean {
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
