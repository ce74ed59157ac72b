/**
 * Fuzzes the command guard: random and mutated commands must be judged without a crash and in time, disguised bad ones must be objected to.
 * Run: node bench/guard-fuzz.js [rounds] [seed]; a million rounds take a few minutes. Time is the CPU's, of this process.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const [rounds = 20_000, seed = 1] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'guard-fuzz-'))
const load = async entry => {
  const outfile = join(folder, `${entry.replaceAll('/', '-')}.mjs`)
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node' })
  return import(outfile)
}
const { judgeCommand } = await load('src/command/judge.ts')
const { NO_FACTS } = await load('src/command/types.ts')
const { disguised, mutated, randomOf } = await load('test/command/fuzz.ts')
rmSync(folder, { recursive: true })

const random = randomOf(seed)
const found = { crashed: [], slow: [], slipped: [] }
const count = { none: 0, ask: 0, deny: 0 }
let slowest = 0

/** A slow one is measured again: garbage collection and compiling fall on whoever is there. */
function time(command, shell) {
  const before = process.cpuUsage()
  const { verdict } = judgeCommand(command, { shell, facts: NO_FACTS })
  const { user, system } = process.cpuUsage(before)
  return { verdict, ms: (user + system) / 1000 }
}

function judge(command, shell) {
  try {
    const first = time(command, shell)
    const ms = first.ms > 20 ? Math.min(first.ms, time(command, shell).ms, time(command, shell).ms) : first.ms
    slowest = Math.max(slowest, ms)
    if (ms > 20) found.slow.push(command)
    count[first.verdict]++
    return first.verdict
  } catch (error) {
    found.crashed.push(`${command}\n  ${error}`)
    return 'crashed'
  }
}

const began = performance.now()
for (let round = 0; round < rounds; round++) {
  const shell = round % 10 === 0 ? 'powershell' : round % 14 === 0 ? 'cmd' : 'posix'
  judge(mutated(random), shell)
  if (round % 2 === 1) {
    const command = disguised(random)
    if (judge(command, 'posix') === 'none') found.slipped.push(command)
  }
}
const seconds = ((performance.now() - began) / 1000).toFixed(1)
console.log(
  `${rounds} mutated and ${Math.floor(rounds / 2)} disguised commands in ${seconds} s; slowest ${slowest.toFixed(1)} ms`,
)
console.log(count)
for (const [what, list] of Object.entries(found)) console.log(what, list.length, list.slice(0, 3))
process.exitCode = found.crashed.length + found.slow.length + found.slipped.length > 0 ? 1 : 0
