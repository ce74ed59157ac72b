/** Packs that stay open for a whole run and all of its threads: what git removes meanwhile can be read to its end. */
import { closeSync, openSync } from 'node:fs'
import { withFile } from './pack-file.ts'
import type { ObjectTable } from './table.ts'

/** Further ones are opened when they are read: a process may have only so many files. */
const MOST = 512
/** In place of a descriptor: it is opened when it is read. */
export const CLOSED = -1

export interface Kept {
  /** the pack's descriptor, CLOSED where there is no room for more */
  open(path: string): number
  /** when no thread reads any more: the number may be another file's by then */
  close(): void
}

/** `most` packs at once. */
export function keepPacks(most = MOST): Kept {
  const fds = new Map<string, number>()
  return {
    open(path) {
      const known = fds.get(path)
      if (known !== undefined) return known
      if (fds.size >= most) return CLOSED
      const fd = openSync(path, 'r')
      fds.set(path, fd)
      return fd
    },
    close() {
      for (const fd of fds.values()) closeSync(fd)
      fds.clear()
    },
  }
}

/** Runs `use` with a pack of the table, open already or opened for it. */
export function withPack<T>({ packs, fds }: ObjectTable, pack: number, use: (fd: number) => T): T {
  const fd = fds[pack]!
  return fd === CLOSED ? withFile(packs[pack]!, use) : use(fd)
}
