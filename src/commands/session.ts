/** Opens what an operation is judged with: the policy of the trusted base and the working copy, detectors, actor. */
import {
  type EngineName,
  engineNamed,
  type Held,
  loadDetectors,
  OWN_SECRET,
  openHeld,
} from '../detect/index.ts'
import type { Io, Session } from '../enforce.ts'
import { type Base, trustedBase } from '../git/base.ts'
import { type Objects, openObjects } from '../git/objects.ts'
import type { Preloaded } from '../git/preloaded.ts'
import { git, type Repo } from '../git/run.ts'
import { gather } from '../held/gather.ts'
import type { Actor, ObjectId } from '../model.ts'
import { actorFrom } from '../policy/actor.ts'
import { type LoadedPolicy, loadPolicy, readWorking } from '../policy/load.ts'
import { outerPlaces, readOuter } from '../policy/outer.ts'
import { taskLayer } from '../policy/task.ts'
import type { OwnRules } from './own-rules.ts'

export interface Opened extends Session {
  repo: Repo
  objects: Objects
  actor: Actor
  /** the commit whose policy judges; null where there is none yet */
  base: ObjectId | null
  /** the ref that named it; null where the caller did */
  baseRef: string | null
}

export interface SessionOptions {
  /** which remote's default branch is the base: the one pushed to */
  remote?: string
  /** CI says which commit judges; the working copy then has no say at all */
  policyBase?: ObjectId | null
  /** objects that came with the call */
  preloaded?: Preloaded
  /** a commit brings the staged policy, everything else the one on disk */
  staged?: boolean
  /** something is about to leave this machine, or a person asks about it: the user's own secrets are looked for */
  held?: boolean
  /** who acts, where the caller knows better than the environment */
  actor?: Actor
}

/** Never throws for a broken policy (the base, else the floor, judges); throws GitError when git cannot be asked. */
export async function openSession(repo: Repo, io: Io, options: SessionOptions = {}): Promise<Opened> {
  const objects = openObjects(repo, options.preloaded)
  const actor = options.actor ?? actorFrom(io.env)
  const judged = options.policyBase !== undefined
  const [found, working] = await Promise.all([
    judged ? null : baseOf(repo, objects, options.remote),
    judged ? null : readWorking(repo.worktree, options.staged ? objects : null),
  ])
  const base = judged ? (options.policyBase ?? null) : (found?.id ?? null)
  const policyCommits = () => commitsOfPolicy(repo, base)
  const outer = readOuter(outerPlaces(io.env))
  const task = judged ? {} : { task: taskLayer(repo, actor.kind) }
  const loaded = await loadPolicy(objects, { base, working, actor, outer, ...task, policyCommits })
  const held = options.held ? heldOf({ repo, io, objects, base, loaded }) : undefined
  return {
    io,
    repo,
    objects,
    actor,
    base,
    baseRef: found?.ref ?? null,
    ...(await withDetectors(loaded, io, held)),
  }
}

/** Without a repository that git can open: the built-in floor and rules, and the policy of a worktree as it lies on disk. */
export async function openLooseSession(
  io: Io,
  worktree: string | null = null,
  actor = actorFrom(io.env),
): Promise<Session & { actor: Actor }> {
  const nothing = { readObject: () => Promise.resolve(null) }
  const working = worktree === null ? null : await readWorking(worktree, null)
  const outer = readOuter(outerPlaces(io.env))
  const loaded = await loadPolicy(nothing, { base: null, working, actor, outer })
  return { io, repo: null, actor, ...(await withDetectors(loaded, io)) }
}

/** Undefined where the policy wants none: then nothing is read. */
function heldOf({
  repo,
  io,
  objects,
  base,
  loaded,
}: Omit<Opened, 'actor' | 'baseRef' | 'detectors'>): Held | undefined {
  const { ownSecrets: settings, credentials } = loaded.policy
  const isOff = !settings.files && !settings.environment
  if (isOff || credentials.disabledRules.includes(OWN_SECRET.id)) return undefined
  const readBase = async (path: string) =>
    base === null ? null : ((await objects.readObject(`${base}:${path}`))?.data.toString() ?? null)
  return openHeld(() => gather({ repo, env: io.env, settings, readBase }))
}

async function baseOf(repo: Repo, objects: Objects, remote: string | undefined): Promise<Base | null> {
  return (await trustedBase(repo, remote, objects)) ?? (await trustedBase(repo, undefined, objects))
}

async function commitsOfPolicy(repo: Repo, base: ObjectId | null): Promise<ObjectId[]> {
  if (base === null) return []
  // --end-of-options is not needed: an object id never looks like one
  const listed = await git(repo, ['rev-list', base, '--', '.portcullis/policy.toml'])
  return listed.toString('latin1').split('\n').filter(Boolean)
}

/** The detectors, and the policy with what has to be told about rules that cannot be used. */
async function withDetectors(
  loaded: LoadedPolicy,
  io: Io,
  held?: Held,
): Promise<Pick<Session, 'loaded' | 'detectors'>> {
  const engine = engineNamed(io.env.PORTCULLIS_ENGINE)
  const { rules, problems } = await customRules(loaded, engine)
  const disabled = [...loaded.policy.credentials.disabledRules]
  const { key } = loaded
  const detectors = loadDetectors({
    custom: rules,
    disabled,
    ...(key === null ? {} : { key }),
    ...(engine && { engine }),
    ...(held && { held }),
  })
  if (problems.length === 0) return { loaded, detectors }
  const told = problems.map(
    problem => `rules not usable (the built-in and all other rules judge): ${problem}`,
  )
  const policy = { ...loaded.policy, notices: [...loaded.policy.notices, ...told] }
  return { loaded: { ...loaded, policy }, detectors }
}

/** Most repositories have none: the parser is not loaded then. */
async function customRules({ rules }: LoadedPolicy, engine: EngineName | undefined): Promise<OwnRules> {
  if (rules.length === 0) return { rules: [], problems: [] }
  return (await import('./own-rules.ts')).ownRules(rules, engine)
}
