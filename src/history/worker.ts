/** The entry of a thread: stages come as messages, and each is answered with what was found. */
import { parentPort, workerData } from 'node:worker_threads'
import { fromPortable } from '../detect/index.ts'
import { PortcullisError } from '../errors.ts'
import type { Answer } from './crew.ts'
import type { Shared, Stage } from './shared.ts'
import { openStages } from './stages.ts'

const shared = workerData as Shared
const stages = fromPortable(shared.detectors).then(detectors => openStages(shared, detectors))

parentPort!.on('message', (stage: Stage) => {
  answer(stage).then(one => parentPort!.postMessage(one, columnsIn(one.result)))
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
