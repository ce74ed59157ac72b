/** How many lines a content adds, without a diff: those that no parent has as often. For limits, not for display. */

const NEWLINE = 0x0a

/** Newlines, and a last line without one. */
export function countLines(data: Buffer): number {
  let lines = data.length > 0 && data[data.length - 1] !== NEWLINE ? 1 : 0
  for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

/** A moved line counts as none, a line written twice as one more: close to `git diff --numstat`, and cheap. */
export function countAddedLines(now: Buffer, parents: Buffer[]): number {
  const known = new Map<string, number>()
  for (const parent of parents) raise(known, linesOf(parent))
  let added = 0
  for (const [line, times] of linesOf(now)) added += Math.max(0, times - (known.get(line) ?? 0))
  return added
}

function linesOf(data: Buffer): Map<string, number> {
  const counts = new Map<string, number>()
  for (let start = 0; start < data.length; ) {
    const end = data.indexOf(NEWLINE, start)
    const stop = end < 0 ? data.length : end
    const line = data.toString('latin1', start, stop)
    counts.set(line, (counts.get(line) ?? 0) + 1)
    start = stop + 1
  }
  return counts
}

function raise(known: Map<string, number>, counts: Map<string, number>): void {
  for (const [line, times] of counts) known.set(line, Math.max(times, known.get(line) ?? 0))
}
