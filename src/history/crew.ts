/** The threads of one scan: this one, and as many more as are worth it. All of them take portions of the same stage. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Detectors, Portable } from '../detect/index.ts'
import { PortcullisError } from '../errors.ts'
import { DONE, NEXT, type Results, type Shared, STOPPED, type Stage } from './shared.ts'
import { openStages } from './stages.ts'

export interface Crew {
  /**
   * What each thread found. `told` hears now and then how many objects are done; `meanwhile` is done by this thread when the others
   * have begun.
   */
  run<K extends Stage['kind']>(
    stage: Extract<Stage, { kind: K }>,
    aside?: { told?: (done: number) => void; meanwhile?: () => void },
  ): Promise<Results[K][]>
  close(): void
}

/** This thread and the workers, which work as soon as they are there. */
export function openCrew(
  shared: Shared,
  detectors: Detectors,
  workers: Worker[],
  signal?: AbortSignal,
): Crew {
  for (const worker of workers) worker.postMessage(shared)
  const stages = openStages(shared, detectors)
  const { counters } = shared
  const stop = () => Atomics.store(counters, STOPPED, 1)
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  return {
    async run(stage, { told, meanwhile } = {}) {
      Atomics.store(counters, NEXT, 0)
      Atomics.store(counters, DONE, 0)
      const others = workers.map(worker => ask(worker, stage))
      const pause = async () => {
        told?.(Atomics.load(counters, DONE))
        await new Promise(resolve => setImmediate(resolve)) // a signal, an answer, a failure
      }
      const own = async () => {
        meanwhile?.()
        return stages.run(stage, pause)
      }
      return (await Promise.all([own(), ...others])) as never
    },
    close() {
      signal?.removeEventListener('abort', stop)
      stages.close()
    },
  }
}

/** Beside the bundle or above its chunks; from the sources there is none, and this thread works alone. */
const PLACES = ['./history-worker.js', '../history-worker.js']

/** They read rules and code while this thread reads what they are to look at. Whoever starts them ends them. */
export function startWorkers(detectors: Portable, count: number): Worker[] {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path =>
    existsSync(path),
  )
  if (file === undefined) return []
  return Array.from(
    { length: Math.max(0, count) },
    () => new Worker(file, { workerData: detectors, stdout: false, stderr: false }),
  )
}

/** Rejects with what the thread failed with, or when it ends without an answer. */
function ask(worker: Worker, stage: Stage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answered = ({ result, failure }: Answer) => {
      release()
      if (failure) reject(new PortcullisError(3, failure.message, failure.detail))
      else resolve(result)
    }
    const failed = (error: Error) => {
      release()
      reject(error)
    }
    const ended = (code: number) => {
      release()
      reject(new PortcullisError(3, `a thread of the scan ended with ${code} before it was done`))
    }
    const release = () => worker.off('message', answered).off('error', failed).off('exit', ended)
    worker.on('message', answered).on('error', failed).on('exit', ended)
    worker.postMessage(stage)
  })
}

export interface Answer {
  result?: unknown
  failure?: { message: string; detail: { subject?: string; hint?: string } }
}
