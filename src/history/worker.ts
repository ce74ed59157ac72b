/** The entry of a thread: what all share comes first, then stages come as messages, and each is answered with what was found. */
import { parentPort, workerData } from 'node:worker_threads'
import { fromPortable, type Portable } from '../detect/index.ts'
import { PortcullisError } from '../errors.ts'
import type { Answer } from './crew.ts'
import type { Shared, Stage } from './shared.ts'
import { openStages, type Stages } from './stages.ts'

const detectors = fromPortable(workerData as Portable)
detectors.catch(() => {}) // told with the first stage
let stages: Promise<Stages>

parentPort!.on('message', (given: Shared | Stage) => {
  if ('table' in given) stages = detectors.then(found => openStages(given, found))
  else answer(given).then(one => parentPort!.postMessage(one, columnsIn(one.result)))
})

async function answer(stage: Stage): Promise<Answer> {
  try {
    return { result: await (await stages).run(stage) }
  } catch (error) {
    const { message } = error as Error
    const { subject, hint } = error instanceof PortcullisError ? error.detail : {}
    return {
      failure: {
        message,
        detail: { ...(subject !== undefined && { subject }), ...(hint !== undefined && { hint }) },
      },
    }
  }
}

/** Columns of this thread alone: they are handed over, where millions of numbers would be copied and copied again. */
function columnsIn(result: unknown): ArrayBuffer[] {
  if (result instanceof Int32Array) return result.buffer instanceof ArrayBuffer ? [result.buffer] : []
  const isObject = typeof result === 'object' && result !== null && !Array.isArray(result)
  return isObject ? Object.values(result).flatMap(columnsIn) : []
}
