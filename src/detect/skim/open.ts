/**
 * Looking for runs, encodings and lines in WebAssembly, sixteen bytes at once (assembly/, compiled by scripts/build-kernel.js). A
 * history is gigabytes of lines that hold nothing; a hook's few kilobytes are looked at in JavaScript sooner than a module is loaded.
 */
import { readFileSync } from 'node:fs'

interface Exports {
  /** hands back where it stopped writing, or 0: past `limit` (assembly/runs.ts) */
  runs(from: number, to: number, out: number, limit: number): number
  /** the same, of another alphabet */
  bases(from: number, to: number, out: number, limit: number): number
  /** 1 or 0 (assembly/encoded.ts) */
  encoded(from: number, to: number): number
  /** hands back where it stopped writing (assembly/zones.ts) */
  zones(content: number, length: number, copies: number, count: number, before: number, out: number): number
}

export interface Skim extends Exports {
  /** all of its memory */
  buffer: ArrayBuffer
  numbers: Uint32Array
  /** where what it finds is written, and what is behind that */
  out: number
  limit: number
  /** puts what lies from `start` to `end` where it can be looked at, and what stands around that; its address */
  addressOf(bytes: Buffer, start: number, end: number): number
}

/** A WebAssembly.Memory; `buffer` is another one after it has grown. */
export interface SharedMemory {
  readonly buffer: ArrayBuffer
}

/** Room that a lent memory leaves: for the zones of an edit of 65,536 copies, and for as many runs. */
export const LENT_ROOM = 4 << 20

interface Lent {
  memory: SharedMemory
  out: number
  skim: Skim | undefined
}

let lent: Lent | undefined

/**
 * Contents that lie in this memory are looked at where they lie, one memory a thread; LENT_ROOM bytes from `out` on are overwritten.
 * Before a content and behind it 32 bytes can be read.
 */
export function lendMemory(memory: SharedMemory, out: number): void {
  lent = { memory, out, skim: undefined }
}

/** For what lies in the lent memory. */
export function skimAt(bytes: Buffer): Skim | null {
  if (lent === undefined) return null
  const { buffer } = bytes
  if (lent.skim?.buffer === buffer) return lent.skim
  // asking a memory for its buffer costs more than a look at a line
  return buffer === lent.memory.buffer ? openLent(lent) : null
}

function openLent(lending: Lent): Skim | null {
  const { memory, out } = lending
  const skim = openSkim(memory, out, out + LENT_ROOM, (content, start) => content.byteOffset + start)
  if (skim === null) lent = undefined
  else lending.skim = skim
  return skim
}

/** For `length` of the bytes, wherever they lie; null: in JavaScript. Without the module (`--jitless`, no SIMD) it is always that. */
export function skimFor(bytes: Buffer, length: number): Skim | null {
  return skimAt(bytes) ?? ownSkim(length)
}

/** Bytes that are looked at before the module is loaded. */
const ENOUGH = 1 << 18
/** A call and a copy cost more than to look at fewer. */
const FEW = 256
/** As many bytes are copied at once, and no more. */
const ROOM = 1 << 20
const INPUT = 4096
const OUTPUT = INPUT + ROOM + 64
/** So many bytes behind those looked at are read: what stands there, or 0. */
const BEHIND = 32

let asked = 0
let own: Skim | null | undefined

function ownSkim(length: number): Skim | null {
  if (length < FEW || length > ROOM) return null
  if (own === undefined) {
    asked += length
    if (asked < ENOUGH) return null
    own = openOwn()
  }
  return own
}

function openOwn(): Skim | null {
  if (typeof WebAssembly === 'undefined') return null
  const size = OUTPUT + ROOM
  const memory = new WebAssembly.Memory({ initial: Math.ceil(size / 65_536) })
  const inside = new Uint8Array(memory.buffer)
  return openSkim(memory, OUTPUT, size, (bytes, start, end) => {
    const last = Math.min(bytes.length, end + BEHIND)
    inside[INPUT - 1] = start === 0 ? 0 : bytes[start - 1]!
    inside.set(bytes.subarray(start, last), INPUT)
    inside.fill(0, INPUT + last - start, INPUT + end - start + BEHIND)
    return INPUT
  })
}

/** Not among the ES2023 types, and the DOM's would bring a browser along. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => SharedMemory
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
}

let compiled: object | null | undefined

function openSkim(
  memory: SharedMemory,
  out: number,
  limit: number,
  addressOf: Skim['addressOf'],
): Skim | null {
  if (compiled === undefined) compiled = compile()
  if (compiled === null) return null
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } })
  const { runs, bases, encoded, zones } = exports as Exports
  const { buffer } = memory
  return { runs, bases, encoded, zones, buffer, numbers: new Uint32Array(buffer), out, limit, addressOf }
}

/** null: a processor without SIMD, or no such file, as where the sources run and nothing was built. JavaScript finds the same. */
function compile(): object | null {
  try {
    return new WebAssembly.Module(readCode())
  } catch {
    return null
  }
}

/** The bundle lies in dist/ or dist/chunks/, the sources in src/detect/skim/. */
const PLACES = ['./', '../', '../../../dist/']

function readCode(): Buffer {
  for (const place of PLACES) {
    try {
      return readFileSync(new URL(`${place}skim.wasm`, import.meta.url))
    } catch {} // the next one
  }
  return Buffer.alloc(0)
}
