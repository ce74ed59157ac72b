/** `portcullis ci`: wires the plan of the CI event to the range source and to `enforce`. */
import type { CiPlan } from '../ci/plan.ts'
import { type Enforced, enforce, type Io } from '../enforce.ts'
import { openObjects } from '../git/objects.ts'
import { git, openRepo, type Repo } from '../git/run.ts'
import type { ExitCode, ObjectId, Operation } from '../model.ts'
import { loadPolicy } from '../policy/load.ts'
import { protects } from '../policy/protects.ts'
import type { PolicyProblem } from '../policy/types.ts'
import { visible } from '../report/escape.ts'
import { nothing } from '../sources/nothing.ts'
import { range } from '../sources/range.ts'
import { ci, ciFormat } from './ci.ts'
import { headProblems } from './head-problems.ts'
import { type OutputFlags, outputOf } from './output.ts'
import { type Opened, openSession } from './session.ts'

export interface CiFlags extends OutputFlags {
  base?: string
  head?: string
}

/** Throws what the plan throws: CoverageError for a shallow clone, UsageError for an event without a range. */
export async function runCi(flags: CiFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const output = outputOf(flags, ciFormat(io.env))
  let exit: ExitCode = 3
  const run = async (plan: CiPlan) => {
    const enforced = await judge(plan, repo, io, output)
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
): Promise<Enforced> {
  const session = await openSession(repo, io, { policyBase: plan.policyBase })
  const operation = await operationOf(plan, repo, session)
  const brought = plan.head === null ? [] : await headProblems(session.objects, plan.head)
  const whole = { ...operation, kind: plan.kind, refs: plan.refs }
  return enforce(whole, withProblems(session, brought), output)
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
