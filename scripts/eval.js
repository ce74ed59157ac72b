// `npm run eval -- FILE…`: how well this checkout finds what people labelled (docs/evaluation.md).
//   FILE             labelled windows, rule vectors or offline checks, JSON Lines, gzipped or not; told apart by their fields
//   --json FILE      stores the figures
//   --against FILE   compares with stored figures; exit 1 when F1, recall or agreement fell by more than --tolerance (0)
//   --dump FILE      what became of each key or row, by id and line
//   --findings FILE  what was found in windows: id, line, rule, confidence, verdict
//   --rules N        lists the N busiest rules, or worst providers (15)
//   --models FOLDER  judges each repository's windows with the model that scripts/train.js --folds trained without it
//   --engine NAME    native or js; otherwise whichever loads
// Exit codes: 0 done, 1 fell, 2 wrong usage or input. Nothing that is written or printed holds a text or a secret.

import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { scoreChecks } from './eval/checks.js'
import { compare } from './eval/compare.js'
import { readFolds } from './eval/folds.js'
import { openJudge } from './eval/judge.js'
import { tablesOf } from './eval/print.js'
import { BadInput, readLabelled, readResults } from './eval/read.js'
import { scoreVectors } from './eval/vectors.js'
import { scoreWindows } from './eval/windows.js'

const OPTIONS = {
  json: { type: 'string' },
  against: { type: 'string' },
  tolerance: { type: 'string', default: '0' },
  dump: { type: 'string' },
  findings: { type: 'string' },
  rules: { type: 'string', default: '15' },
  models: { type: 'string' },
  engine: { type: 'string' },
}

try {
  process.exitCode = await main(usage(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof BadInput) && error.exit === undefined) throw error
  console.error(`eval: ${error.message}`)
  process.exitCode = 2
}

async function main({ files, options }) {
  const labelled = files.map(file => ({ name: basename(file), ...readLabelled(file) }))
  const stored = options.against === undefined ? undefined : readResults(options.against)
  const folds = options.models === undefined ? undefined : readFolds(options.models)
  const judge = await openJudge(options.engine, folds)
  console.log(`engine ${judge.engine}, rules ${judge.digest.slice(0, 12)}, Node ${process.versions.node}`)
  const scored = []
  for (const file of labelled) scored.push({ ...file, ...(await score(file, judge)) })
  const files_ = scored.map(({ name, kind, digest, result }) => ({ name, kind, digest, result }))
  const results = { engine: judge.engine, rules: judge.digest, files: files_ }
  for (const file of results.files) console.log(tablesOf(file, options.rules).join('\n'))
  write(options.json, JSON.stringify(results, null, 1))
  write(options.dump, linesOf(scored, 'outcomes'))
  write(options.findings, linesOf(scored, 'findings'))
  return stored === undefined ? 0 : told(compare(results, stored, options.tolerance))
}

function score({ kind, rows }, judge) {
  if (kind === 'windows') return scoreWindows(rows, judge.judge)
  return kind === 'vectors' ? scoreVectors(rows, judge.detect) : scoreChecks(rows, judge.proof)
}

function told({ lines, fell }) {
  console.log(['', 'against the stored results', ...lines, ...fell].join('\n'))
  return fell.length > 0 ? 1 : 0
}

function linesOf(scored, what) {
  const rows = scored.flatMap(file =>
    (file[what] ?? []).map(row => JSON.stringify({ file: file.name, ...row })),
  )
  return rows.join('\n')
}

function write(file, text) {
  if (file === undefined) return
  try {
    writeFileSync(file, `${text}\n`)
  } catch (error) {
    throw new BadInput(`${file}: cannot be written: ${error.code}`)
  }
}

function usage(args) {
  const { values, positionals } = parsed(args)
  if (positionals.length === 0) throw new BadInput('name at least one labelled file: npm run eval -- FILE…')
  if (!['native', 'js', undefined].includes(values.engine))
    throw new BadInput('--engine is neither "native" nor "js"')
  const numbers = { tolerance: Number(values.tolerance), rules: Number(values.rules) }
  for (const [name, value] of Object.entries(numbers))
    if (!(value >= 0)) throw new BadInput(`--${name} is not a number from 0 on: "${values[name]}"`)
  return { files: positionals, options: { ...values, ...numbers } }
}

function parsed(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new BadInput(error.message)
  }
}
