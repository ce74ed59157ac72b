/** An operation without content: only its refs, or only its texts, are judged. */
import type { Actor, Operation, Text } from '../model.ts'

export function nothing(actor: Actor, texts: Text[] = []): Operation {
  return {
    kind: 'scan',
    actor,
    refs: [],
    changes: each([]),
    texts: each(texts),
    objects: { read: () => Promise.reject(new Error('nothing to read')), close: () => {} },
    listed: () => ({ commits: 0, blobs: 0 }),
  }
}

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}
