// Whole histories: `portcullis scan REPO` beside the peers on PATH and two floors, interleaved, on equal cores.
//   node scripts/build.js && node bench/history.js REPO… [options]
//     --runs N         of each, in turn; medians are shown (3)
//     --cores N        everybody is pinned to the first N cores (taskset); without it all there are
//     --only A,B       these contenders: portcullis, gitleaks, betterleaks, kingfisher, git log -p, git cat-file
//     --cut            each repository at 1/8, 1/4, 1/2 of its commits too, in a temporary folder
//     --findings DIR   what each tool finds, a JSON line a place, and what a peer finds that we do not
//     --json FILE      all runs, for figures
//     --timeout S      a run that takes longer is ended and said (1800)
//     --node PATH      the Node that runs Portcullis
//
// The machine, the load, git's and Node's versions are printed first; name the corpus by its commits, as the tables do.
// Unfair about:
// - Tools look for different things: gitleaks and betterleaks at added lines of `git log -p`, kingfisher at trees and blobs, we at every
//   blob, message and name. Rule sets differ; so does what each opens (archives, encodings). Validation is off; output goes to /dev/null.
// - The file cache is warm, and everybody has run once before, on an empty repository: kingfisher compiles its rules then (15 s) and keeps
//   them in its cache folder; ours keeps nothing between runs. Wall time on a shared machine is worth little: see the load, and compare CPU.
// - Memory is the sum of VmRSS over the process tree, looked at 20 times a second: a pack that two processes map counts twice.
// - A snapshot that lacks blobs gets empty ones under their names, in a copy, or half of the peers stop there; the line says how many.

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, contenders, findingsOf } from './contenders.js'
import { cut, readable, sizeOf, titleOf } from './corpus.js'
import { isThere, measure } from './measure.js'
import { leftOf } from './versions.js'

const { values: options, positionals: repos } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    cores: { type: 'string' },
    only: { type: 'string' },
    cut: { type: 'boolean', default: false },
    findings: { type: 'string' },
    json: { type: 'string' },
    timeout: { type: 'string', default: '1800' },
    node: { type: 'string', default: process.execPath },
  },
})
if (repos.length === 0) throw new Error('name at least one repository')
const runs = counted('runs')
const cores = options.cores === undefined ? undefined : counted('cores')
const timeout = counted('timeout')
if (cores !== undefined && !isThere('taskset')) throw new Error('--cores needs taskset')

