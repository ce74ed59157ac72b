/**
 * The prefilter's inner loop as WebAssembly, put together here, byte by byte. Why not JavaScript: cold, the same loop
 * is interpreted at 5–10 MB/s for as long as a hook runs (10–25 ms for ten files); WebAssembly is compiled before its
 * first step. Warm it is the faster one too: 550–580 MB/s against 420–440 (research/measured-peers.md).
 *
 * Format: https://webassembly.github.io/spec/core/binary/. Four cursors walk four stretches of equal length in one loop:
 *
 *   walk(at, stretch, steps, silent, shift, first, table, out) -> out
 *     for step in 1 ..= steps:
 *       for each cursor c in 0..3:
 *         s[c] = table[(s[c] << shift) + classes[memory[at + c * stretch]]]     ; classes lie at 0, the table is 16 bits wide
 *         if s[c] >= first and step > silent: store s[c], at + c * stretch + 1 at out; out += 8
 *       at += 1
 */

export type Walk = (
  at: number,
  stretch: number,
  steps: number,
  silent: number,
  shift: number,
  first: number,
  table: number,
  out: number,
) => number

const I32 = 0x7f
const LOCAL_GET = 0x20
const LOCAL_SET = 0x21
const ADD = 0x6a
const SHL = 0x74
const GE_U = 0x4f
const GT_U = 0x4b
const AND = 0x71
const BLOCK_END = 0x0b
const PARAMS = 8
const [AT, STRETCH, STEPS, SILENT, SHIFT, FIRST, TABLE, OUT] = [0, 1, 2, 3, 4, 5, 6, 7]
const STEP = PARAMS
const CURSOR = PARAMS + 1 // four states, then four places
const PLACE = CURSOR + 4

/** A module that exports `walk` and imports `env.memory`. */
export function walkModule(): Uint8Array<ArrayBuffer> {
  const type = [1, 0x60, PARAMS, ...Array(PARAMS).fill(I32), 1, I32]
  const memory = [1, ...text('env'), ...text('memory'), 2, 0, 1]
  const body = [1, ...unsigned(PLACE + 4 - PARAMS), I32, ...loop(), LOCAL_GET, OUT, BLOCK_END]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, type),
    ...section(2, memory),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('walk'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ])
}

function loop(): number[] {
  const cursors = [0, 1, 2, 3]
  return [
    ...[LOCAL_GET, AT, LOCAL_SET, PLACE],
    ...[1, 2, 3].flatMap(c => [LOCAL_GET, PLACE + c - 1, LOCAL_GET, STRETCH, ADD, LOCAL_SET, PLACE + c]),
    ...[0x03, 0x40], // loop
    ...[LOCAL_GET, STEP, 0x41, 1, ADD, LOCAL_SET, STEP],
    ...cursors.flatMap(advance),
    ...cursors.flatMap(emit),
    ...[LOCAL_GET, STEP, LOCAL_GET, STEPS, 0x49, 0x0d, 0, BLOCK_END], // step < steps: again
  ]
}

/** The four are written one after another, so that their loads do not wait for each other. */
function advance(c: number): number[] {
  return [
    ...[LOCAL_GET, TABLE, LOCAL_GET, CURSOR + c, LOCAL_GET, SHIFT, SHL],
    ...[LOCAL_GET, PLACE + c, 0x2d, 0, 0], // load the byte
    ...[0x2d, 0, 0, ADD, 0x41, 1, SHL, ADD], // its class, at address 0 and up
    ...[0x2f, 1, 0, LOCAL_SET, CURSOR + c], // load 16 bits
    ...[LOCAL_GET, PLACE + c, 0x41, 1, ADD, LOCAL_SET, PLACE + c],
  ]
}

function emit(c: number): number[] {
  return [
    ...[LOCAL_GET, CURSOR + c, LOCAL_GET, FIRST, GE_U, LOCAL_GET, STEP, LOCAL_GET, SILENT, GT_U, AND],
    ...[0x04, 0x40], // if
    ...[LOCAL_GET, OUT, LOCAL_GET, CURSOR + c, 0x36, 2, 0], // store
    ...[LOCAL_GET, OUT, LOCAL_GET, PLACE + c, 0x36, 2, 4],
    ...[LOCAL_GET, OUT, 0x41, 8, ADD, LOCAL_SET, OUT, BLOCK_END],
  ]
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function text(name: string): number[] {
  return [name.length, ...Buffer.from(name)]
}

/** LEB128 */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)]
}
