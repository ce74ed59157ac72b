/** Numbers that come one after another, millions of them. */
export interface Column {
  /** hands back its place */
  push(value: number): number
  readonly length: number
  /** what came so far */
  done(): Int32Array
}

export function openColumn(): Column {
  let values = new Int32Array(1024)
  let length = 0
  return {
    push(value) {
      if (length === values.length) values = grown(values)
      values[length] = value
      return length++
    },
    get length() {
      return length
    },
    done: () => values.slice(0, length),
  }
}

/** Twice as long, with the same numbers in front. */
export function grown(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}
