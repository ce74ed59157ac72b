/** `--verify`: every checksum of the store, and every object's content against its id. */
import type { Skipped } from '../model.ts'
import type { ObjectTable } from '../pack/table.ts'
import { verifyStore } from '../pack/verify.ts'
import { damaged } from './gaps.ts'

/** More of them say no more than that the store is broken. */
const MOST = 1000

/** What is wrong, as what was not looked at; nothing more once it is stopped. */
export async function checkStore(
  table: ObjectTable,
  signal: AbortSignal | undefined,
  told: (done: number) => void,
): Promise<Skipped[]> {
  const wrong: Skipped[] = []
  let more = 0
  told(0)
  for (const found of verifyStore(table)) {
    if (typeof found === 'number') {
      told(found)
      await new Promise(resolve => setImmediate(resolve)) // a signal
      if (signal?.aborted) break
    } else if (wrong.length < MOST) wrong.push(damaged(found))
    else more++
  }
  if (!signal?.aborted) told(table.count)
  return more === 0
    ? wrong
    : [...wrong, damaged({ subject: 'the object store', reason: `${more} more are wrong` })]
}
