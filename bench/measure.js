// One run of one command: wall and CPU seconds, and the most memory its whole process tree held at once.

import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const EVERY_MS = 50
// What tools say when they gave up half-way; gitleaks then exits as if all were well.
const GAVE_UP = /partial scan|incomplete scan|scan was incomplete|failed to scan|fatal: |panic: /i

// `times` is POSIX: CPU of everything the shell has waited for, children's children included. It goes to descriptor 3.
const SHELL = '"$@" > /dev/null 2>&4; code=$?; times >&3; exit $code'

/** Throws when the program is not there: ask `isThere` first. */
export async function measure([program, ...args], { cores, timeout, env, cwd }) {
  const folder = mkdtempSync(join(tmpdir(), 'pc-measure-'))
  const [times, said] = [join(folder, 'times'), join(folder, 'stderr')]
  const files = [openSync(times, 'w'), openSync(said, 'w')]
  try {
    const pinned = [...pin(cores), 'sh', '-c', SHELL, 'sh', program, ...args]
    const started = process.hrtime.bigint()
    // a group of its own, so that a run that takes too long ends with all its children
    const child = spawn(pinned[0], pinned.slice(1), {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', ...files],
    })
    const watch = watchMemory(child.pid)
    const { code, late } = await ended(child, timeout)
    const wall = Number(process.hrtime.bigint() - started) / 1e9
    return {
      wall,
      ...cpuOf(readFileSync(times, 'utf8')),
      rss: watch.stop(),
      code,
      late,
      gaveUp: GAVE_UP.test(readFileSync(said, 'utf8')),
    }
  } finally {
    for (const file of files) closeSync(file)
    rmSync(folder, { recursive: true, force: true })
  }
}

export function isThere(program) {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0
}

/** Equal cores for everybody: Node, Go and Rust all ask the affinity how many there are. */
export function pin(cores) {
  return cores === undefined ? [] : ['taskset', '-c', cores === 1 ? '0' : `0-${cores - 1}`]
}

function ended(child, timeout) {
  return new Promise((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      process.kill(-child.pid, 'SIGKILL')
    }, timeout * 1000)
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(timer)
      resolve({ code, late })
    })
  })
}

/** The second line of `times`: user and system time of the children, `0m1.230000s 0m0.450000s`. */
function cpuOf(text) {
  const found = /^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/.exec(text.trim().split('\n')[1] ?? '')
  if (!found) return { user: null, sys: null }
  const [, userMin, user, sysMin, sys] = found.map(Number)
  return { user: userMin * 60 + user, sys: sysMin * 60 + sys }
}

/**
 * Sums VmRSS over the tree, 20 times a second: pages that two processes share count twice (a mapped pack), and a peak between two
 * looks is missed. Only where there is /proc.
 */
function watchMemory(root) {
  if (!existsSync('/proc/self/status')) return { stop: () => null }
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, treeRss(root))
  }, EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}

function treeRss(root) {
  const all = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const processes = new Map(all.map(pid => [Number(pid), statusOf(pid)]))
  const isInTree = pid => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === root) return true
    return false
  }
  let sum = 0
  for (const [pid, status] of processes) if (status && isInTree(pid)) sum += status.rss
  return sum
}

function statusOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = name => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
    return { parent: field('PPid'), rss: field('VmRSS') * 1024 }
  } catch {
    return null // ended meanwhile
  }
}
