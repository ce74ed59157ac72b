/**
 * Whether some bytes may hold anything encoded: what decode.ts would make a layer of, told without making one. Nearly all source holds
 * nothing of that kind, and six searches and a slice for each edited line cost more than the look at its keywords.
 */
import { isTexty, mayBegin, separates } from './decode.ts'
import type { Span } from './layer.ts'
import { skimFor } from './skim/open.ts'

const BASE64 = 1
const MARK = 2
const CLASS = classes()

function classes(): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_'))
    table[byte] = BASE64
  for (const byte of Buffer.from('%\\&\0')) table[byte] = MARK
  return table
}

/** As in decode.ts. */
const SHORTEST = 20

/** False only where `layersIn` would give none. The spans are whole lines. */
export function mayHoldEncoded(bytes: Buffer, spans: Span[]): boolean {
  return spans.some(([start, end]) => {
    const skim = skimFor(bytes, end - start)
    if (!skim) return holdsSome(bytes, start, end)
    const address = skim.addressOf(bytes, start, end)
    return skim.encoded(address, address + end - start) === 1
  })
}

/** In JavaScript. */
export function holdsSome(bytes: Buffer, start: number, end: number): boolean {
  let run = 0
  for (let at = start; at < end; at++) {
    const kind = CLASS[bytes[at]!]!
    if (kind === BASE64) {
      if (++run === SHORTEST && mayDecode(bytes, at + 1 - run, end)) return true
      if (bytes[at] === 43 && isCodePoint(bytes, at)) return true
      continue
    }
    run = 0
    if (kind === MARK && isEscape(bytes, at)) return true
  }
  return false
}

/** `U+0041` */
function isCodePoint(bytes: Buffer, plus: number): boolean {
  if (bytes[plus - 1] !== 85) return false
  for (let at = plus + 1; at <= plus + 4; at++) if (hexOf(bytes[at]) < 0) return false
  return true
}

/** `%41`, `\\x41`, `\\u0041`, `&#65;`, UTF-16 */
function isEscape(bytes: Buffer, at: number): boolean {
  const next = bytes[at + 1]
  if (bytes[at] === 0) return true
  if (bytes[at] === 37) return hexOf(next) >= 0 && hexOf(bytes[at + 2]) >= 0
  if (bytes[at] === 92) return next === 117 || next === 120 || next === 85
  return next === 35
}

/** The run that begins there, wherever it ends: whether its first bytes may be text in hex or base64. */
function mayDecode(bytes: Buffer, start: number, limit: number): boolean {
  let end = start
  while (end < limit && CLASS[bytes[end]!] === BASE64) end++
  if (mayBeHex(bytes, start, end)) return true
  if (mayBeWrapped(bytes, start, end)) return true
  let from = start
  for (let tries = 0; tries < 4 && end - from >= SHORTEST; tries++) {
    if (mayBegin(bytes, from)) return true
    while (from < end && !separates(bytes[from]!)) from++
    from++
  }
  return false
}

/** Lines of one length under each other are put together first: then a value may begin in another line. */
function mayBeWrapped(bytes: Buffer, start: number, end: number): boolean {
  return end - start >= 40 && (bytes[end] === 10 || bytes[end] === 13)
}

function mayBeHex(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 32) return false
  for (let at = start; at < start + 32; at++) if (hexOf(bytes[at]) < 0) return false
  let odd = 0
  for (let at = start; at < start + 32; at += 2)
    if (!isTexty(hexOf(bytes[at]) * 16 + hexOf(bytes[at + 1]))) odd++
  return odd <= 4 // of 64 bytes four may be odd, and all of them lie in front
}

function hexOf(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
