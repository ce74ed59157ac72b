/** `portcullis policy check|explain|test`: each takes what it needs and gives an exit code and the text to print. */
import { PolicyError } from '../errors.ts'
import type { Actor, ExitCode, ObjectId } from '../model.ts'
import { type Layer, placeOf } from '../policy/clauses.ts'
import { ownPolicy, readLayer } from '../policy/compile.ts'
import { runExamples } from '../policy/examples.ts'
import { explain, explainText, type Question } from '../policy/explain.ts'
import { RULES_FOLDER } from '../policy/files.ts'
import { type LoadedPolicy, loadLayers, loadPolicy, readWorking } from '../policy/load.ts'
import { CONTENT_CLASSES } from '../policy/named-lists.ts'
import type { LayerText, Policy, SpecReader } from '../policy/types.ts'
import { ownRules, sentenceOf } from './own-rules.ts'

/** Where the policy's layers are: `objects` reads the base, the working copy lies in `worktree`. */
export interface PolicySource {
  objects: SpecReader
  base: ObjectId | null
  worktree: string | null
  actor?: Actor
}

export interface Answer {
  exit: ExitCode
  text: string
}

/** Every layer read strictly, examples included: exit 0, or 2 with `file:line: what` for each layer that cannot be used. */
export async function policyCheck(source: PolicySource): Promise<Answer> {
  const { layers, loaded } = await readAll(source)
  if (layers.length === 0)
    return { exit: 0, text: 'no policy: only the built-in floor judges\n  portcullis init writes one\n' }
  const reports = [...layers.map(checkLayer), ...checkRules(loaded), ...(await checkBaselines(loaded))]
  const notices = loaded.policy.notices.filter(notice => !notice.startsWith('policy not usable'))
  const lines = [...reports.map(report => report.text), ...notices.map(notice => `note: ${notice}`)]
  return { exit: reports.some(report => report.failed) ? 2 : 0, text: `${lines.join('\n')}\n` }
}

/** Which clauses of the policy in force speak about an act. Exit 0 whatever they say: the question was answered. */
export async function policyExplain(source: PolicySource, question: Question): Promise<Answer> {
  const { loaded } = await readAll(source)
  const notes = [...ownSecretNotes(loaded.policy), ...loaded.policy.notices]
  const text = notes.map(note => `note: ${note}\n`).join('')
  return { exit: 0, text: explainText(question, explain(loaded.policy, question)) + text }
}

/** They are no act that a clause speaks about; said only where the policy leaves some out. */
function ownSecretNotes({ ownSecrets }: Policy): string[] {
  const { files, environment, ignore } = ownSecrets
  const parts = [
    ...(files ? [] : ['files are not read']),
    ...(environment ? [] : ['the environment is not looked at']),
    ...(ignore.length === 0 ? [] : [`left out: ${ignore.join(', ')}`]),
  ]
  return parts.length === 0 ? [] : [`own secrets: ${parts.join('; ')}`]
}

/** The examples of the working copy's policy (or the base's): exit 0 when all pass, 1 when one fails, 2 for a broken file. */
export async function policyTest(source: PolicySource): Promise<Answer> {
  const { layers } = await readAll(source)
  const text = layers.at(-1)
  if (text === undefined) return { exit: 2, text: 'no policy to test\n  portcullis init writes one\n' }
  try {
    return testLayer(readLayer(text, false))
  } catch (error) {
    return { exit: 2, text: `${errorText(error)}\n` }
  }
}

async function readAll(source: PolicySource): Promise<{ layers: LayerText[]; loaded: LoadedPolicy }> {
  const working = await readWorking(source.worktree, null)
  const actor = source.actor === undefined ? {} : { actor: source.actor }
  const options = { base: source.base, working, ...actor }
  const { layers } = await loadLayers(source.objects, options)
  return { layers, loaded: await loadPolicy(source.objects, options) }
}

interface LayerReport {
  failed: boolean
  text: string
}

function checkLayer(text: LayerText): LayerReport {
  try {
    const layer = readLayer(text, true)
    const examples = layer.tables.examples?.length ?? 0
    const name = text.layer === 'base' ? `${text.file} (trusted base)` : text.file
    return {
      failed: false,
      text: [`ok: ${name}, ${examples} examples pass`, ...layerNotes(layer)].join('\n'),
    }
  } catch (error) {
    return { failed: true, text: errorText(error) }
  }
}

/** What is valid and yet does not do what its author may think. */
function layerNotes(layer: Layer): string[] {
  const at = (path: (string | number)[]) => {
    const { file, line } = placeOf(layer, path)
    return `note: ${file}:${line}:`
  }
  const changes = (layer.tables.changes ?? []).flatMap(([name, { class: kind }]) => {
    return CONTENT_CLASSES.includes(kind)
      ? []
      : [`${at(['changes', name])} class "${kind}" is not evaluated yet`]
  })
  const endless = (layer.tables.waivers ?? []).flatMap((waiver, i) => {
    return waiver.expires === undefined ? [`${at(['waivers', i])} this waiver never expires`] : []
  })
  return [...changes, ...endless]
}

/** The repository's own rules: each file of the base that is broken, and the first fault of the working copy's. */
function checkRules({ rules: texts }: LoadedPolicy): LayerReport[] {
  if (texts.length === 0) return []
  try {
    const { rules, problems } = ownRules(texts)
    const broken = problems.map(problem => ({ failed: true, text: `${problem} (trusted base)` }))
    return [...broken, { failed: false, text: `ok: ${RULES_FOLDER}, ${rules.length} rules` }]
  } catch (error) {
    return [{ failed: true, text: errorText(error) }]
  }
}

async function checkBaselines(loaded: LoadedPolicy): Promise<LayerReport[]> {
  try {
    const baselines = await loaded.baselines()
    return baselines.map(({ file, entries, trusted, fault }) => {
      if (fault !== undefined) return { failed: true, text: `${fault} (trusted base)` }
      const where = trusted ? ' (trusted base)' : ''
      return { failed: false, text: `ok: ${file}${where}, ${entries.length} known credentials` }
    })
  } catch (error) {
    return [{ failed: true, text: errorText(error) }]
  }
}

function testLayer(layer: Layer): Answer {
  const results = runExamples(layer, ownPolicy(layer))
  const lines = results.map(({ passed, title, line, expect, verdict, clause }) => {
    const by = clause === undefined ? '' : ` (${clause})`
    return `${passed ? 'pass' : 'FAIL'} ${layer.file}:${line()}: ${title}: ${verdict}${by}${passed ? '' : `, expected ${expect}`}`
  })
  const failed = results.filter(result => !result.passed).length
  const summary = `${results.length - failed} of ${results.length} examples pass`
  return { exit: failed === 0 ? 0 : 1, text: `${[...lines, summary].join('\n')}\n` }
}

/** Anything but a fault in the files themselves goes on to the caller. */
function errorText(error: unknown): string {
  if (!(error instanceof PolicyError)) throw error
  const sentence = sentenceOf(error)
  return error.detail.hint === undefined ? sentence : `${sentence}\n  ${error.detail.hint}`
}
