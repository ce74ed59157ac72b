// Whole history, wall seconds: `portcullis scan REPO` against git's own `cat-file --batch-all-objects` and peers on PATH.
//   node scripts/build.js && node bench/history.js REPO [REPO…] [--node PATH]
// Unfair about: gitleaks, betterleaks and kingfisher look at added lines or trees, we at every blob; warm file cache; one run
// each after one that warms (a run takes minutes); exit 1 (something found) counts as done, anything above is printed.

import { spawnSync } from 'node:child_process'
import { cpus, loadavg, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../bin/portcullis.js', import.meta.url))
const args = process.argv.slice(2)
const at = args.indexOf('--node')
const node = at < 0 ? process.execPath : args.splice(at, 2)[1]
if (args.length === 0) throw new Error('name at least one repository')

console.log(`${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}, ${node}`)
for (const repo of args) {
  console.log(`\n${repo}: ${count(repo)} commits`)
  for (const [name, program, given] of contenders(repo))
    console.log(`  ${name.padEnd(34)} ${seconds(program, given)}`)
}

function contenders(repo) {
  return [
    [
      'git cat-file --batch-all-objects',
      'git',
      ['-C', repo, 'cat-file', '--batch-all-objects', '--batch', '--unordered'],
    ],
    ['portcullis scan', node, [CLI, 'scan', repo, '--no-progress']],
    ['gitleaks', 'gitleaks', ['git', repo, '--log-opts=--all', '--redact', '--no-banner']],
    ['betterleaks', 'betterleaks', ['git', repo, '--redact', '--no-banner']],
    ['kingfisher', 'kingfisher', ['scan', repo, '--no-validate', '--no-update-check', '--quiet']],
  ]
}

function seconds(program, given) {
  const start = process.hrtime.bigint()
  const result = spawnSync(program, given, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: tmpdir(),
    env: environment(),
  })
  const time = Number(process.hrtime.bigint() - start) / 1e9
  if (result.error?.code === 'ENOENT') return 'not on PATH'
  return `${time.toFixed(1).padStart(7)} s   exit ${result.status}`
}

/** The Node under test comes first on PATH too. */
function environment() {
  return { ...process.env, PATH: `${join(node, '..')}${delimiter}${process.env.PATH}`, NO_COLOR: '1' }
}

function count(repo) {
  return spawnSync('git', ['-C', repo, 'rev-list', '--all', '--count'], { encoding: 'utf8' }).stdout.trim()
}
