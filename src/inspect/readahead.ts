/**
 * Changes with their new content, in order, read ahead: the reader answers in the order it was asked, so asking for
 * the next contents while one is looked at hides the pipe's latency.
 */
import type { Blob, Change, ObjectReader } from '../model.ts'

export interface Reading {
  change: Change
  /** null: nothing to read (deleted, submodule, or the caller wanted none); an Error: it could not be read */
  content: Blob | Error | null
}

const SUBMODULE = '160000'
/** Contents asked for before the first is needed. More only holds more memory: the pipe is the bound. */
const AHEAD = 48

/**
 * Yields each change with its content; `wanted` says which contents to read. An unreadable one is yielded as its error. What
 * `changes` throws is thrown on, when all that came before it has been yielded.
 */
export async function* readAhead(
  changes: AsyncIterable<Change>,
  objects: ObjectReader,
  limit: number,
  wanted: (change: Change) => boolean,
): AsyncGenerator<Reading> {
  const queue: Asked[] = []
  let failure: { error: unknown } | undefined
  try {
    for await (const change of changes) {
      queue.push({ change, content: read(change, objects, limit, wanted) })
      if (queue.length > AHEAD) yield await settled(queue.shift()!)
    }
  } catch (error) {
    failure = { error } // told once everything that came before it is out
  }
  for (const next of queue) yield await settled(next)
  if (failure) throw failure.error
}

interface Asked {
  change: Change
  content: Promise<Blob | Error | null>
}

async function settled(next: Asked): Promise<Reading> {
  return { change: next.change, content: await next.content }
}

/** Never rejects: a rejection nobody awaits yet would end the process. */
function read(
  change: Change,
  objects: ObjectReader,
  limit: number,
  wanted: (change: Change) => boolean,
): Promise<Blob | Error | null> {
  if (!change.after || change.after.mode === SUBMODULE || !wanted(change)) return Promise.resolve(null)
  return objects.read(change.after.id, limit).catch((error: Error) => error)
}
