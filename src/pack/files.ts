/** The files that a reader has open: packs stay open, loose objects are opened for one read. */
import { closeSync, openSync } from 'node:fs'
import { readAt } from './pack-file.ts'

export class PackFiles {
  readonly #paths: string[]
  readonly #fds: (number | undefined)[] = []

  constructor(paths: string[]) {
    this.#paths = paths
  }

  /** Bytes of a pack, opened when first asked for. */
  read(pack: number, offset: number, length: number): Buffer {
    this.#fds[pack] ??= openSync(this.#paths[pack]!, 'r')
    return readAt(this.#fds[pack], offset, length)
  }

  close(): void {
    for (const fd of this.#fds.splice(0)) if (fd !== undefined) closeSync(fd)
  }
}