const scratch = mkdtempSync(join(tmpdir(), 'pc-history-'))
const env = environment()
try {
  await main()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function main() {
  const [present, absent] = chosen()
  const machine = {
    cpu: `${cpus().length} × ${cpus()[0].model}`,
    cores: cores ?? cpus().length,
    load: loadavg()[0],
    git: execFileSync('git', ['--version'], { encoding: 'utf8' }).trim(),
    node: execFileSync(options.node, ['--version'], { encoding: 'utf8' }).trim(),
    date: new Date().toISOString(),
  }
  console.log(
    `${machine.cpu}, ${machine.cores} used, load ${machine.load.toFixed(1)}, ${machine.git}, Node ${machine.node}`,
  )
  if (absent.length > 0) console.log(`not on PATH, left out: ${absent.join(', ')}`)
  const empty = join(scratch, 'empty')
  execFileSync('git', ['init', '-q', empty], { env })
  for (const contender of present) await once(contender, empty)
  const results = []
  for (const given of repos)
    for (const one of variants(resolve(given))) results.push(await bench(one, present))
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ machine, absent, runs, results }, null, 2)}\n`)
}

function chosen() {
  const wanted = options.only?.split(',')
  const all = contenders(options.node).filter(({ name }) => !wanted || wanted.includes(name))
  if (all.length === 0) throw new Error(`--only ${options.only}: nobody of that name`)
  const present = all.filter(({ program }) => isThere(program))
  return [present, all.filter(one => !present.includes(one)).map(({ name }) => name)]
}

function* variants(given) {
  const { repo, standIns } = readable(given, scratch)
  const whole = { title: titleOf(given), repo, standIns, share: 1 }
  if (options.cut) for (const share of [1 / 8, 1 / 4, 1 / 2]) yield { ...whole, ...cut(repo, share, scratch) }
  yield whole
}

async function bench({ title, repo, standIns, share }, present) {
  const size = sizeOf(repo)
  const part = share === 1 ? '' : ` (1/${1 / share} of its history)`
  const lacking = standIns === 0 ? '' : `, ${standIns} of its blobs are missing: empty ones stand in`
  console.log(
    `\n${title}${part}: ${size.commits} commits, ${(size.packKb / 1024).toFixed(1)} MB packed${lacking}`,
  )
  const samples = new Map(present.map(({ name }) => [name, []]))
  for (let round = 0; round < runs; round++)
    // whoever goes first finds a colder cache: everyone does once
    for (let turn = 0; turn < present.length; turn++) {
      const contender = present[(round + turn) % present.length]
      samples.get(contender.name).push(await once(contender, repo))
    }
  const table = present.map(({ name, floor }) => summary(name, floor, samples.get(name)))
  print(table)
  const found = options.findings === undefined ? undefined : await tellFindings(title, share, repo, present)
  return { title, share, ...size, standIns, samples: Object.fromEntries(samples), table, findings: found }
}

function once(contender, repo) {
  return measure(contender.run(repo), { cores, timeout, env, cwd: scratch })
}

function summary(name, floor, samples) {
  const of = field => median(samples.map(sample => sample[field]))
  const cpu = median(samples.map(({ user, sys }) => (user === null ? null : user + sys)))
  const codes = [...new Set(samples.map(({ code }) => code))]
  // 1 says that something was found, kingfisher's 200 too
  const strange = codes.filter(code => !floor && ![0, 1, 200, 205].includes(code)).map(code => `exit ${code}`)
  const notes = [
    ...(floor ? codes.filter(code => code !== 0).map(code => `exit ${code}`) : strange),
    ...(samples.some(({ late }) => late) ? [`ended after ${timeout} s`] : []),
    ...(samples.some(({ gaveUp }) => gaveUp) ? ['says that it did not get to the end'] : []),
  ]
  return { name, floor: floor === true, wall: of('wall'), cpu, rss: of('rss'), codes, notes }
}

function print(table) {
  const own = table.find(({ name }) => name === 'portcullis')
  console.log(
    `  ${'seconds'.padEnd(14)} ${'wall'.padStart(8)} ${'× ours'.padStart(7)} ${'CPU'.padStart(8)} ${'× ours'.padStart(7)} ${'MB'.padStart(6)}`,
  )
  for (const { name, wall, cpu, rss, notes } of table) {
    const cells = [
      wall.toFixed(2).padStart(8),
      ratio(wall, own?.wall).padStart(7),
      (cpu?.toFixed(2) ?? '–').padStart(8),
      ratio(cpu, own?.cpu).padStart(7),
      (rss ? (rss / 2 ** 20).toFixed(0) : '–').padStart(6),
    ]
    console.log(`  ${name.padEnd(14)} ${cells.join(' ')}${notes.length > 0 ? `   ${notes.join(', ')}` : ''}`)
  }
}

function ratio(a, b) {
  return a === null || !b ? '–' : (a / b).toFixed(2)
}

async function tellFindings(title, share, repo, present) {
  mkdirSync(options.findings, { recursive: true })
  const key = randomBytes(32)
  const base = join(options.findings, `${title.replace('/', '+')}${share === 1 ? '' : `-${share}`}`)
  const tools = present.filter(({ tell }) => tell)
  const all = new Map(tools.map(tool => [tool.name, findingsOf(tool, repo, { env, key })]))
  for (const [name, found] of all) writeLines(`${base}.${name}.jsonl`, found)
  const own = all.get('portcullis')
  if (!own) return undefined
  const told = {}
  for (const [name, theirs] of all) {
    if (name === 'portcullis') continue
    const { secrets, shared, missed: elsewhere } = compare(own, theirs)
    const missed = leftOf(
      elsewhere,
      repo,
      present.find(one => one.name === 'portcullis'),
      { env, scratch },
    )
    // one line a secret: how often, and the first place to look at
    writeLines(
      `${base}.${name}-only.jsonl`,
      missed.map(([first, ...more]) => ({ ...first, places: more.length + 1 })),
    )
    console.log(
      `  ${name}: ${secrets} secrets, ${shared} at a place that is ours too, ${elsewhere.length - missed.length} that we find in that version, ${missed.length} to be looked at`,
    )
    told[name] = { secrets, shared, moved: elsewhere.length - missed.length, missed: missed.length }
  }
  return told
}

function writeLines(file, all) {
  writeFileSync(file, all.map(one => `${JSON.stringify(one)}\n`).join(''), { mode: 0o600 })
}

function median(values) {
  const sorted = values.filter(value => value !== null).sort((a, b) => a - b)
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)]
}

/** No agent's, CI's or shell's settings; the Node under test first on PATH; the safe folders are those named. */
function environment() {
  const config = join(scratch, 'gitconfig')
  writeFileSync(config, '[safe]\n\tdirectory = *\n')
  return {
    PATH: `${dirname(options.node)}${delimiter}${process.env.PATH}`,
    HOME: scratch,
    LC_ALL: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
    GIT_CONFIG_GLOBAL: config,
    GIT_CONFIG_NOSYSTEM: '1',
  }
}

function counted(name) {
  const number = Number(options[name])
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} '${options[name]}' is no count`)
  return number
}
