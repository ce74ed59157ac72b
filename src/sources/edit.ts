/** Files as a tool is about to leave them, before they are written. */
import type { Actor, Change, Entry, Operation } from '../model.ts'

export interface EditedFile {
  /** from the top of the work tree */
  path: string
  /** null where it is not there yet */
  before: Buffer | null
  /** null where it would be gone */
  after: Buffer | null
}

/** One change for each file. The contents are in memory: nothing is asked of git. */
export function edit(files: readonly EditedFile[], actor: Actor): Operation {
  const contents = new Map(files.flatMap(file => contentsOf(file)))
  return {
    kind: 'edit',
    actor,
    refs: [],
    changes: each(files.map(changeOf)),
    texts: each([]),
    objects: {
      read: async (id, limit) => blobOf(contents.get(id)!, limit),
      close() {},
    },
    listed: () => ({ commits: 0, blobs: files.filter(({ after }) => after !== null).length }),
  }
}

function contentsOf({ path, before, after }: EditedFile): [string, Buffer][] {
  return [
    ...(before ? [[`file:before:${path}`, before] as [string, Buffer]] : []),
    ...(after ? [[`file:${path}`, after] as [string, Buffer]] : []),
  ]
}

function changeOf({ path, before, after }: EditedFile): Change {
  const status = after === null ? 'deleted' : before === null ? 'added' : 'modified'
  return {
    path,
    status,
    before: before === null ? [] : [entry(`file:before:${path}`)],
    after: after === null ? null : entry(`file:${path}`),
  }
}

function entry(id: string): Entry {
  return { mode: '100644', id }
}

function blobOf(data: Buffer, limit: number) {
  return { size: data.length, data: data.length > limit ? null : data }
}

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}
