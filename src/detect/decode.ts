/** What a text holds in encoded form: each piece that decodes to text becomes a layer of its own, searched again. */
import { type Budget, spendBytes } from './budget.ts'
import { decodeEscapes } from './escapes.ts'
import { blockLayer, type Layer, mappedLayer, type Span } from './layer.ts'
import { asText, type Text, textOf } from './text.ts'
import { wideText } from './wide.ts'

/** Encodings inside encodings: base64 of percent-encoded hex still comes out. */
const DEEPEST = 3
/** Shorter runs hold no credential worth the work: 20 base64 characters are 15 bytes. */
const SHORTEST = 20
/** Longer ones are files, not values; their first part is looked at. */
const LONGEST = 1 << 20

/**
 * The layers one step inside this one, with `lines` only those that begin in them (no run and no escape goes over a line's
 * end). Throws CoverageError when the budget runs out.
 */
export function layersIn(layer: Layer, budget: Budget, lines?: Span): Layer[] {
  if (layer.depth >= DEEPEST) return []
  if (lines) return layersOfPart(layer, budget, lines)
  const layers: Layer[] = []
  runs(layer.text.bytes, (start, end) => {
    const text = decodeRun(layer.text.bytes, start, end)
    if (text) layers.push(blockLayer(layer, text, [start, end]))
  })
  for (const decode of [decodeEscapes, wideText]) {
    for (const { text, offsets } of decode(layer.text)) layers.push(mappedLayer(layer, text, offsets))
  }
  for (const { text } of layers) spendBytes(budget, text.bytes.length)
  return layers
}

function layersOfPart(layer: Layer, budget: Budget, [start, end]: Span): Layer[] {
  const { bytes, encoding, plain } = layer.text
  const part = { ...asText(bytes.subarray(start, end)), encoding, plain }
  const shifted = ([from, to]: Span) => layer.toRoot([from + start, to + start])
  return layersIn({ ...layer, text: part, toRoot: shifted }, budget)
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

/** Runs of the alphabet, found by looking at every 20th byte and only then around it. */
export function runs(bytes: Buffer, found: (start: number, end: number) => void): void {
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

function decodeRun(bytes: Buffer, start: number, end: number): Text | null {
  const last = Math.min(end, start + LONGEST)
  return decodeHex(bytes, start, last) ?? decodeBase64(bytes, start, last)
}

/** 32 hex digits at least: shorter ones are ids and colours. */
function decodeHex(bytes: Buffer, start: number, end: number): Text | null {
  if (end - start < 32) return null
  for (let at = start; at < end; at++) if ((KIND[bytes[at]!]! & HEX) === 0) return null
  return readable(Buffer.from(bytes.toString('latin1', start, end - ((end - start) & 1)), 'hex'))
}

/** From the run's start, else from behind a path's or a name's last separator before the value. */
function decodeBase64(bytes: Buffer, start: number, end: number): Text | null {
  let from = start
  for (let tries = 0; tries < 4 && end - from >= SHORTEST; tries++) {
    if (readable(Buffer.from(bytes.toString('latin1', from, from + 12), 'base64'))) {
      return readable(Buffer.from(bytes.toString('latin1', from, end), 'base64'))
    }
    while (from < end && !separates(bytes[from]!)) from++
    from++
  }
  return null
}

/** `/`, `-`, `_`: in the alphabet, and in paths and names */
function separates(byte: number): boolean {
  return byte === 47 || byte === 45 || byte === 95
}

/** Text if nearly all of its first bytes are (PowerShell encodes UTF-16: NULs count); random bytes never pass. */
function readable(bytes: Buffer): Text | null {
  const length = Math.min(bytes.length, 64)
  let odd = 0
  for (let at = 0; at < length; at++) if (!isTexty(bytes[at]!)) odd++
  return length === 0 || odd * 16 > length ? null : textOf(bytes)
}

function isTexty(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 0 || byte === 9 || byte === 10 || byte === 13
}
