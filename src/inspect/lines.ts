/** How many lines a content adds, without a diff: those that no parent has as often. For limits, not for display. */

const NEWLINE = 0x0a

/** Git's own test (xdiff-interface.c, buffer_is_binary): a NUL in the first 8,000 bytes. */
export function isBinary(data: Buffer): boolean {
  return data.subarray(0, 8000).includes(0)
}

/** A moved line counts as none, a line written twice as one more: close to `git diff --numstat`, and cheap. */
export function countAddedLines(now: Buffer, parents: Buffer[]): number {
  const known = new Map<string, number>()
  for (const parent of parents) raise(known, countLines(parent))
  let added = 0
  for (const [line, times] of countLines(now)) added += Math.max(0, times - (known.get(line) ?? 0))
  return added
}

function countLines(data: Buffer): Map<string, number> {
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
