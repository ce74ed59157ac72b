/** Finds every keyword in the bytes: in WebAssembly (walk.ts), or in JavaScript where that is not to be had. */
import type { Automaton } from './automaton.ts'
import { type Walk, walkModule } from './walk.ts'

/** Hits as flat pairs: keyword number, offset of its first byte. In no order. */
export type Hits = number[]

/** All occurrences of all keywords, ASCII case folded. */
export function findKeywords(automaton: Automaton, bytes: Uint8Array): Hits {
  const hits: Hits = []
  const walker = walkerFor(automaton)
  if (walker) walkChunks(automaton, walker, bytes, hits)
  else walkPlain(automaton, bytes, hits)
  return hits
}

/** All occurrences within the spans (ascending), a call for all of them: an edit is many small pieces. */
export function findKeywordsIn(automaton: Automaton, bytes: Uint8Array, spans: [number, number][]): Hits {
  const walker = walkerFor(automaton)
  const length = spans.reduce((sum, [start, end]) => sum + end - start + 1, 0)
  if (walker && length <= CHUNK) return walkSpans(automaton, walker, bytes, spans, length)
  return spans.flatMap(([start, end]) => shifted(findKeywords(automaton, bytes.subarray(start, end)), start))
}

function shifted(hits: Hits, by: number): Hits {
  for (let i = 1; i < hits.length; i += 2) hits[i]! += by
  return hits
}

/** Bytes searched in one call. */
const CHUNK = 1 << 16
const PAGE = 1 << 16

/** Not among the ES2023 types, and the DOM's would bring a browser along. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> }
}

interface Walker {
  walk: Walk
  memory: Uint8Array
  /** where the table, the bytes and the hits lie; the classes lie at 0 */
  table: number
  input: number
  output: Uint32Array
}

const walkers = new WeakMap<Automaton, Walker | null>()

function walkerFor(automaton: Automaton): Walker | null {
  let walker = walkers.get(automaton)
  if (walker !== undefined) return walker
  walker = makeWalker(automaton)
  walkers.set(automaton, walker)
  return walker
}

/** null where WebAssembly is switched off (`--jitless`). */
function makeWalker(automaton: Automaton): Walker | null {
  if (typeof WebAssembly === 'undefined') return null
  const { classes, table, longest } = automaton
  const input = 256 + table.byteLength
  const output = (input + longest + CHUNK + 3) & ~3
  // at most one hit for each byte walked: the stretches, and what each reads silently before
  const size = output + (CHUNK + 4) * 8
  const memory = new WebAssembly.Memory({ initial: Math.ceil(size / PAGE) })
  const bytes = new Uint8Array(memory.buffer)
  bytes.set(classes, 0)
  new Uint16Array(memory.buffer, 256, table.length).set(table)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(walkModule()), { env: { memory } })
  return {
    walk: exports.walk as Walk,
    memory: bytes,
    table: 256,
    input,
    output: new Uint32Array(memory.buffer, output),
  }
}

/** Chunk by chunk; before each lie the last bytes of the one before, which every stretch reads silently. */
function walkChunks(automaton: Automaton, walker: Walker, bytes: Uint8Array, hits: Hits): void {
  const { memory, input } = walker
  const before = automaton.longest
  for (let start = 0; start < bytes.length; start += CHUNK) {
    const length = Math.min(CHUNK, bytes.length - start)
    const known = Math.min(before, start)
    const stretch = (length + 3) >> 2
    memory.fill(0, input, input + before - known)
    memory.set(bytes.subarray(start - known, start + length), input + before - known)
    memory.fill(0, input + before + length, input + before + stretch * 4)
    const end = walkOnce(automaton, walker, stretch)
    collect(automaton, walker, end, start - input - before, hits)
  }
}

/** One behind the other, a NUL between them: no keyword holds one. */
function walkSpans(
  automaton: Automaton,
  walker: Walker,
  bytes: Uint8Array,
  spans: [number, number][],
  length: number,
): Hits {
  const { memory, input } = walker
  const start = input + automaton.longest
  memory.fill(0, input, start)
  const places = layOut(memory, start, bytes, spans)
  const stretch = (length + 3) >> 2
  memory.fill(0, start + length, start + stretch * 4)
  const hits: Hits = []
  collect(automaton, walker, walkOnce(automaton, walker, stretch), -start, hits)
  for (let i = 1; i < hits.length; i += 2) hits[i] = placeOf(hits[i]!, places, spans)
  return hits
}

/** Where each span begins, counted from the first. */
function layOut(memory: Uint8Array, start: number, bytes: Uint8Array, spans: [number, number][]): number[] {
  const places: number[] = []
  let at = start
  for (const [from, to] of spans) {
    places.push(at - start)
    memory.set(bytes.subarray(from, to), at)
    at += to - from
    memory[at++] = 0
  }
  return places
}

function placeOf(hit: number, places: number[], spans: [number, number][]): number {
  let low = 0
  let high = places.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (places[middle]! <= hit) low = middle
    else high = middle
  }
  return spans[low]![0] + hit - places[low]!
}

/** Hands back how many numbers it wrote. */
function walkOnce(automaton: Automaton, walker: Walker, stretch: number): number {
  const { shift, firstAccept, longest } = automaton
  const { walk, input, table, output } = walker
  const at = output.byteOffset
  return (walk(input, stretch, stretch + longest, longest, shift, firstAccept, table, at) - at) >> 2
}

function collect(automaton: Automaton, { output }: Walker, count: number, base: number, hits: Hits): void {
  for (let i = 0; i < count; i += 2) emit(automaton, output[i]!, output[i + 1]! + base, hits)
}

function emit(automaton: Automaton, state: number, end: number, hits: Hits): void {
  const { starts, outputs, lengths, firstAccept } = automaton
  const last = starts[state - firstAccept + 1]!
  for (let i = starts[state - firstAccept]!; i < last; i++) {
    const keyword = outputs[i]!
    hits.push(keyword, end - lengths[keyword]!)
  }
}

function walkPlain(automaton: Automaton, bytes: Uint8Array, hits: Hits): void {
  const { classes, table, shift, firstAccept } = automaton
  let state = 0
  for (let i = 0; i < bytes.length; i++) {
    state = table[(state << shift) + classes[bytes[i]!]!]!
    if (state >= firstAccept) emit(automaton, state, i + 1, hits)
  }
}
