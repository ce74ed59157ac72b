// Commands that go past hooks, run for real in a repository that has git's hooks and nothing else: who stops them, who sees them later.
//   node scripts/build.js && node bench/bypass.js FILE [--git PATH] [--json FILE]
//     FILE         JSON Lines; of each row `command` is run, `category` is counted. Only rows with `verified_bypass` where any has it
//     --git PATH   the git to use; its folder goes first on PATH (git ≥ 2.54 has hooks in its configuration too)
//     --json FILE  what became of each, by row
//
// Each command meets a credential: staged, on a topic branch, and in a commit that was made past the hooks and not pushed where the
// command pushes. What only prepares (`git config core.hooksPath …`) is followed by a plain commit and push in the same shell.
// Outcomes: `stopped` nothing got through · `at push` committed, and a plain push in a new shell is blocked · `seen` `doctor` or the
// next hook names the commit · `through` none of these.
// Unfair about: CI and the server are the lock and are not asked here; a command that fails by itself counts as `failed`, for nobody.

import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { environment, guard } from './bed.js'

const OPTIONS = { git: { type: 'string' }, json: { type: 'string' } }
const { values: options, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS })
if (positionals.length !== 1) throw new Error('name one file of commands')
const rows = read(positionals[0])
const root = mkdtempSync(join(tmpdir(), 'pc-bypass-'))
const env = environment(root, process.execPath)
if (options.git) env.PATH = `${dirname(realpathSync(options.git))}:${env.PATH}`

try {
  const template = prepared()
  console.log(
    `${run(template, 'git --version').stdout.trim()}, Node ${process.versions.node}, ${rows.length} commands`,
  )
  const outcomes = rows.map((row, index) => ({
    row: index + 1,
    category: row.category,
    ...outcomeOf(row, index, template),
  }))
  print(outcomes)
  if (options.json) writeFileSync(options.json, `${JSON.stringify(outcomes, null, 1)}\n`)
} finally {
  rmSync(root, { recursive: true, force: true })
}

function read(file) {
  const all = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  const verified = all.filter(row => row.verified_bypass)
  return verified.length > 0 ? verified : all
}

/** A guarded clone of a bare repository, on a topic branch; its remote is beside it under the same relative name. */
function prepared() {
  const origin = join(root, 'seed', 'origin.git')
  const dir = join(root, 'seed', 'work')
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin], { env })
  execFileSync('git', ['init', '-q', '-b', 'main', dir], { env })
  const script = [
    'echo one > file.txt && git add . && git commit -qm first && git remote add origin ../origin.git',
    'git push -q origin main && git remote set-head origin main',
  ]
  must(dir, script.join(' && '))
  guard(dir, root, env)
  must(dir, 'git push -q --no-verify origin main && git checkout -q -b topic && git reset -q --hard')
  must(dir, 'git push -q --no-verify -u origin topic')
  return dir
}

function outcomeOf({ command }, index, template) {
  const place = join(root, `row${index}`)
  cpSync(join(template, '..'), place, { recursive: true, verbatimSymlinks: true })
  const dir = join(place, 'work')
  const isPush = /\bpush\b/.test(command)
  plant(dir, isPush)
  const before = refs(place)
  const after = isPush ? 'git push -q origin HEAD' : 'git commit -qm after && git push -q origin HEAD'
  const { stderr, status } = run(dir, `${command}\n${after}`)
  const outcome = judged(dir, place, before, isPush, stderr)
  rmSync(place, { recursive: true, force: true })
  return { ...outcome, status }
}

/** The same credential in a new file and in a tracked one: `-a`, a path and a plain commit all carry it. */
function plant(dir, isPush) {
  const value = `sk_live_${Array.from({ length: 30 }, (_, i) => (i * 7919 + 31) % 36)
    .map(n => n.toString(36))
    .join('')}`
  appendFileSync(join(dir, 'file.txt'), `key = "${value}"\n`)
  must(dir, 'cp file.txt other.txt && git add -A')
  if (isPush)
    must(
      dir,
      'git -c core.hooksPath=/dev/null -c hook.portcullis-prepare-commit-msg.enabled=false commit -qnm planted --no-verify || git commit-tree HEAD^{tree} -m x > /dev/null',
    )
  if (isPush && refs(dirname(dir)).head === run(dir, 'git rev-parse origin/topic').stdout.trim())
    must(dir, 'git update-ref HEAD $(git commit-tree $(git write-tree) -p HEAD -m planted)')
}

/** The credential counts, not the commit: an empty or an amended commit without it is nobody's bypass. */
function judged(dir, place, before, isPush, stderr) {
  const now = refs(place)
  const leaked = holds(join(place, 'origin.git'), '--all')
  const committed = holds(dir, 'HEAD --all')
  if (isPush && !leaked) return { outcome: 'stopped', by: blockedBy(stderr) }
  if (!isPush && !committed)
    return {
      outcome: now.head === before.head && !/portcullis/.test(stderr) ? 'failed' : 'stopped',
      by: blockedBy(stderr),
    }
  if (!leaked) {
    const push = run(dir, 'git push -q origin HEAD')
    if (push.status !== 0 && /portcullis/.test(push.stderr))
      return { outcome: 'at push', by: blockedBy(push.stderr) }
  }
  const doctor = run(dir, 'node node_modules/portcullis/bin/portcullis.js doctor')
  const seen = /bypass|no decision|past the hooks|FAIL/i.test(stderr + doctor.stdout + doctor.stderr)
  return { outcome: seen ? 'seen' : 'through', leaked }
}

function blockedBy(stderr) {
  return /portcullis: (\S+ \S+)/.exec(stderr)?.[1]
}

/** Does any commit of these revisions hold the credential. */
function holds(dir, revisions) {
  return run(dir, `git log -p --no-textconv ${revisions} | grep -q '^+key = '`).status === 0
}

function refs(place) {
  return { head: run(join(place, 'work'), 'git rev-parse HEAD').stdout.trim() }
}

function run(cwd, script) {
  return spawnSync('bash', ['-c', script], { cwd, env, encoding: 'utf8', timeout: 60_000, input: '' })
}

function must(cwd, script) {
  const { status, stderr } = run(cwd, script)
  if (status !== 0) throw new Error(`${script}: ${status}\n${stderr}`)
}

function print(outcomes) {
  const kinds = ['stopped', 'at push', 'seen', 'through', 'failed']
  const categories = [...new Set(outcomes.map(({ category }) => category)), 'all']
  console.log(['category'.padEnd(34), ...kinds.map(kind => kind.padStart(8))].join(''))
  for (const category of categories) {
    const of = outcomes.filter(one => category === 'all' || one.category === category)
    const counts = kinds.map(kind => String(of.filter(({ outcome }) => outcome === kind).length).padStart(8))
    console.log([String(category).padEnd(34), ...counts].join(''))
  }
  for (const { row, outcome } of outcomes)
    if (outcome === 'through' || outcome === 'failed') console.log(`  ${outcome}: row ${row}`)
}
