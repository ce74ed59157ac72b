/** Loose objects: one file each, a zlib stream of `type size\0` and the content. */
import { join } from 'node:path'
import { Damage, namesIn } from './damage.ts'
import { inflateHead } from './inflate.ts'
import { readInto } from './pack-file.ts'
import { KINDS, type Problem } from './table.ts'

/** A deflate block may describe its codes in some 300 bytes before the first byte of output. */
const HEAD = 512
const HEADER = /^(commit|tree|blob|tag) (0|[1-9]\d{0,15})\0/

export interface LooseHead {
  /** index into KINDS */
  type: number
  size: number
  /** bytes of `type size\0` */
  header: number
}

/** The ids of all loose objects in a folder of objects. */
export function listLoose(folder: string, hashBytes: number, problems: Problem[]): Buffer {
  const name = new RegExp(`^[0-9a-f]{${hashBytes * 2 - 2}}$`) // not tmp_obj_…, which is being written
  const fans = namesIn(folder, problems).filter(fan => /^[0-9a-f]{2}$/.test(fan))
  const ids = fans.flatMap(fan =>
    namesIn(join(folder, fan), problems)
      .filter(rest => name.test(rest))
      .map(rest => fan + rest),
  )
  return Buffer.from(ids.join(''), 'hex')
}

export function loosePath(folder: string, id: string): string {
  return join(folder, id.slice(0, 2), id.slice(2))
}

/** What an opened loose object says it is. Throws Damage. */
export function readLooseHead(fd: number): LooseHead {
  const bytes = Buffer.allocUnsafe(HEAD)
  const head = inflateHead(bytes.subarray(0, readInto(fd, bytes, 0)))
  const [header, kind, size] = HEADER.exec(head.toString('latin1', 0, 32)) ?? []
  if (!header) throw new Damage('it does not begin as a loose object does')
  return { type: KINDS.indexOf(kind as 'blob'), size: Number(size), header: header.length }
}
