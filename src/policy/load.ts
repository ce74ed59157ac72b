/** Reads the layers out of git: the trusted base's files and those of the working copy, in one round trip. */
import { PolicyError } from '../errors.ts'
import type { Actor, ObjectId } from '../model.ts'
import { type Baseline, COST, parseBaseline } from './baseline-file.ts'
import { type CompileOptions, readLayer, resolvePolicy } from './compile.ts'
import { BASELINE_FILE, KEY_FILE, POLICY_FILE, RULES_FOLDER } from './files.ts'
import { NO_OUTER, type Outer } from './outer.ts'
import type { TaskLayer } from './task.ts'
import { namesInTree } from './tree.ts'
import type { LayerText, Policy, Restorable, SpecReader } from './types.ts'
import type { RuleText, WorkingFiles } from './working.ts'

export { type CompileOptions, compilePolicy, resolvePolicy } from './compile.ts'
export type { LayerText } from './types.ts'
export { type RuleText, readWorking, type WorkingFiles } from './working.ts'

export interface LoadOptions {
  /** the trusted base's commit, null where there is none */
  base: ObjectId | null
  /** files as the change would leave them; null = judge by the base alone */
  working: WorkingFiles | null
  actor?: Actor
  /** what holds on this machine, whatever the repository */
  outer?: Outer
  /** what a person confined the agents of this worktree to */
  task?: TaskLayer
  /** YYYY-MM-DD */
  today?: string
  /**
   * Commits of the base that touched the policy, newest first (`git rev-list BASE -- .portcullis/policy.toml`). Asked only when
   * the base's policy is broken, to find the one that may be restored.
   */
  policyCommits?(): Promise<ObjectId[]>
}

export interface LoadedPolicy {
  policy: Policy
  /** the texts in force, by git's ids, for the audit log: hashing them anew would cost every hook node:crypto */
  identity: string
  /** custom rule files of all layers, for the detectors; the working copy's only where they differ from the base's */
  rules: RuleText[]
  /** 32 bytes, or null: the fixed public salt serves */
  key: Buffer | null
  /** read when asked: only findings need it. The trusted one first. Throws PolicyError when the working copy's cannot be parsed */
  baselines(): Promise<Baseline[]>
}

/** Reads and resolves the policy in force. Never throws for a broken policy: see `policy.problems`. */
export async function loadPolicy(objects: SpecReader, options: LoadOptions): Promise<LoadedPolicy> {
  const loaded = await loadLayers(objects, options)
  const { key, notices } = keyOf(loaded.baseKey, options.working?.key ?? null)
  const policy = await resolveLoaded(objects, loaded, options, [...notices, ...(options.task?.notices ?? [])])
  const trustOwn = policy.firstSetup && options.actor?.kind !== 'agent'
  let read: Promise<Baseline[]> | undefined
  const baselines = () => {
    read ??= readBaselines(objects, options, trustOwn)
    return read
  }
  const rules = allRules(loaded.baseRules, options.working)
  return { policy, identity: identityOf(loaded, options), key, rules, baselines }
}

function identityOf({ baseId }: LoadedLayers, { working, outer, task }: LoadOptions): string {
  const own = working?.policy == null ? 'none' : (working.policyId ?? 'not staged')
  const confined = task?.layer ? ', task' : ''
  return `base ${baseId ?? 'none'}, working ${own}${outer?.identity ?? ''}${confined}`
}

async function resolveLoaded(
  objects: SpecReader,
  { layers, baseId }: LoadedLayers,
  options: LoadOptions,
  notices: string[],
): Promise<Policy> {
  const { actor, today, outer = NO_OUTER } = options
  const { problems } = outer
  const facts: CompileOptions = { notices, problems, ...(actor && { actor }), ...(today && { today }) }
  const restores = baseId === null ? null : { path: POLICY_FILE, id: baseId }
  const policy = resolvePolicy(layers, { ...facts, restores })
  if (!policy.problems.some(problem => problem.layer === 'base')) return policy
  // the base itself is broken: what may be put back is the last policy that was not
  return resolvePolicy(layers, { ...facts, restores: await lastValid(objects, options) })
}

export interface LoadedLayers {
  layers: LayerText[]
  baseId: ObjectId | null
  baseRules: RuleText[]
  baseKey: string | null
}

