/** Tape archives: POSIX ustar and pax, GNU long names. Format: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
import { type Allowance, exhausted, nameOf, type Piece, unreadable } from './piece.ts'

const BLOCK = 512
/** type flags: what holds bytes of a file (`S` sparse: its data without the holes), and links, whose content is their target */
const FILES = ['0', '\0', '7', 'S']
const LINKS = ['1', '2']

interface Header {
  name: string
  type: string
  size: number
  target: string
}

/** The members in order; names are only told, so `..` and absolute ones reach nothing. */
export function* openTar(bytes: Buffer, _name: string, allowance: Allowance): Generator<Piece> {
  let longName: string | undefined
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = headerAt(bytes, at)
    if (header === null) return
    const start = at + BLOCK
    const end = start + header.size
    if (!(end <= bytes.length)) return yield unreadable(longName ?? header.name, 'breaks off')
    const data = bytes.subarray(start, end)
    if (header.type === 'L') longName = nameOf(untilZero(data))
    else if (header.type === 'x') longName = paxPath(data) ?? longName
    else if (header.type !== 'g' && header.type !== 'K') {
      const stop = exhausted(allowance)
      if (stop) return yield stop
      yield* memberOf(header, longName ?? header.name, data)
      longName = undefined
    }
    at = start + Math.ceil(header.size / BLOCK) * BLOCK
  }
}

function* memberOf({ type, target }: Header, name: string, data: Buffer): Generator<Piece> {
  if (FILES.includes(type)) yield { name, bytes: data }
  else if (LINKS.includes(type)) yield { name, bytes: Buffer.from(target) }
}

/** null at the end: a block of zeros, or one that is no header. */
function headerAt(bytes: Buffer, at: number): Header | null {
  const block = bytes.subarray(at, at + BLOCK)
  if (block[0] === 0 || block[257] !== 0x75) return null
  const text = (start: number, length: number) => nameOf(untilZero(block.subarray(start, start + length)))
  const isPosix = block[263] === 0x30 // `00`: GNU's has other things where the prefix is
  const prefix = isPosix ? text(345, 155) : ''
  const name = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`
  return { name, type: String.fromCharCode(block[156]!), size: sizeIn(block), target: text(157, 100) }
}

/** Octal digits; GNU writes large ones as a big-endian number behind a set first bit. */
function sizeIn(block: Buffer): number {
  if (block[124]! & 0x80) return block.readUIntBE(130, 6)
  const size = Number.parseInt(block.toString('latin1', 124, 136).trim(), 8)
  return Number.isNaN(size) ? 0 : size
}

function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}

/** A pax record is `length key=value\n`. */
function paxPath(data: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(nameOf(data))?.[1]
}
