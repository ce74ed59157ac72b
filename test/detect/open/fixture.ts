/** Archives, documents and databases written by hand: no program has to be there for it, and every field can lie. */
import { crc32, deflateRawSync } from './zlib.ts'

export interface ZipOptions {
  method?: number
  flags?: number
  /** what lies there instead of the deflated content */
  raw?: Buffer
  /** what the headers say */
  size?: number
  compressed?: number
  /** sizes and offset as zip64 has them */
  large?: true
  /** at another entry's place */
  offset?: number
}

export type ZipInput = [name: string, content: Buffer | string, options?: ZipOptions]

/** APPNOTE.TXT 4.3: local headers and data, the directory, its end. */
export function zip(inputs: ZipInput[], before: Buffer = Buffer.alloc(0)): Buffer {
  const parts: Buffer[] = [before]
  const directory: Buffer[] = []
  let at = before.length
  for (const [name, content, options = {}] of inputs) {
    const { local, central } = entry(name, Buffer.from(content as Buffer), at, options)
    if (options.offset === undefined) {
      parts.push(local)
      at += local.length
    }
    directory.push(central)
  }
  const list = Buffer.concat(directory)
  return Buffer.concat([...parts, list, directoryEnd(inputs.length, list.length, at)])
}

function entry(name: string, content: Buffer, at: number, options: ZipOptions) {
  const { method = 8, flags = 0, large } = options
  const data = options.raw ?? (method === 0 ? content : deflateRawSync(content))
  const label = Buffer.from(name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(flags, 2)
  common.writeUInt16LE(method, 4)
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(large ? 0xffffffff : (options.compressed ?? data.length), 14)
  common.writeUInt32LE(large ? 0xffffffff : (options.size ?? content.length), 18)
  common.writeUInt16LE(label.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, label, data])
  const extra = large ? zip64(content.length, data.length, at) : Buffer.alloc(0)
  const inDirectory = Buffer.from(common)
  inDirectory.writeUInt16LE(extra.length, 24)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(large ? 0xffffffff : (options.offset ?? at), 10)
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), inDirectory, rest, label, extra])
  return { local, central }
}

function zip64(size: number, compressed: number, offset: number): Buffer {
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  for (const [index, value] of [size, compressed, offset].entries())
    extra.writeBigUInt64LE(BigInt(value), 4 + index * 8)
  return extra
}

function directoryEnd(entries: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

/** ustar: a header of 512 bytes, the content, zeros up to the next block. */
export function tar(
  inputs: [name: string, content: Buffer | string, type?: string, target?: string][],
): Buffer {
  const blocks = inputs.flatMap(([name, content, type = '0', target = '']) => {
    const data = Buffer.from(content as Buffer)
    const header = Buffer.alloc(512)
    header.write(name, 0, 100)
    header.write('0000644\0', 100)
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write(type, 156)
    header.write(target, 157, 100)
    header.write('ustar\x0000', 257)
    header.write('        ', 148)
    const sum = header.reduce((all, byte) => all + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, data, Buffer.alloc(-data.length & 511)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

/** An ar archive, as a .deb is one. */
export function ar(inputs: [name: string, content: Buffer][]): Buffer {
  const parts = inputs.flatMap(([name, data]) => [
    Buffer.from(`${name.padEnd(16)}${'0'.padEnd(32)}${String(data.length).padEnd(10)}\`\n`),
    data,
    Buffer.alloc(data.length & 1, 10),
  ])
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts])
}

export interface Table {
  name: string
  sql: string
  rows: (string | null)[][]
}

const PAGE = 512

/** A database of tables that each fit on one page; what is long overflows to pages of its own. fileformat2.html */
export function sqlite(tables: Table[], encoding: 1 | 2 | 3 = 1): Buffer {
  const pages: Buffer[] = [Buffer.alloc(PAGE), ...tables.map(() => Buffer.alloc(PAGE))]
  const schema = tables.map((table, index) => ['table', table.name, table.name, index + 2, table.sql])
  fillLeaf(pages, 0, 100, schema, encoding)
  for (const [index, { rows }] of tables.entries()) fillLeaf(pages, index + 1, 0, rows, encoding)
  const first = pages[0]!
  first.write('SQLite format 3\0')
  first.writeUInt16BE(PAGE, 16)
  first.set([1, 1, 0, 64, 32, 32], 18)
  first.writeUInt32BE(pages.length, 28)
  first.writeUInt32BE(4, 44)
  first.writeUInt32BE(encoding, 56)
  return Buffer.concat(pages)
}

function fillLeaf(pages: Buffer[], index: number, at: number, rows: unknown[][], encoding: 1 | 2 | 3): void {
  const page = pages[index]!
  page[at] = 13
  page.writeUInt16BE(rows.length, at + 3)
  let free = PAGE
  for (const [number, row] of rows.entries()) {
    const payload = record(row, encoding)
    const cell = Buffer.concat([varint(payload.length), varint(number + 1), kept(payload, pages)])
    free -= cell.length
    if (free < at + 8 + rows.length * 2) throw new Error('does not fit on one page')
    cell.copy(page, free)
    page.writeUInt16BE(free, at + 8 + number * 2)
  }
  page.writeUInt16BE(free, at + 5)
}

function kept(payload: Buffer, pages: Buffer[]): Buffer {
  if (payload.length <= PAGE - 35) return payload
  const least = Math.floor(((PAGE - 12) * 32) / 255) - 23
  const fitting = least + ((payload.length - least) % (PAGE - 4))
  const here = fitting <= PAGE - 35 ? fitting : least
  const link = Buffer.alloc(4)
  link.writeUInt32BE(pages.length + 1)
  for (let from = here; from < payload.length; from += PAGE - 4) {
    const page = Buffer.alloc(PAGE)
    pages.push(page)
    page.writeUInt32BE(from + PAGE - 4 < payload.length ? pages.length + 1 : 0)
    payload.copy(page, 4, from)
  }
  return Buffer.concat([payload.subarray(0, here), link])
}

function record(row: unknown[], encoding: 1 | 2 | 3): Buffer {
  const fields = row.map(value => field(value, encoding))
  const types = Buffer.concat(fields.map(({ type }) => varint(type)))
  return Buffer.concat([varint(types.length + 1), types, ...fields.map(({ data }) => data)])
}

function field(value: unknown, encoding: 1 | 2 | 3): { type: number; data: Buffer } {
  if (value === null) return { type: 0, data: Buffer.alloc(0) }
  if (typeof value === 'number') return { type: 1, data: Buffer.from([value]) }
  const data = Buffer.from(String(value), encoding === 1 ? 'utf8' : 'utf16le')
  return { type: 13 + data.length * 2, data: encoding === 3 ? data.swap16() : data }
}

function varint(value: number): Buffer {
  const bytes = [value & 127]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 127) | 128)
  return Buffer.from(bytes)
}
