/** A name and the value it is given, as a person or a program would write them down. Types only. */

/** [start, end) in the text */
export type Place = [number, number]

export interface Pair {
  name: Place
  value: Place
  /** what stands between: `=`, `:`, `:=`, `=>`, `==`, `,`, `(`, `>`, ` `, and the like */
  separator: string
  /** `"`, `'`, a back-tick, or nothing */
  quote: string
  /** the quotes are escaped: a string within a string */
  escaped: boolean
  /** between separator and value: a string's prefix, a call, a scheme (`os.getenv(`, `Bearer `) */
  wrapper: string
  /** 0 for the first value, 1 and 2 for the following arguments or elements */
  index: number
  /** a type stands between name and separator */
  typed: boolean
}
