/** `portcullis ci`: wires the plan of the CI event to the range source and to `enforce`. */
import { personsOf } from '../approval/persons.ts'
import type { CiPlan } from '../ci/plan.ts'
import type { ForgeReview } from '../ci/reviews.ts'
import { type Enforced, enforce, type Io } from '../enforce.ts'
import { PolicyError } from '../errors.ts'
import { trustedBase } from '../git/base.ts'
import { openObjects } from '../git/objects.ts'
import { mergeBase } from '../git/refs.ts'
import { git, openRepo, type Repo } from '../git/run.ts'
import type { ExitCode, Landing, ObjectId, Operation } from '../model.ts'
import { loadPolicy } from '../policy/load.ts'
import { protects } from '../policy/protects.ts'
import type { PolicyProblem } from '../policy/types.ts'
import { visible } from '../report/escape.ts'
import { nothing } from '../sources/nothing.ts'
import { range } from '../sources/range.ts'
import { ci, ciFormat } from './ci.ts'
import { headProblems } from './head-problems.ts'
import { defaultBranch } from './landings.ts'
import { type OutputFlags, outputOf } from './output.ts'
import { diffNotices, policyOf } from './policy-diff.ts'
import { type Opened, openSession } from './session.ts'

export interface CiFlags extends OutputFlags {
  base?: string
  head?: string
  /** the branch it is to land on, for a range named by hand */
  target?: string
  /** ask this forge for reviews: the one call of `ci` that uses the network */
  forge?: string
}

/** Throws what the plan throws: CoverageError for a shallow clone, UsageError for an event without a range. */
export async function runCi(flags: CiFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const output = outputOf(flags, ciFormat(io.env))
  let exit: ExitCode = 3
  const run = async (plan: CiPlan) => {
    const enforced = await judge(withTarget(plan, flags), repo, io, output, await reviewsOf(flags, io))
    exit = enforced.exit
    return enforced.decision
  }
  const { notices } = await ci({
    env: io.env,
    clone: cloneOf(repo),
    protects: protectsIn(repo),
    run,
    ...rangeOf(flags),
  })
  for (const notice of notices) io.err(`note: ${visible(notice)}\n`)
  return exit
}

function rangeOf({ base, head }: CiFlags) {
  return { ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) }
}

function cloneOf(repo: Repo) {
  return {
    git: (args: string[], options?: { input?: string; allow?: number[] }) => git(repo, args, options),
    commonDir: repo.commonDir,
  }
}

async function judge(
  plan: CiPlan,
  repo: Repo,
  io: Io,
  output: ReturnType<typeof outputOf>,
  reviews: ForgeReview[] | undefined,
): Promise<Enforced> {
  const session = await openSession(repo, io, { policyBase: plan.policyBase })
  const operation = await operationOf(plan, repo, session)
  const brought = plan.head === null ? [] : await headProblems(session.objects, plan.head)
  const landings = () => landingsOf(plan, session)
  const loosened = await policyNotices(plan, repo, session)
  const notices = () => [...(operation.notices?.() ?? []), ...loosened]
  const whole = { ...operation, kind: plan.kind, refs: plan.refs, notices, landings }
  const { objects } = session
  const { policyBase: base, by } = plan
  const makers = personsOf(
    (by ?? []).map(account => ({ account })),
    session.loaded.policy.people,
  )
  const asks = { objects, base, baseRef: null, writes: false, makers, ...(reviews && { reviews }) }
  return enforce(whole, { ...withProblems(session, brought), asks }, output)
}

/** Only where whoever runs the job asked for it. */
async function reviewsOf({ forge }: CiFlags, io: Io): Promise<ForgeReview[] | undefined> {
  if (forge === undefined) return undefined
  return (await import('../ci/reviews.ts')).githubReviews(io.env)
}

/** `--target` is a branch's name; an event knows better. */
function withTarget(plan: CiPlan, { target }: CiFlags): CiPlan {
  if (plan.landsOn !== null || target === undefined) return plan
  return { ...plan, landsOn: target.startsWith('refs/') ? target : `refs/heads/${target}` }
}

/** What would land against the tip that judges; for a range without a target, on the default branch as this clone knows it. */
async function landingsOf({ landsOn, policyBase: tip, head }: CiPlan, session: Opened): Promise<Landing[]> {
  if (head === null) return []
  const found = landsOn === null ? await trustedBase(session.repo, undefined, session.objects) : null
  const target = landsOn ?? (await defaultBranch({ ...session, baseRef: found?.ref ?? null }))
  return target === null ? [] : [{ target, tip, from: tip, to: head }]
}

/** What the change does to the policy, for whoever reviews it. One that cannot be read is a finding already. */
async function policyNotices(
  { policyBase, head }: CiPlan,
  repo: Repo,
  { objects }: Opened,
): Promise<string[]> {
  if (head === null || policyBase === null) return []
  // against the place where it left the base: what the base has done since is not this change's
  const from = (await mergeBase(repo, policyBase, head)) ?? policyBase
  const sides = {
    before: await policyOf(objects, from, 'base'),
    after: await policyOf(objects, head, 'head'),
  }
  try {
    return diffNotices(sides)
  } catch (error) {
    if (error instanceof PolicyError) return []
    throw error
  }
}

function withProblems(session: Opened, problems: PolicyProblem[]): Opened {
  if (problems.length === 0) return session
  const { policy } = session.loaded
  const whole = { ...policy, problems: [...policy.problems, ...problems] }
  return { ...session, loaded: { ...session.loaded, policy: whole } }
}

/** A deleted ref brings nothing to read: only the ref is judged. */
async function operationOf(plan: CiPlan, repo: Repo, { actor, objects }: Opened): Promise<Operation> {
  if (plan.head === null) return nothing(actor)
  return range(repo, actor, plan.base, plan.head, { objects })
}

/** Does the policy at that commit restrict pushes to the ref? */
function protectsIn(repo: Repo) {
  return async (commit: ObjectId, ref: string): Promise<boolean> => {
    const objects = openObjects(repo)
    try {
      const { policy } = await loadPolicy(objects, { base: commit, working: null })
      return protects(policy, ref)
    } finally {
      objects.close()
    }
  }
}
