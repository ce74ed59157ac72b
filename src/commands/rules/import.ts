/** `portcullis rules import FILE…`: reads everything first, then writes; a file that cannot be read stops it before that. */
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compileRules, engineNamed, loadDetectors, type Rule } from '../../detect/index.ts'
import type { Io } from '../../enforce.ts'
import { UsageError } from '../../errors.ts'
import { openRepo, type Repo } from '../../git/run.ts'
import type { ExitCode } from '../../model.ts'
import { BASELINE_FILE, RULES_FOLDER } from '../../policy/files.ts'
import { openProgress } from '../../report/progress.ts'
import { updateBaseline } from '../baseline.ts'
import { ownRules } from '../own-rules.ts'
import { openSession } from '../session.ts'
import { openCatalog } from './catalog.ts'
import { ruleFileText } from './import-file.ts'
import { readIgnore, readReport, readSecretsBaseline } from './import-ignored.ts'
import { kindOf } from './import-kind.ts'
import { findIgnored, type Known } from './import-known.ts'
import { layersOf } from './import-layers.ts'
import type { Ignored, ImportedRules } from './import-model.ts'
import { importConfig } from './import-rules.ts'
import { type ImportResult, importJson, importText, type RulesResult } from './import-text.ts'
import { writeNew } from './new.ts'
import { parsedRules, readSource } from './sources.ts'

export interface ImportFlags {
  name?: string
  reason?: string
  dryRun?: boolean
  format: string
}

/** Exit 1 where something was left out. Throws UsageError, PolicyError (file and line): nothing is written then. */
export async function importRules(files: string[], flags: ImportFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const root = worktreeOf(repo)
  const { configs, ignored } = await readAll(files, io)
  const targets = configs.map((config, at) => targetOf(config, at, flags))
  const texts = configs.map(config => ruleFileText(config))
  const compiled = configs.flatMap((config, at) => compiledOf(config, targets[at]!, texts[at]!))
  for (const [at, target] of targets.entries())
    if (configs[at]!.rules.length > 0) refuseExisting(root, target)
  const known = ignored.length === 0 ? [] : await knownOf(ignored, compiled, repo, root, io)
  if (!flags.dryRun)
    for (const [at, target] of targets.entries())
      if (configs[at]!.rules.length > 0) writeNew(root, target, texts[at]!)
  const result: ImportResult = {
    rules: configs.map((config, at) => rulesResult(config, targets[at]!)),
    ignored: ignored.map((one, at) => ignoredResult(one, known[at]!)),
    baseline:
      ignored.length === 0 || flags.dryRun ? null : await baselineOf(known, ignored, flags, repo, root, io),
    dryRun: flags.dryRun === true,
  }
  io.out(flags.format === 'json' ? importJson(result) : importText(result))
  const notes = [...result.rules, ...result.ignored].flatMap(one => one.notes)
  return notes.some(note => note.kind === 'left out') ? 1 : 0
}

function worktreeOf({ worktree }: Repo): string {
  if (worktree !== null) return worktree
  throw new UsageError('a bare repository has nowhere to write to', {
    hint: 'run it in a clone with a working tree',
  })
}

interface Read {
  configs: ImportedRules[]
  ignored: Ignored[]
}

/** All of them before anything is made of any. */
async function readAll(files: string[], io: Io): Promise<Read> {
  const read: Read = { configs: [], ignored: [] }
  const catalog = await openCatalog(io)
  const taken = new Set(catalog.rules.map(one => one.rule.id))
  for (const file of files) {
    const source = readSource(file, io.cwd)
    const found = kindOf(source)
    if (found.kind === 'rules') {
      const layered = layersOf(source, found.parsed, io.cwd, path => readSource(path, io.cwd))
      const config = importConfig(source, layered, taken)
      for (const { id } of config.rules) taken.add(id)
      read.configs.push(config)
    } else if (found.kind === 'ignore') read.ignored.push(readIgnore(source))
    else if (found.kind === 'report') read.ignored.push(readReport(source, found.parsed))
    else read.ignored.push(readSecretsBaseline(source, found.parsed))
  }
  return read
}

function targetOf({ tool }: ImportedRules, at: number, { name }: ImportFlags): string {
  const plain = name === undefined ? tool : basename(name, '.toml')
  if (!/^[\w.-]+$/.test(plain) || plain.startsWith('.'))
    throw new UsageError(`"${name}" cannot be the name of a rule file`, {
      hint: 'letters, digits, ".", "_" and "-"',
    })
  return `${RULES_FOLDER}/${plain}${at === 0 ? '' : `-${at + 1}`}.toml`
}

/** What is written is what was checked. Throws PolicyError with the line in the new file for what no engine takes. */
function compiledOf(config: ImportedRules, target: string, text: string): Rule[] {
  if (config.rules.length === 0) return []
  return compileRules([parsedRules({ file: target, text })])
}

function refuseExisting(root: string, target: string): void {
  if (!existsSync(join(root, target))) return
  throw new UsageError(`there is a file "${target}" already`, {
    hint: 'it is left as it is: give another with --name, or take it away first',
  })
}

/** The rules that are being imported look too: entries may be about what only they find. */
async function knownOf(
  ignored: Ignored[],
  compiled: Rule[],
  repo: Repo,
  root: string,
  io: Io,
): Promise<Known[]> {
  const session = await openSession(repo, io)
  const progress = openProgress({ stream: { write: io.err }, enabled: () => io.interactive() })
  try {
    const engine = engineNamed(io.env.PORTCULLIS_ENGINE)
    const { key, rules } = session.loaded
    const detectors = loadDetectors({
      custom: [...ownRules(rules, engine).rules, ...compiled],
      ...(key === null ? {} : { key }),
      ...(engine && { engine }),
    })
    const { objects, actor } = session
    const file = (path: string) => fileIn(root, path)
    const lookup = {
      repo,
      objects,
      actor,
      detectors,
      file,
      progress: (done: number) => progress.update(done, undefined, 'blobs'),
    }
    const known: Known[] = []
    for (const one of ignored) known.push(await findIgnored(one, lookup))
    return known
  } finally {
    progress.finish()
    session.objects.close()
  }
}

/** Regular files only, and none outside: a list of ignored places is no reason to read elsewhere. */
function fileIn(root: string, path: string): Buffer | null {
  if (path.startsWith('/') || path.split('/').includes('..')) return null
  const file = join(root, path)
  try {
    return lstatSync(file).isFile() ? readFileSync(file) : null
  } catch {
    return null
  }
}

async function baselineOf(
  known: Known[],
  ignored: Ignored[],
  flags: ImportFlags,
  repo: Repo,
  root: string,
  io: Io,
) {
  const findings = known.flatMap(one => one.findings)
  if (findings.length === 0) return null
  const session = await openSession(repo, io)
  session.objects.close()
  const reason = flags.reason ?? `ignored in ${ignored.map(one => basename(one.source.file)).join(', ')}`
  const added = new Date().toISOString().slice(0, 10)
  return updateBaseline({ root, key: session.loaded.key, findings }, { reason, added })
}

function rulesResult(config: ImportedRules, target: string): RulesResult {
  return {
    from: config.source.file,
    tool: config.tool,
    to: config.rules.length > 0 ? target : null,
    imported: config.rules.length,
    of: config.of,
    allowlists: config.allowlists.length,
    notes: config.notes,
    paths: config.paths,
  }
}

function ignoredResult({ source, places, hashes, notes }: Ignored, known: Known) {
  const of = places.length + hashes.length + notes.length
  return { from: source.file, to: BASELINE_FILE, found: known.entries, of, notes: known.notes }
}
