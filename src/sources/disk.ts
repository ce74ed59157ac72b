/** Files as they lie on disk, read the way git's objects are. Their ids are `file:<path>`. */

import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises'
import { GitError } from '../errors.ts'
import { decodePath } from '../git/path.ts'
import type { Blob, Change, ObjectReader } from '../model.ts'

/** A file found, with the bytes of its name: a name that is no UTF-8 opens only by them. */
export interface DiskFile {
  /** as it is reported */
  path: string
  /** as it is opened */
  location: Buffer
  mode: '100644' | '100755' | '120000'
}

export type Found = { file: DiskFile } | { absent: true } | { special: string } | { folder: true }

/** What lies at `location`. Throws what lstat throws, but for a path that is not there. */
export async function look(location: Buffer): Promise<Found> {
  const stats = await lstat(location).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (!stats) return { absent: true }
  if (stats.isDirectory()) return { folder: true }
  if (stats.isSymbolicLink()) return { file: { path: decodePath(location), location, mode: '120000' } }
  if (!stats.isFile()) return { special: specialName(stats) }
  return { file: { path: decodePath(location), location, mode: stats.mode & 0o100 ? '100755' : '100644' } }
}

function specialName(stats: { isFIFO(): boolean; isSocket(): boolean }): string {
  return stats.isFIFO() ? 'a fifo' : stats.isSocket() ? 'a socket' : 'a device'
}

export interface Disk extends ObjectReader {
  /** makes the file known to `read`, and gives its change */
  add(file: DiskFile): Change
}

/** Reads only what was added. A symlink's content is its target, as in git. */
export function openDisk(): Disk {
  const files = new Map<string, DiskFile>()
  return {
    add(file) {
      const id = `file:${file.path}`
      files.set(id, file)
      return { path: file.path, status: 'added', before: [], after: { mode: file.mode, id } }
    },
    async read(id, limit) {
      const file = files.get(id)
      if (!file) throw new GitError(`"${id}" was not listed`, { subject: id })
      try {
        return await readFile(file, limit)
      } catch (error) {
        throw unreadable(file, error)
      }
    },
    close() {},
  }
}

async function readFile({ location, mode }: DiskFile, limit: number): Promise<Blob> {
  if (mode === '120000') {
    const target = await readlink(location, { encoding: 'buffer' })
    return { size: target.length, data: target.length > limit ? null : target }
  }
  // not through a link, nor waiting for a fifo's writer, whatever was put there since it was listed
  const handle = await open(
    location,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  )
  try {
    return await readOpen(handle, limit)
  } finally {
    await handle.close()
  }
}

async function readOpen(handle: FileHandle, limit: number): Promise<Blob> {
  const stats = await handle.stat()
  if (!stats.isFile()) throw new Error('it is no longer a file')
  if (stats.size > limit) return { size: stats.size, data: null }
  const data = await handle.readFile()
  return { size: data.length, data: data.length > limit ? null : data } // it may have grown
}

function unreadable(file: DiskFile, error: unknown): GitError {
  const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message
  const hint = 'make it readable, or leave it out'
  return new GitError(`"${file.path}" could not be read: ${reason}`, {
    subject: file.path,
    hint,
    cause: error,
  })
}