/** The texts of all layers; the base's custom rules and key come along, since they cost the same round trip. */
export async function loadLayers(
  objects: SpecReader,
  { base, working, outer = NO_OUTER, task }: Pick<LoadOptions, 'base' | 'working' | 'outer' | 'task'>,
): Promise<LoadedLayers> {
  const [policy, key, baseRules] = base === null ? [null, null, []] : await readBase(objects, base)
  const layers: LayerText[] = [...outer.layers]
  if (base !== null && policy !== null) {
    layers.push({ layer: 'base', file: baseName(base, POLICY_FILE), text: policy.data.toString() })
  }
  if (working?.policy != null) layers.push({ layer: 'working', file: POLICY_FILE, text: working.policy })
  if (task?.layer) layers.push(task.layer)
  return { layers, baseId: policy?.id ?? null, baseRules, baseKey: key?.data.toString() ?? null }
}

/** `REV:path`, the spelling that `git show` understands. */
function baseName(base: ObjectId, path: string): string {
  return `${base.slice(0, 12)}:${path}`
}

function readBase(objects: SpecReader, base: ObjectId) {
  const read = (path: string) => objects.readObject(`${base}:${path}`)
  return Promise.all([read(POLICY_FILE), read(KEY_FILE), readBaseRules(objects, base)])
}

async function readBaseRules(objects: SpecReader, base: ObjectId): Promise<RuleText[]> {
  const tree = await objects.readObject(`${base}:${RULES_FOLDER}`)
  if (tree === null || tree.type !== 'tree') return []
  const names = namesInTree(tree.data, base.length / 2).filter(name => name.endsWith('.toml'))
  const texts = await Promise.all(names.map(name => objects.readObject(`${base}:${RULES_FOLDER}/${name}`)))
  return names.flatMap((name, i) => {
    const text = texts[i]?.data.toString()
    return text === undefined ? [] : [{ layer: 'base' as const, file: `${RULES_FOLDER}/${name}`, text }]
  })
}

/** The base's rules always; the working copy's beside them, all of them where any differs (their ids must be distinct). */
function allRules(base: RuleText[], working: WorkingFiles | null): RuleText[] {
  const known = new Set(base.map(({ file, text }) => `${file}\0${text}`))
  const own = working?.rules ?? []
  return own.every(({ file, text }) => known.has(`${file}\0${text}`)) ? base : [...base, ...own]
}

async function lastValid(objects: SpecReader, { policyCommits }: LoadOptions): Promise<Restorable | null> {
  // a bound, not a limit anyone meets: each step is one small object
  for (const commit of (await policyCommits?.())?.slice(0, 50) ?? []) {
    const object = await objects.readObject(`${commit}:${POLICY_FILE}`)
    const layer = { layer: 'base' as const, file: POLICY_FILE, text: object?.data.toString() ?? '' }
    if (object !== null && isValid(layer)) return { path: POLICY_FILE, id: object.id }
  }
  return null
}

function isValid(layer: LayerText): boolean {
  try {
    readLayer(layer, false)
    return true
  } catch (error) {
    if (error instanceof PolicyError) return false
    throw error
  }
}

/** The base's key goes first: fingerprints must be those that its baseline was written with. */
function keyOf(base: string | null, working: string | null): { key: Buffer | null; notices: string[] } {
  const notices: string[] = []
  for (const text of [base, working]) {
    if (text === null) continue
    if (/^[0-9a-f]{64}\s*$/i.test(text)) return { key: Buffer.from(text.trim(), 'hex'), notices }
    notices.push(`${KEY_FILE}:1: the fingerprint key must be 64 hex digits: baseline entries will not match`)
  }
  return { key: null, notices: [...new Set(notices)] }
}

async function readBaselines(
  objects: SpecReader,
  { base, working }: LoadOptions,
  trustOwn: boolean,
): Promise<Baseline[]> {
  const found = base === null ? null : await objects.readObject(`${base}:${BASELINE_FILE}`)
  const trusted = found?.data.toString() ?? null
  const own = (await working?.baseline()) ?? null
  const baselines: Baseline[] = []
  if (trusted !== null) baselines.push(trustedBaseline(trusted))
  if (own !== null && own !== trusted) baselines.push(parseBaseline(own, BASELINE_FILE, trustOwn))
  return baselines
}

/** Broken on the base: it silences nothing. As an error it would block whatever mends it. */
function trustedBaseline(text: string): Baseline {
  try {
    return parseBaseline(text, BASELINE_FILE, true)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return { file: BASELINE_FILE, trusted: true, cost: COST, entries: [], fault: error.message }
  }
}
