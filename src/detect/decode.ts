/** What a text holds in encoded form: each piece that decodes to text becomes a layer of its own, searched again. */
import { type Budget, spendBytes } from './budget.ts'
import { decodeEscapes } from './escapes.ts'
import { blockLayer, type Layer, mappedLayer, type Span } from './layer.ts'
import { notebookStrings } from './notebook.ts'
import { gunzipOrNull } from './open/inflate.ts'
import { type Skim, skimFor } from './skim/open.ts'
import { asText, type Text, textOf } from './text.ts'
import { wideText } from './wide.ts'
import { wholeBlocks, wrappedBlock } from './wrapped.ts'

/** Encodings inside encodings: what is encoded six times over is not seen (docs/content.md). */
const DEEPEST = 5
/** Shorter runs hold no credential worth the work: 20 base64 characters are 15 bytes. */
const SHORTEST = 20
/** Of characters: no string of V8 is much longer. */
const LONGEST = 1 << 28

/**
 * The layers one step inside this one, with `lines` only those that begin in them or in a block of lines that they are part of.
 * Throws CoverageError when the budget runs out.
 */
export function layersIn(layer: Layer, budget: Budget, lines?: Span[]): Layer[] {
  if (layer.depth >= DEEPEST) return []
  const parts = lines?.map(span => partOf(layer, wholeBlocks(layer.text.bytes, span))) ?? [layer]
  const layers = parts.flatMap(part => layersOf(part, budget))
  if (layer.depth === 0) {
    for (const { text, offsets } of notebookStrings(layer.text))
      layers.push(mappedLayer(layer, text, offsets))
  }
  for (const { text } of layers) spendBytes(budget, text.bytes.length)
  return layers
}

function layersOf(part: Layer, budget: Budget): Layer[] {
  const layers = encodedIn(part, budget)
  for (const decode of [decodeEscapes, wideText]) {
    for (const { text, offsets } of decode(part.text)) layers.push(mappedLayer(part, text, offsets))
  }
  return layers
}

function partOf(layer: Layer, [start, end]: Span): Layer {
  const { bytes, encoding, plain } = layer.text
  const text = { ...asText(bytes.subarray(start, end)), encoding, plain }
  return { ...layer, text, toRoot: ([from, to]) => layer.toRoot([from + start, to + start]) }
}

/** A run of base64 or hex that decodes to text, over the lines it is wrapped to. */
function encodedIn(layer: Layer, budget: Budget): Layer[] {
  const { bytes } = layer.text
  const layers: Layer[] = []
  let decoded = 0 // what ends before was part of a block that is text
  let tried = 0 // … or of one that is none: it is none from its second line on either
  runs(bytes, (start, end) => {
    if (start < decoded) return
    const block = start < tried ? null : wrappedBlock(bytes, start, end)
    if (block) {
      tried = block.end
      const text = decodeBase64(block.joined, 0, block.joined.length, budget)
      if (text) {
        layers.push(blockLayer(layer, text, [start, block.end]))
        decoded = block.end
        return
      }
    }
    const text = decodeRun(bytes, start, end, budget)
    if (text) layers.push(blockLayer(layer, text, [start, end]))
  })
  return layers
}

const HEX = 1
const BASE64 = 2
const KIND = kinds()

function kinds(): Uint8Array {
  const kind = new Uint8Array(256)
  for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_'))
    kind[byte] = BASE64
  for (const byte of Buffer.from('0123456789abcdefABCDEF')) kind[byte] = BASE64 | HEX
  return kind
}

/** Runs of the alphabet, of SHORTEST and more. */
export function runs(bytes: Buffer, found: (start: number, end: number) => void): void {
  const skim = skimFor(bytes, bytes.length)
  const listed = skim && skimRuns(skim, bytes)
  if (!listed) walkRuns(bytes, found)
  else for (let i = 0; i < listed.length; i += 2) found(listed[i]!, listed[i + 1]!)
}

/** A copy: who is told of a run may look for more. null: they are too many. */
function skimRuns(skim: Skim, bytes: Buffer): Uint32Array | null {
  const address = skim.addressOf(bytes, 0, bytes.length)
  const end = skim.bases(address, address + bytes.length, skim.out, skim.limit)
  return end === 0 ? null : skim.numbers.slice(skim.out >> 2, end >> 2)
}

