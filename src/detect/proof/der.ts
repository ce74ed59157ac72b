/** DER (ITU-T X.690), as much of it as private keys need. */

export interface Node {
  tag: number
  value: Buffer
  /** where the next one begins */
  end: number
}

export const INTEGER = 0x02
export const OCTETS = 0x04
export const OID = 0x06
export const SEQUENCE = 0x30

/** One value at `at`; null where it is cut off or of another kind of length than DER has. */
export function nodeAt(bytes: Buffer, at: number): Node | null {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return null
  const more = first & 0x80 ? first & 0x7f : 0
  if (more > 4 || first === 0x80 || at + 2 + more > bytes.length) return null
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
  const start = at + 2 + more
  return start + length > bytes.length
    ? null
    : { tag, value: bytes.subarray(start, start + length), end: start + length }
}

/** The values in a sequence, to its very end; null where one of them is cut off. */
export function nodesIn(bytes: Buffer): Node[] | null {
  const nodes: Node[] = []
  for (let at = 0; at < bytes.length; ) {
    const node = nodeAt(bytes, at)
    if (!node) return null
    nodes.push(node)
    at = node.end
  }
  return nodes
}

/** The values of the sequence at the beginning of `bytes`. */
export function sequence(bytes: Buffer): Node[] | null {
  const node = nodeAt(bytes, 0)
  return node?.tag === SEQUENCE ? nodesIn(node.value) : null
}

/** Of a number without sign. */
export function bitsOf(number: Buffer): number {
  const first = number.findIndex(byte => byte !== 0)
  return first < 0 ? 0 : (number.length - first) * 8 - Math.clz32(number[first]!) + 24
}

export function bigOf(number: Buffer): bigint {
  return number.length === 0 ? 0n : BigInt(`0x${number.toString('hex')}`)
}
