import { bitsOf } from './classes'

/** A line longer than this is taken as far as a match can reach (focus.ts). */
const LONGEST_LINE: usize = 1 << 17

/** Where the line of `at` begins, or the one `more` lines up; `first` is where the content does. */
export function linesUp(first: usize, at: usize, more: i32): usize {
  const low = at - first > LONGEST_LINE ? at - LONGEST_LINE : first
  let from = at
  for (let left = more; left >= 0; left--) {
    from = breakBefore(from, low)
    if (from < low) return low
  }
  return from + 1
}

/** Behind the break of the line of `at`, or of the one `more` lines down; `last` is where the content ends. */
export function linesDown(last: usize, at: usize, more: i32): usize {
  const high = at + LONGEST_LINE < last ? at + LONGEST_LINE : last
  let from = at
  for (let left = more; left >= 0; left--) {
    from = breakFrom(from, high) + 1
    if (from > high) return high
  }
  return from
}

/** The last line break before `at`; less than `low`: there is none from there on. */
@inline
function breakBefore(at: usize, low: usize): usize {
  for (let to = at; to > low; to -= 16) {
    const bits = bitsOf(v128.load(to - 16), 10)
    if (bits != 0) return to - 16 + 31 - clz(bits)
  }
  return 0
}

/** The first line break from `at` on; `high` or more: there is none before that. */
@inline
function breakFrom(at: usize, high: usize): usize {
  for (let from = at; from < high; from += 16) {
    const bits = bitsOf(v128.load(from), 10)
    if (bits != 0) return from + ctz(bits)
  }
  return high
}
