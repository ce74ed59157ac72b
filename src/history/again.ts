/** The few blobs that hold something, searched whole once more for the words and places of a report: by all threads. */
import { createHash } from 'node:crypto'
import { type Detectors, detect } from '../detect/index.ts'
import { PackError, withHint } from '../errors.ts'
import type { Credential } from '../model.ts'
import type { Reader } from '../pack/reader.ts'
import { hexOf, type ObjectTable } from '../pack/table.ts'

/** Question i: which credentials does blob[i] hold, as the content of path[i]? */
export interface Asked {
  blob: Int32Array
  path: Int32Array
}

/** To question i: what it holds, or why it could not be read. */
export interface Answered {
  i: number
  credentials: Credential[]
  reason?: string
}

/** Throws as `detect` does. */
export function lookAgain(
  i: number,
  { blob, path }: Asked,
  pathName: (path: number) => string,
  table: ObjectTable,
  reader: Reader,
  detectors: Detectors,
): Answered {
  try {
    return { i, credentials: detect(readChecked(blob[i]!, table, reader), pathName(path[i]!), detectors, []) }
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    return { i, credentials: [], reason: withHint(error) }
  }
}

/** What is told of a blob is told of the one that its id names. */
function readChecked(n: number, table: ObjectTable, reader: Reader): Buffer {
  const data = reader.read(n)
  const id = hexOf(table, n)
  const hash = createHash(table.hashBytes === 20 ? 'sha1' : 'sha256')
  if (hash.update(`blob ${data.length}\0`).update(data).digest('hex') === id) return data
  const hint = 'check the repository with: git fsck'
  throw new PackError(`object ${id} does not have the content that its id says`, { subject: id, hint })
}
