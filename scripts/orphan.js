// Runs Node as nobody's child. Portcullis sees a coding agent among the parent processes and is stricter then (src/policy/ancestry.ts),
// on purpose without a switch; tests are about people too, so under an agent they must not be its descendants.
//   node scripts/orphan.js start STATUS ARG…   starts `node ARG…` and ends at once; the exit code lands in the file STATUS

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SELF = fileURLToPath(import.meta.url)
if (process.argv[1] === SELF) stage(process.argv[2], process.argv.slice(3))

/** Waits for `node ...args`; true when it ended with 0. The terminal's Ctrl-C still reaches it: the process group is the same. */
export function runOrphaned(args, status) {
  spawnSync(process.execPath, [SELF, 'start', status, ...args], { stdio: 'inherit' })
  while (!existsSync(status) && isAlive(Number(readFileSync(`${status}.pid`, 'utf8')))) pause(200)
  const code = existsSync(status) ? readFileSync(status, 'utf8') : 'killed'
  for (const file of [status, `${status}.pid`]) rmSync(file, { force: true })
  return code === '0'
}

/** `start` leaves a process behind and ends, which gives that process to init; `run` is that process. */
function stage(name, [status, ...args]) {
  if (name === 'run') {
    const { status: code } = spawnSync(process.execPath, args, { stdio: 'inherit' })
    writeFileSync(`${status}.part`, String(code))
    return renameSync(`${status}.part`, status)
  }
  const child = spawn(process.execPath, [SELF, 'run', status, ...args], { stdio: 'inherit' })
  writeFileSync(`${status}.pid`, String(child.pid))
  child.unref()
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
