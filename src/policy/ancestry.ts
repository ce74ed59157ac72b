/** Names of the processes above this one, on Linux: scrubbing the environment does not hide an agent from it. About 1 ms. */
import { readFileSync } from 'node:fs'

/** Nearest first, at most 32; empty where there is no /proc. A script gives its own name, not its interpreter's. */
export function processAncestry(proc = '/proc', start: number | string = 'self'): string[] {
  const names: string[] = []
  let pid = String(start)
  for (let steps = 0; steps < 32; steps++) {
    const process = readProcess(proc, pid)
    if (process === null) break
    if (steps > 0) names.push(...process.names)
    if (process.parent === '0') break
    pid = process.parent
  }
  return names
}

function readProcess(proc: string, pid: string): { names: string[]; parent: string } | null {
  try {
    const stat = readFileSync(`${proc}/${pid}/stat`, 'latin1')
    // `pid (name) state ppid …`; the name may hold spaces and brackets, hence the last one
    const close = stat.lastIndexOf(')')
    const command = stat.slice(stat.indexOf('(') + 1, close)
    const parent = stat.slice(close + 2).split(' ')[1] ?? '0'
    return { names: [command, ...scriptNames(proc, pid)], parent }
  } catch {
    return null // gone, another user's, or no Linux: absence proves nothing
  }
}

/** File names of the first two words of the command line: the program and, for an interpreter, its script. */
function scriptNames(proc: string, pid: string): string[] {
  try {
    const words = readFileSync(`${proc}/${pid}/cmdline`, 'utf8').split('\0').slice(0, 2)
    const isInterpreter = /(^|\/)(node|bun|deno|python[\d.]*|sh|bash)$/.test(words[0] ?? '')
    return words.slice(0, isInterpreter ? 2 : 1).map(fileName)
  } catch {
    return []
  }
}

function fileName(path: string): string {
  return path.replace(/^.*\//s, '').replace(/\.(c|m)?(js|ts|py|sh)$/, '')
}
