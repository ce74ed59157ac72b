/** `portcullis rules test`: every example of every rule, and what each rule costs. */
import {
  checkRules,
  compileRules,
  engineNamed,
  engineStatus,
  loadDetectors,
  withPrecheck,
} from '../../detect/index.ts'
import type { Io } from '../../enforce.ts'
import type { ExitCode } from '../../model.ts'
import { lineOf } from '../../policy/toml.ts'
import { openProgress } from '../../report/progress.ts'
import { openCatalog } from './catalog.ts'
import { type Exercise, exercise, type Failure, type Outcome } from './exercise.ts'
import { unknownRule } from './show.ts'
import { builtInTexts, parsedRules, readSource, rulesOf, type SourceText } from './sources.ts'
import { asJson, asText } from './test-text.ts'

/** A rule as it will be exercised, and where it stands. */
export interface Tested extends Outcome {
  failures: (Failure & { line: number })[]
  id: string
  file: string
  line: number
  imported: boolean
}

interface Candidate extends Exercise {
  id: string
  file: string
  text: string
  index: number
}

/** Exit 0: all pass, 1: an example or a rule fails. Throws PolicyError (2) for a file with an error, UsageError for an unknown name. */
export async function testRules(names: string[], flags: { format: string }, io: Io): Promise<ExitCode> {
  const engine = engineNamed(io.env.PORTCULLIS_ENGINE)
  const { candidates, notices } = await chosen(names, io)
  const progress = openProgress({ stream: { write: io.err }, enabled: () => io.interactive() })
  const tested: Tested[] = []
  for (const [at, one] of candidates.entries()) {
    progress.update(at, candidates.length, 'rules')
    tested.push(testedOf(one, exercise(one, engine)))
  }
  progress.finish()
  const { name } = engineStatus(engine)
  io.out((flags.format === 'json' ? asJson : asText)(tested, notices, name))
  return tested.some(one => one.failures.length > 0) ? 1 : 0
}

function testedOf({ id, file, text, index, imported }: Candidate, outcome: Outcome): Tested {
  const failures = outcome.failures.map(failure => ({
    ...failure,
    line: lineOf(text, ['rules', index, failure.field]),
  }))
  return { id, file, line: lineOf(text, ['rules', index, 'id']), imported, ...outcome, failures }
}

/** Files are read as they lie there; ids are looked for in the repository's own rules and the built-in ones. */
async function chosen(names: string[], io: Io): Promise<{ candidates: Candidate[]; notices: string[] }> {
  const files = names.filter(isFile)
  const ids = names.filter(name => !isFile(name))
  const fromFiles = candidatesOf(
    files.map(file => readSource(file, io.cwd)),
    true,
  )
  if (names.length > 0 && ids.length === 0) return { candidates: fromFiles, notices: [] }
  const catalog = await openCatalog(io)
  const own = catalog.texts.filter((text, at, all) => all.findLastIndex(t => t.file === text.file) === at)
  const all = [...candidatesOf(own, true), ...candidatesOf(builtInTexts(), false)]
  for (const id of ids) if (!all.some(one => one.id === id)) throw unknownRule(id, catalog)
  const { notices } = catalog
  if (names.length === 0) return { candidates: all, notices }
  return { candidates: [...fromFiles, ...all.filter(one => ids.includes(one.id))], notices: [] }
}

function isFile(name: string): boolean {
  return /[/\\]|\.toml$/.test(name)
}

/** Together, so that an id that is taken twice is an error here too. What the built-in pack allows holds for all. */
function candidatesOf(texts: SourceText[], own: boolean): Candidate[] {
  const files = texts.map(parsedRules)
  const { rules, examples } = checkRules(files)
  const run = own ? compileRules(files) : rules.map(withPrecheck)
  const { allowlists } = loadDetectors()
  const places = texts.flatMap(({ file, text }, at) => {
    const { parsed } = files[at]!
    return rulesOf(parsed).map((_, index) => ({ file, text, index, imported: isImported(parsed) }))
  })
  return run.map((rule, at) => {
    const { matches, ignores } = examples[at]!
    return { ...places[at]!, id: rule.id, rule, examples: { matches, ignores }, allowlists }
  })
}

function isImported(parsed: unknown): boolean {
  return (parsed as { imported?: unknown }).imported !== undefined
}
