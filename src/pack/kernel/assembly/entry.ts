// An entry of a decoding table, 32 bits:
//   0–5    bits to take from the input: the code and the extra bits behind it
//   8–11   bits of the code alone; of a pointer: how many more bits choose in its subtable
//   16–30  the literal, the base of the length or distance, or where the subtable begins (in entries); of a code length:
//          16–23 how often, 24–27 which; SPECIAL is "as before"
//   31     it is a literal
//   15     it is neither: a pointer (bit 14), no code at all (bit 13), else the end of the block
import { DISTANCES, LENGTHS, LITERALS } from './layout'

export const LITERAL: u32 = 1 << 31
export const SPECIAL: u32 = 1 << 15
export const POINTER: u32 = 1 << 14
export const INVALID: u32 = 1 << 13
/** Times the length of a code: what its entry holds besides what the symbol says. */
export const CODE_BITS: u32 = 0x101

/** RFC 1951, 3.2.5 */
export function writeEntries(): void {
  for (let i: u32 = 0; i < 256; i++) store<u32>(LITERALS + (i << 2), LITERAL | (i << 16))
  store<u32>(LITERALS + 256 * 4, SPECIAL)
  writeBases(LITERALS + 257 * 4, 28, 4, 3)
  store<u32>(LITERALS + 285 * 4, 258 << 16)
  store<u32>(LITERALS + 286 * 4, SPECIAL | INVALID)
  store<u32>(LITERALS + 287 * 4, SPECIAL | INVALID)
  writeBases(DISTANCES, 30, 2, 1)
  store<u32>(DISTANCES + 30 * 4, SPECIAL | INVALID)
  store<u32>(DISTANCES + 31 * 4, SPECIAL | INVALID)
  for (let i: u32 = 0; i < 16; i++) store<u32>(LENGTHS + (i << 2), (i << 24) | (1 << 16))
  store<u32>(LENGTHS + 16 * 4, SPECIAL | (3 << 16) | 2)
  store<u32>(LENGTHS + 17 * 4, (3 << 16) | 3)
  store<u32>(LENGTHS + 18 * 4, (11 << 16) | 7)
}

/** The first 2 * `step` symbols have no extra bits, then each `step` of them one more than those before. */
function writeBases(at: usize, count: u32, step: u32, first: u32): void {
  let base = first
  for (let i: u32 = 0; i < count; i++) {
    const extra = i < 2 * step ? 0 : i / step - 1
    store<u32>(at + (i << 2), (base << 16) | extra)
    base += 1 << extra
  }
}
