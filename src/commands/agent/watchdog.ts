/**
 * The timer of the hook cannot fire while the detectors run; a second thread can. It says why and ends the process, whose code the launcher
 * turns into 2. Starting it costs some milliseconds, so only a text that could take seconds gets one.
 */
import type { ToolCall } from '../../agent/call.ts'

/** Detectors read megabytes a second; below this no text has time to be late. */
const LARGE = 200_000
const MS = 8000

/** Gives the function that calls it off. */
export function watchdog({ act }: Pick<ToolCall, 'act'>, ms = MS): () => void {
  if (JSON.stringify(act).length < LARGE) return () => {}
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(SOURCE, { eval: true, workerData: { flag, ms, pid: process.pid } })
  worker.unref()
  return () => {
    Atomics.store(flag, 0, 1)
    Atomics.notify(flag, 0)
  }
}

const SOURCE = `const { workerData: { flag, ms, pid } } = require('node:worker_threads')
if (Atomics.wait(flag, 0, 0, ms) === 'timed-out') {
  require('node:fs').writeSync(2, 'portcullis: the action could not be judged in time, so it is blocked. next: try a smaller step\\n')
  process.kill(pid, 'SIGKILL')
}`
