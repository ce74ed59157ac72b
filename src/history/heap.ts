/** Numbers of which the least is taken first. */
export interface Heap {
  add(value: number): void
  /** -1: there is none */
  take(): number
}

/** Of numbers from 0 on. */
export function openHeap(): Heap {
  const values: number[] = []
  return {
    add(value) {
      let at = values.push(value) - 1
      for (let up = (at - 1) >> 1; at > 0 && values[up]! > value; up = (at - 1) >> 1) {
        values[at] = values[up]!
        at = up
      }
      values[at] = value
    },
    take() {
      const first = values[0]
      const last = values.pop()
      if (first === undefined || last === undefined) return -1
      if (values.length > 0) sink(values, last)
      return first
    },
  }
}

/** Puts it where it belongs, from the top down. */
function sink(values: number[], value: number): void {
  let at = 0
  for (let below = 1; below < values.length; below = at * 2 + 1) {
    if (below + 1 < values.length && values[below + 1]! < values[below]!) below++
    if (values[below]! >= value) break
    values[at] = values[below]!
    at = below
  }
  values[at] = value
}
