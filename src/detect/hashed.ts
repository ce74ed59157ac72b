/** Credentials whose value another tool knows by a plain hash: compared here, so that no value leaves the detector. */
import type { Credential } from '../model.ts'
import { detect } from './detect.ts'
import type { Detectors } from './load.ts'
import { type Lines, lineRange, linesOf } from './position.ts'
import { slice, textOf } from './text.ts'

export interface HashedCredential {
  credential: Credential
  hash: string
}

export type HashName = 'sha1' | 'sha256'

/**
 * The credentials of a content in whose lines a piece has one of these hashes (lower-case hex). A piece begins and ends at a
 * character that is no letter or digit: other tools take a little more or less of a value. Throws as `detect` does.
 */
export function detectHashed(
  data: Buffer | string,
  path: string | undefined,
  detectors: Detectors,
  algorithm: HashName,
  hashes: ReadonlySet<string>,
): HashedCredential[] {
  const credentials = detect(data, path, detectors)
  if (credentials.length === 0) return []
  const lines = linesOf(textOf(data))
  return credentials.flatMap(credential => {
    const near = textsNear(credential, lines)
    const hash = near.map(text => hashIn(text, algorithm, hashes)).find(Boolean)
    return hash === undefined ? [] : [{ credential, hash }]
  })
}

/** Its line; of a block of several also the one above: of a private key detect-secrets knows the header only. */
function textsNear({ line, endLine, column }: Credential, lines: Lines): string[] {
  const own = textIn(line, lines)
  const near = own.slice(Math.max(0, column - NEAR), column + NEAR)
  return endLine > line && line > 1 ? [textIn(line - 1, lines).slice(-NEAR), near] : [near]
}

function textIn(line: number, lines: Lines): string {
  return slice(lines.text, ...lineRange(lines, line))
}

/** Characters looked at on each side, and how many ends of pieces: their square is hashed. */
const NEAR = 400
const MOST_ENDS = 120

function hashIn(text: string, algorithm: HashName, hashes: ReadonlySet<string>): string | undefined {
  const { createHash } = process.getBuiltinModule('node:crypto')
  for (const piece of piecesOf(text)) {
    const hash = createHash(algorithm).update(piece).digest('hex')
    if (hashes.has(hash)) return hash
  }
  return undefined
}

function* piecesOf(text: string): Generator<string> {
  const ends = endsIn(text)
  for (const [at, start] of ends.entries())
    for (const end of ends.slice(at + 1, at + MOST_ENDS)) if (end - start >= 4) yield text.slice(start, end)
}

/** Before and after each such character. */
function endsIn(text: string): number[] {
  const ends = new Set([0, text.length])
  for (const { index } of text.matchAll(/[^A-Za-z0-9]/g)) ends.add(index).add(index + 1)
  return [...ends].sort((a, b) => a - b)
}
