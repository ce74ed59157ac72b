/** Text handed over directly. */
import type { Actor, Change, Operation } from '../model.ts'

/** One file that exists nowhere; `name` is the path that rules and reports see. */
export async function stdin(buffer: Buffer, actor: Actor, name = 'stdin'): Promise<Operation> {
  const change: Change = {
    path: name,
    status: 'added',
    before: [],
    after: { mode: '100644', id: `file:${name}` },
  }
  return {
    kind: 'scan',
    actor,
    refs: [],
    changes: only(change),
    texts: none(),
    objects: {
      read: async (_id, limit) => ({ size: buffer.length, data: buffer.length > limit ? null : buffer }),
      close() {},
    },
    listed: () => ({ commits: 0, blobs: 1 }),
  }
}

async function* only(change: Change): AsyncGenerator<Change> {
  yield change
}

async function* none(): AsyncGenerator<never> {}
