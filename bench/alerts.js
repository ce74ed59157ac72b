// How often ordinary work would be interrupted: the last commits of repositories, each judged as the gate judges a push of it.
//   npm run build && node bench/alerts.js REPO… [--commits N] [--out FILE] [--engine native|js]
// A commit is flagged when it introduces a credential against its parents. Without merges; the built-in policy and rules alone.
// --out: a JSON object a line for each finding: repository, commit, path, line, rule, verdict, masked excerpt.
// Unfair about: published histories were cleaned of what somebody noticed.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { importSources } from '../scripts/eval/bundle.js'
import { PERSON, RULINGS } from '../scripts/eval/judge.js'
import { table } from '../scripts/eval/print.js'

const SOURCES = [
  "export { loadDetectors } from './src/detect/index.ts'",
  "export { inspect } from './src/inspect/inspect.ts'",
  "export { decide } from './src/decide.ts'",
  "export { compilePolicy } from './src/policy/load.ts'",
  "export { openRepo } from './src/git/run.ts'",
  "export { openObjects } from './src/git/objects.ts'",
  "export { walkOperation } from './src/sources/walk.ts'",
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '200' },
    out: { type: 'string' },
    engine: { type: 'string' },
  },
})
if (positionals.length === 0) throw new Error('name at least one repository')
const sources = await importSources(SOURCES.join('\n'))
const detectors = sources.loadDetectors(values.engine === undefined ? {} : { engine: values.engine })

/** A commit counts in a tier when any of its findings is in it. */
const TIERS = {
  deny: finding => finding.verdict === 'deny',
  'deny, warn': finding => finding.verdict !== 'allow',
  proven: finding => finding.confidence === 'proven',
  '≥ high': finding => ['proven', 'high'].includes(finding.confidence),
  '≥ medium': finding => finding.confidence !== 'low',
  '≥ low': () => true,
}

const judged = []
for (const path of positionals) judged.push(await judgeRepository(path))
print()
if (values.out !== undefined) {
  const lines = judged.flatMap(({ findings }) => findings.map(one => `${JSON.stringify(one)}\n`))
  writeFileSync(values.out, lines.join(''))
}

async function judgeRepository(path) {
  const repo = await sources.openRepo(path, process.env)
  const objects = sources.openObjects(repo)
  const commits = lastCommits(path)
  const walk = { kind: 'push', actor: PERSON, refs: [], commits, loose: [], texts: [], fresh: () => true }
  const operation = sources.walkOperation(repo, objects, walk)
  const { findings, coverage } = await sources.inspect(operation, sources.compilePolicy([]), detectors)
  objects.close()
  const name = nameOf(path)
  const credentials = findings.filter(({ category }) => category === 'credential' || category === 'message')
  return {
    name,
    commits: commits.length,
    contents: coverage.blobs,
    unread: coverage.unread.length,
    findings: credentials.flatMap(finding => entryOf(name, finding, operation)),
  }
}

/** Parents before their children, as a push judges them. */
function lastCommits(path) {
  const args = ['-C', path, 'rev-list', '--no-merges', '--topo-order', '-n', values.commits, 'HEAD']
  return execFileSync('git', args, { encoding: 'utf8' }).trim().split('\n').reverse()
}

/** One by one: together, one secret's places would become one entry. Nothing where an inline comment excuses it. */
function entryOf(repo, finding, operation) {
  const settled = sources.decide(operation, [finding], RULINGS).findings
  return settled.map(({ commit, path, line, ruleId: rule, confidence, verdict, excerpt }) => {
    return { repo, commit, path: path ?? 'message', line, rule, confidence, verdict, excerpt }
  })
}

function nameOf(path) {
  const name = basename(path)
  return ['repo', '.git'].includes(name) ? basename(dirname(path)) : name
}

function print() {
  const names = Object.keys(TIERS)
  const flagged = ({ findings }, isIn) => new Set(findings.filter(isIn).map(({ commit }) => commit)).size
  const row = one => [
    one.name,
    one.commits,
    one.contents,
    ...names.map(name => flagged(one, TIERS[name])),
    one.unread,
  ]
  const rows = judged.map(row)
  const sums = rows[0].map((_, column) => rows.reduce((sum, cells) => sum + cells[column], 0))
  const total = sums[1]
  const perThousand = sums.slice(3, -1).map(count => ((1000 * count) / total).toFixed(2))
  const head = ['flagged commits', 'commits', 'contents', ...names, 'unread']
  console.log(`engine ${detectors.engine}, rules ${detectors.digest.slice(0, 12)}`)
  const all = [...rows, ['all', ...sums.slice(1)], ['per 1,000', '', '', ...perThousand, '']]
  console.log(table(head, all).join('\n'))
}
