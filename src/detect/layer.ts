/** A text to search: the content itself, or what an encoded piece of it decodes to, and where that piece lies. */
import type { Text } from './text.ts'

/** [start, end) in bytes */
export type Span = [number, number]

/** Whether they share a byte. */
export function overlap(a: Span, b: Span): boolean {
  return a[0] < b[1] && b[0] < a[1]
}

export interface Layer {
  text: Text
  /** 0 = the content itself */
  depth: number
  /** the span in the content's own bytes that a span of this text comes from */
  toRoot(span: Span): Span
}

export function rootLayer(text: Text): Layer {
  return { text, depth: 0, toRoot: span => span }
}

/** A piece decoded as a whole (base64, hex): everything in it lies in the whole piece. */
export function blockLayer(parent: Layer, text: Text, piece: Span): Layer {
  const whole = parent.toRoot(piece)
  return { text, depth: parent.depth + 1, toRoot: () => whole }
}

/** A decoded text and, for each of its bytes and its end, the offset that byte came from. */
export interface Mapped {
  text: Text
  offsets: ArrayLike<number>
}

/** A piece decoded character by character: `offsets[i]` is where decoded byte i began; one more for the end. */
export function mappedLayer(parent: Layer, text: Text, offsets: ArrayLike<number>): Layer {
  return {
    text,
    depth: parent.depth + 1,
    toRoot: ([start, end]) => parent.toRoot([offsets[start]!, offsets[end]!]),
  }
}