/** By looking at every 20th byte and only then around it. */
export function walkRuns(bytes: Buffer, found: (start: number, end: number) => void): void {
  let done = 0
  for (let at = SHORTEST - 1; at < bytes.length; at += SHORTEST) {
    if (KIND[bytes[at]!] === 0) continue
    let start = at
    while (start > done && KIND[bytes[start - 1]!] !== 0) start--
    let end = at + 1
    while (end < bytes.length && KIND[bytes[end]!] !== 0) end++
    if (end - start >= SHORTEST) found(start, end)
    done = end
    at = end
  }
}

function decodeRun(bytes: Buffer, start: number, end: number, budget: Budget): Text | null {
  return decodeHex(bytes, start, end, budget) ?? decodeBase64(bytes, start, end, budget)
}

/** 32 hex digits at least: shorter ones are ids and colours. */
function decodeHex(bytes: Buffer, start: number, end: number, budget: Budget): Text | null {
  if (end - start < 32) return null
  for (let at = start; at < end; at++) if ((KIND[bytes[at]!]! & HEX) === 0) return null
  if (!isReadable(decoded(bytes, 'hex', start, Math.min(end, start + 128)))) return null
  return wholeText(bytes, 'hex', start, end - ((end - start) & 1), budget)
}

/** From the run's start, else from behind a path's or a name's last separator before the value. */
function decodeBase64(bytes: Buffer, start: number, end: number, budget: Budget): Text | null {
  let from = start
  for (let tries = 0; tries < 4 && end - from >= SHORTEST; tries++) {
    const first = mayBegin(bytes, from) ? decoded(bytes, 'base64', from, from + 12) : null
    if (first && isGzip(first)) return gunzipped(decoded(bytes, 'base64', from, end), budget)
    if (first && isReadable(first)) {
      const more = decoded(bytes, 'base64', from, Math.min(end, from + 88))
      return isReadable(more) ? wholeText(bytes, 'base64', from, end, budget) : null
    }
    while (from < end && !separates(bytes[from]!)) from++
    from++
  }
  return null
}

/** False only where twelve characters of base64 are neither nine bytes of text nor what gzip begins with: told without making them. */
export function mayBegin(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + 12; at += 4) {
    const bits = bitsAt(bytes, at)
    if (bits < 0 || (at === from && bits === GZIP)) return true
    if (!isTexty(bits >> 16) || !isTexty((bits >> 8) & 255) || !isTexty(bits & 255)) return false
  }
  return true
}

/** What a gzip file begins with: 1f 8b 08 */
const GZIP = 0x1f8b08
const SIX_BITS = sixBits()

/** Of both alphabets, as Node reads them. */
function sixBits(): Int8Array {
  const bits = new Int8Array(256).fill(-1)
  Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/').forEach((byte, at) => {
    bits[byte] = at
  })
  bits[45] = 62
  bits[95] = 63
  return bits
}

/** Three bytes out of four characters; below 0 where one is of neither alphabet. */
function bitsAt(bytes: Uint8Array, at: number): number {
  const [a, b] = [SIX_BITS[bytes[at]!]!, SIX_BITS[bytes[at + 1]!]!]
  const [c, d] = [SIX_BITS[bytes[at + 2]!]!, SIX_BITS[bytes[at + 3]!]!]
  return (a | b | c | d) < 0 ? -1 : (a << 18) | (b << 12) | (c << 6) | d
}

function decoded(bytes: Buffer, encoding: 'hex' | 'base64', start: number, end: number): Buffer {
  return Buffer.from(bytes.toString('latin1', start, end), encoding)
}

function wholeText(
  bytes: Buffer,
  encoding: 'hex' | 'base64',
  start: number,
  end: number,
  budget: Budget,
): Text {
  if (end - start > LONGEST) spendBytes(budget, Number.POSITIVE_INFINITY)
  return textOf(decoded(bytes, encoding, start, end))
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

/** Helm keeps its releases so, in a Secret whose values are base64 once more. */
function gunzipped(bytes: Buffer, budget: Budget): Text | null {
  try {
    const content = gunzipOrNull(bytes, budget.bytes)
    return content && isReadable(content) ? textOf(content) : null
  } catch {
    spendBytes(budget, Number.POSITIVE_INFINITY) // it opens to more than may be looked at
    return null
  }
}

/** `/`, `-`, `_`: in the alphabet, and in paths and names */
export function separates(byte: number): boolean {
  return byte === 47 || byte === 45 || byte === 95
}

/** Whether nearly all of the first bytes are text (PowerShell encodes UTF-16: NULs count); random bytes never are. */
function isReadable(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, 64)
  let odd = 0
  for (let at = 0; at < length; at++) if (!isTexty(bytes[at]!)) odd++
  return length > 0 && odd * 16 <= length
}

export function isTexty(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 0 || byte === 9 || byte === 10 || byte === 13
}
