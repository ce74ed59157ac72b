/** "did you mean": the allowed word nearest to one that is not allowed. */

/** The nearest of `allowed` within two edits (one for words of up to four letters), or null. */
export function nearest(word: string, allowed: readonly string[]): string | null {
  let best: { word: string; distance: number } | null = null
  for (const candidate of allowed) {
    const distance = editDistance(word.toLowerCase(), candidate)
    if (distance <= (candidate.length > 4 ? 2 : 1) && distance < (best?.distance ?? 9)) {
      best = { word: candidate, distance }
    }
  }
  return best?.word ?? null
}

/** The hint of an error about a wrong word: the nearest one, then all of them. */
export function allowedHint(word: string, allowed: readonly string[]): string {
  const near = nearest(word, allowed)
  const list = `allowed here: ${allowed.join(', ')}`
  return near === null ? list : `did you mean "${near}"? ${list}`
}

/** Edits that turn `a` into `b`, a swap of neighbours counting as one (optimal string alignment). */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 9
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(change, rows[i - 1]![j]! + 1, row[j - 1]! + 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
