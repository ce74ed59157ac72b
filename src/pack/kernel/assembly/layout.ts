// Where the kernel's own tables lie in the memory it is given. Below are the 256 bytes of the keyword automaton's
// classes, above FREE_FROM everything is the caller's.

/** asc puts the constants of `memory.data` here (scripts/build-kernel.js). */
export const STATIC: usize = 256
/** An entry for each symbol, without the length of its code: 288 of literals and lengths, 32 of distances. */
export const LITERALS: usize = 1024
export const DISTANCES: usize = LITERALS + 288 * 4
/** An entry for each of the 19 symbols that code lengths are written in. */
export const LENGTHS: usize = DISTANCES + 32 * 4
/** The tables of the fixed code. */
export const FIXED_LITERALS: usize = LENGTHS + 32 * 4
export const FIXED_DISTANCES: usize = FIXED_LITERALS + 512 * 4
/** The tables of the block that is being read; 2342 and 402 entries are the most a complete code can need. */
export const LITERAL_TABLE: usize = FIXED_DISTANCES + 32 * 4
export const DISTANCE_TABLE: usize = LITERAL_TABLE + 2400 * 4
export const LENGTH_TABLE: usize = DISTANCE_TABLE + 416 * 4
/** For each code length 0..15 the place where its next symbol is written: literals, then distances, then lengths. */
export const CURSORS: usize = LENGTH_TABLE + 128 * 4
/** The same before the first symbol. */
export const STARTS: usize = CURSORS + 48 * 4
/** The symbols, 16 bits each, one row for each code length. */
export const LITERAL_ROW: usize = 288 * 2
export const SHORT_ROW: usize = 32 * 2
export const LITERAL_ROWS: usize = STARTS + 48 * 4
export const DISTANCE_ROWS: usize = LITERAL_ROWS + 16 * LITERAL_ROW
export const LENGTH_ROWS: usize = DISTANCE_ROWS + 16 * SHORT_ROW
/** The lengths of the codes that lengths are written in, a byte each. */
export const SHORT_LENGTHS: usize = LENGTH_ROWS + 16 * SHORT_ROW
/** load.ts hands this to callers. */
export const FREE_FROM: usize = 32768
