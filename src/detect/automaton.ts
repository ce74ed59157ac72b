/**
 * The keyword automaton (Aho-Corasick as a dense table) and its file form.
 *
 * Bytes are first folded to classes: those that occur in keywords (ASCII letters regardless of case) get one each,
 * all others share class 0. A state is 16 bits, its row is `state << shift`. Accepting states are numbered last, so
 * that the loop in prefilter.ts needs one comparison a byte.
 */

export interface Automaton {
  classes: Uint8Array
  table: Uint16Array
  shift: number
  /** states from here on accept */
  firstAccept: number
  /** outputs of accepting state s: outputs[starts[s - firstAccept] .. starts[s - firstAccept + 1]] are keyword numbers */
  starts: Uint32Array
  outputs: Uint16Array
  /** length of each keyword in bytes */
  lengths: Uint16Array
  longest: number
}

interface Node {
  next: Map<number, number>
  fail: number
  out: number[]
}

/** Keywords are lower-case ASCII, distinct, not empty. Throws RangeError when they need more than 65,535 states. */
export function buildAutomaton(keywords: string[]): Automaton {
  const { classes, count } = classesOf(keywords)
  const nodes = trie(keywords, classes)
  if (nodes.length > 65_535) throw new RangeError(`keywords need ${nodes.length} states, at most 65,535 fit`)
  const order = link(nodes)
  const number = numbered(nodes, order)
  return {
    classes,
    ...tableOf(nodes, order, number, count),
    ...outputsOf(nodes, number),
    lengths: Uint16Array.from(keywords, keyword => keyword.length),
    longest: keywords.reduce((most, keyword) => Math.max(most, keyword.length), 0),
  }
}

function classesOf(keywords: string[]): { classes: Uint8Array; count: number } {
  const classes = new Uint8Array(256)
  let count = 1
  for (const byte of Buffer.from(keywords.join(''), 'latin1')) {
    if (classes[byte] === 0) classes[byte] = count++
  }
  for (let letter = 97; letter <= 122; letter++) classes[letter - 32] = classes[letter]!
  return { classes, count }
}

function trie(keywords: string[], classes: Uint8Array): Node[] {
  const nodes: Node[] = [{ next: new Map(), fail: 0, out: [] }]
  keywords.forEach((keyword, index) => {
    let at = 0
    for (const byte of Buffer.from(keyword, 'latin1')) at = child(nodes, at, classes[byte]!)
    nodes[at]!.out.push(index)
  })
  return nodes
}

function child(nodes: Node[], at: number, cls: number): number {
  const known = nodes[at]!.next.get(cls)
  if (known !== undefined) return known
  nodes[at]!.next.set(cls, nodes.length)
  nodes.push({ next: new Map(), fail: 0, out: [] })
  return nodes.length - 1
}

/** Sets the failure links breadth first and hands back that order. */
function link(nodes: Node[]): number[] {
  const order = [0]
  for (const at of order) {
    for (const [cls, to] of nodes[at]!.next) {
      if (at !== 0) nodes[to]!.fail = follow(nodes, nodes[at]!.fail, cls)
      nodes[to]!.out.push(...nodes[nodes[to]!.fail]!.out)
      order.push(to)
    }
  }
  return order
}

function follow(nodes: Node[], from: number, cls: number): number {
  let at = from
  while (at !== 0 && !nodes[at]!.next.has(cls)) at = nodes[at]!.fail
  return nodes[at]!.next.get(cls) ?? 0
}

/** New numbers: the root 0, then silent states, then accepting ones. */
function numbered(nodes: Node[], order: number[]): Uint16Array {
  const number = new Uint16Array(nodes.length)
  let next = 0
  for (const at of order) if (nodes[at]!.out.length === 0) number[at] = next++
  for (const at of order) if (nodes[at]!.out.length > 0) number[at] = next++
  return number
}

function tableOf(nodes: Node[], order: number[], number: Uint16Array, count: number) {
  const shift = Math.max(1, Math.ceil(Math.log2(count)))
  const table = new Uint16Array(nodes.length << shift)
  for (const at of order) {
    const row = number[at]! << shift
    const fallback = number[nodes[at]!.fail]! << shift
    if (at !== 0) table.copyWithin(row, fallback, fallback + count)
    for (const [cls, to] of nodes[at]!.next) table[row + cls] = number[to]!
  }
  return { table, shift }
}

function outputsOf(nodes: Node[], number: Uint16Array) {
  const accepting: number[][] = []
  const firstAccept = nodes.filter(node => node.out.length === 0).length
  nodes.forEach((node, at) => {
    if (node.out.length > 0) accepting[number[at]! - firstAccept] = node.out
  })
  const starts = new Uint32Array(accepting.length + 1)
  accepting.forEach((out, index) => {
    starts[index + 1] = starts[index]! + out.length
  })
  return { firstAccept, starts, outputs: Uint16Array.from(accepting.flat()) }
}

/** File form: eight 32-bit little-endian numbers, then the arrays, 32-bit ones first so that all stay aligned. */
export function packAutomaton(automaton: Automaton): Buffer {
  const { classes, table, shift, firstAccept, starts, outputs, lengths, longest } = automaton
  const head = Uint32Array.of(
    MAGIC,
    shift,
    firstAccept,
    longest,
    starts.length,
    table.length,
    outputs.length,
    lengths.length,
  )
  return Buffer.concat([head, starts, table, outputs, lengths, classes].map(bytesOf))
}

const MAGIC = 0x31_43_41_50 // "PAC1"

function bytesOf(array: Uint32Array | Uint16Array | Uint8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

/** Throws RangeError when the bytes are no packed automaton. Only little-endian machines are supported, as by Node itself. */
export function unpackAutomaton(file: Buffer): Automaton {
  const bytes = new Uint8Array(file).buffer // a copy, aligned whatever the Buffer's offset
  const head = new Uint32Array(bytes, 0, 8)
  if (head[0] !== MAGIC) throw new RangeError('not a packed automaton')
  let at = 32
  const take = <T>(
    make: new (buffer: ArrayBuffer, at: number, length: number) => T,
    length: number,
    width: number,
  ) => {
    const array = new make(bytes, at, length)
    at += length * width
    return array
  }
  return {
    shift: head[1]!,
    firstAccept: head[2]!,
    longest: head[3]!,
    starts: take(Uint32Array, head[4]!, 4),
    table: take(Uint16Array, head[5]!, 2),
    outputs: take(Uint16Array, head[6]!, 2),
    lengths: take(Uint16Array, head[7]!, 2),
    classes: take(Uint8Array, 256, 1),
  }
}
