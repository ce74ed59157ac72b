/** Texts of layers → the policy in force: strictly (`policy check`) or falling back to what can be used (everything else). */
import { PolicyError } from '../errors.ts'
import type { Layer } from './clauses.ts'
import { checkExamples } from './examples.ts'
import { FLOOR } from './floor.ts'
import { assemble, type LayerFacts } from './layers.ts'
import { type PolicyFile, parsePolicy } from './schema.ts'
import { parseTask } from './task.ts'
import type { LayerName, LayerText, Policy, PolicyProblem } from './types.ts'

export type CompileOptions = Partial<LayerFacts>

/**
 * Compiles layers in the order of LayerName (the floor is added where it is missing). The clauses of all count, the
 * strongest wins. Throws PolicyError (`file:line: what`) for the first thing in any layer that cannot be used.
 */
export function compilePolicy(layers: readonly LayerText[], options: CompileOptions = {}): Policy {
  const facts = factsOf(options)
  const read = withoutCopies(layers).map(layer => readLayer(layer, true))
  return assemble(read, facts)
}

/**
 * The same without an error: a layer that cannot be used is left out, named in `problems` and in `notices`. A base whose
 * clauses are sound but whose examples fail keeps its clauses: the floor alone would be weaker.
 */
export function resolvePolicy(layers: readonly LayerText[], options: CompileOptions = {}): Policy {
  const facts = factsOf(options)
  const problems: PolicyProblem[] = [...facts.problems]
  const read: Layer[] = []
  for (const layer of withoutCopies(layers)) {
    try {
      read.push(readLayer(layer, layer.layer === 'working'))
    } catch (error) {
      problems.push(problemOf(error, layer))
    }
  }
  return assemble(read, { ...facts, problems, notices: [...facts.notices, ...problems.map(fallbackNotice)] })
}

function factsOf(options: CompileOptions): LayerFacts {
  const today = options.today ?? new Date().toISOString().slice(0, 10)
  return { problems: [], restores: null, notices: [], ...options, today }
}

/** With the floor in front, and without a working copy that is the base's text: most commits do not touch the policy. */
function withoutCopies(layers: readonly LayerText[]): LayerText[] {
  const base = layers.find(layer => layer.layer === 'base')
  const rest = layers.filter(
    ({ layer, text }) => layer !== 'floor' && !(layer === 'working' && text === base?.text),
  )
  return [layers.find(layer => layer.layer === 'floor') ?? FLOOR, ...rest]
}

/** Throws PolicyError. Examples are judged by this layer and the floor alone. */
export function readLayer(layer: LayerText, withExamples: boolean): Layer {
  const read: Layer = { ...layer, tables: tablesOf(layer) }
  if (withExamples && read.tables.examples !== undefined) checkExamples(read, ownPolicy(read))
  return read
}

function tablesOf(layer: LayerText): PolicyFile {
  if (layer.layer === 'task') return taskTables(layer)
  // people stand in the repository's own file alone: an outer layer names those of whatever repository it is asked about
  return parsePolicy(layer, layer.layer === 'system' || layer.layer === 'user')
}

/** A task speaks about agents alone. */
function taskTables({ text, file }: LayerText): PolicyFile {
  const { paths, refs, maxFiles } = parseTask(text, file)
  const scope = { ...(paths && { paths }), ...(refs && { refs }) }
  const limit = { files: maxFiles!, verdict: 'deny' as const, actors: ['agent' as const] }
  return {
    version: 1,
    scopes: { agent: scope },
    ...(maxFiles === undefined ? {} : { limits: [['task', limit]] }),
  }
}

/** What a layer says by itself, on the floor: what its own examples are about. */
export function ownPolicy(layer: Layer): Policy {
  const floor = readLayer(FLOOR, false)
  return assemble(layer.layer === 'floor' ? [floor] : [floor, layer], factsOf({}))
}

function problemOf(error: unknown, layer: LayerText): PolicyProblem {
  if (!(error instanceof PolicyError)) throw error
  const line = error.detail.line === undefined ? {} : { line: error.detail.line }
  const hint = error.detail.hint === undefined ? {} : { hint: error.detail.hint }
  return { layer: layer.layer, file: layer.file, message: error.message, ...line, ...hint }
}

const INSTEAD: Partial<Record<LayerName, string>> = {
  working: 'the policy of the trusted base judges',
  base: 'only the built-in floor and the working copy judge',
}

function fallbackNotice(problem: PolicyProblem): string {
  const instead = INSTEAD[problem.layer] ?? 'the other layers judge'
  return `policy not usable (${instead}): ${problem.message}`
}
