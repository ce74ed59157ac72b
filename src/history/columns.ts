/** Numbers that come one after another, millions of them. */
export interface Column {
  push(value: number): void
  readonly length: number
  /** what came so far */
  done(): Int32Array
}

export function openColumn(): Column {
  let values = new Int32Array(1024)
  let length = 0
  return {
    push(value) {
      if (length === values.length) {
        const larger = new Int32Array(length * 2)
        larger.set(values)
        values = larger
      }
      values[length++] = value
    },
    get length() {
      return length
    },
    done: () => values.slice(0, length),
  }
}
