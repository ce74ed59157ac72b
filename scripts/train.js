// Trains the model of the generic rules: node scripts/train.js WINDOWS.jsonl[.gz] [--out FILE] [--folds N --models FOLDER]
// WINDOWS holds one labelled window a line (docs/detection.md). The same file gives the same model, byte for byte.
//   --out      where the model goes (rules/generic.model.json)
//   --folds    trains N more models, each without every N-th repository, into --models, for an honest evaluation on the same file

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readRules } from './build-rules.js'
import { importBundled } from './bundle.js'
import { binned, boost } from './train/boost.js'
import { packModel } from './train/pack.js'
import { readWindows, rowsOf } from './train/rows.js'
import { vocabularyOf } from './train/vocabulary.js'

/** Chosen on folds of the development windows (docs/detection.md). */
const OPTIONS = {
  trees: 500,
  depth: 5,
  rate: 0.03,
  rows: 0.7,
  columns: 0.4,
  lambda: 1,
  child: 0.5,
  least: 0.1,
}
const SEED = 1
/** Rows of a repository that has many count for less. */
const REPOSITORY_DAMPING = 0.5
/** Of all rows: what `lambda` and `child` are measured against. */
const MEAN_WEIGHT = 3
/** From which score on a value is told, and blocks. */
const TIERS = { low: 0.47, medium: 0.73 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'rules/generic.model.json' },
    folds: { type: 'string' },
    models: { type: 'string' },
  },
})
if (positionals.length !== 1) {
  console.error('usage: node scripts/train.js WINDOWS.jsonl[.gz] [--out FILE] [--folds N --models FOLDER]')
  process.exit(2)
}

const code = await detectorCode()
const windows = readWindows(positionals[0])
const rows = windows.flatMap(window => rowsOf(window, code))
console.log(
  `${windows.length} windows, ${rows.length} pairs, ${rows.filter(row => row.label && row.weight).length} of them secrets`,
)
if (values.folds === undefined) save(values.out, windows, rows)
else trainFolds(Number(values.folds), values.models ?? 'models')

/** Fold by a hash of the repository's name, so that a file that grows keeps its folds. */
function trainFolds(count, folder) {
  mkdirSync(folder, { recursive: true })
  const of = repo => code.hash32(repo) % count
  const folds = Object.fromEntries(windows.map(({ repo }) => [repo, of(repo)]))
  writeFileSync(join(folder, 'folds.json'), JSON.stringify(folds))
  for (let fold = 0; fold < count; fold++) {
    const outside = windows.filter(({ repo }) => of(repo) !== fold)
    save(
      join(folder, `${fold}.json`),
      outside,
      rows.filter(({ window }) => of(window.repo) !== fold),
    )
  }
}

function save(file, someWindows, someRows) {
  const text = JSON.stringify(train(someWindows, someRows))
  writeFileSync(file, `${text}\n`)
  console.log(`${file}: ${text.length} bytes`)
}

function train(someWindows, someRows) {
  const learned = someRows.filter(row => row.weight > 0)
  const tables = vocabularyOf(someWindows, learned, code)
  const features = learnedFeatures(learned, tables)
  const data = binned(features, code.FEATURES.length)
  const model = boost(
    data,
    learned.map(row => row.label),
    weightsOf(learned),
    { ...OPTIONS, random: code.mulberry32(SEED) },
  )
  return packModel(model, tables(undefined), {
    features: code.FEATURES,
    tiers: TIERS,
    depth: OPTIONS.depth,
    leaf: code.LEAF,
  })
}

/** A row must not know its own repository's words: each repository is seen through a vocabulary made without it. */
function learnedFeatures(learned, tables) {
  const own = new Map()
  return learned.map(({ window, view, pair }) => {
    if (!own.has(window.repo)) own.set(window.repo, tables(window.repo))
    return code.featuresOf({ text: view, pair, path: window.path }, own.get(window.repo))
  })
}

function weightsOf(learned) {
  const sizes = new Map()
  for (const { window } of learned) sizes.set(window.repo, (sizes.get(window.repo) ?? 0) + 1)
  const weights = learned.map(({ window, weight }) => weight * sizes.get(window.repo) ** -REPOSITORY_DAMPING)
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map(weight => (weight * MEAN_WEIGHT) / mean)
}

async function detectorCode() {
  const names = [
    'generic/generic',
    'generic/reject',
    'generic/features',
    'generic/language',
    'generic/model',
    'random',
  ]
  const contents = [
    ...names.map(name => `export * from './src/detect/${name}.ts'`),
    "export { asText } from './src/detect/text.ts'",
  ]
  return { ...(await importBundled(contents.join('\n'))), hash32, keywords: scoredKeywords() }
}

/** What the prefilter finds names by: the keywords of the rules that the model serves. */
function scoredKeywords() {
  const rules = readRules('rules').flatMap(({ parsed }) => parsed.rules ?? [])
  return rules.flatMap(({ scored, keywords }) => (scored === undefined ? [] : keywords))
}

/** FNV-1a. */
function hash32(text) {
  let hash = 2166136261
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 16777619) >>> 0
  return (hash ^ (hash >>> 15)) >>> 0
}
