/** Finds the layers that `portcullis policy …` is asked about. */
import type { Io } from '../enforce.ts'
import { UsageError } from '../errors.ts'
import { trustedBase } from '../git/base.ts'
import { openObjects } from '../git/objects.ts'
import { openRepo } from '../git/run.ts'
import type { ActorKind, ExitCode } from '../model.ts'
import { actorFrom } from '../policy/actor.ts'
import type { Question } from '../policy/explain.ts'
import { POLICY_FILE } from '../policy/files.ts'
import { outerPlaces, readOuter } from '../policy/outer.ts'
import { taskLayer } from '../policy/task.ts'
import { readWorking } from '../policy/working.ts'
import { type Answer, type PolicySource, policyCheck, policyExplain, policyTest } from './policy.ts'
import { diffAnswer, policyAt, policyOf } from './policy-diff.ts'

export type PolicyCommand = 'check' | 'explain' | 'test' | 'diff'

export interface PolicyFlags {
  actor?: string
  operation?: string
  ref?: string
  paths?: string[]
  /** `BASE..HEAD` */
  range?: string
}

/** Prints the answer on stdout and returns its exit code. Throws UsageError for an actor or operation that does not exist. */
export async function runPolicy(name: PolicyCommand, flags: PolicyFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const objects = openObjects(repo)
  try {
    const base = (await trustedBase(repo, undefined, objects))?.id ?? null
    const actor = actorFrom(io.env)
    const machine = { outer: readOuter(outerPlaces(io.env)), task: taskLayer(repo, actor.kind) }
    const source = { objects, base, worktree: repo.worktree, actor, ...machine }
    const { text, exit } = await answer(name, source, flags)
    io.out(text)
    return exit
  } finally {
    objects.close()
  }
}

function answer(name: PolicyCommand, source: PolicySource, flags: PolicyFlags): Promise<Answer> {
  if (name === 'check') return policyCheck(source)
  if (name === 'diff') return diffOf(source, flags.range)
  return name === 'test' ? policyTest(source) : policyExplain(source, questionOf(flags))
}

/** Without a range: the working copy against the trusted base. */
async function diffOf(source: PolicySource, range: string | undefined): Promise<Answer> {
  const { objects, base, worktree } = source
  if (range === undefined) {
    const { policy } = await readWorking(worktree, null)
    const after = policy === null ? null : { layer: 'working' as const, file: POLICY_FILE, text: policy }
    return diffAnswer({
      before: base === null ? null : await policyOf(objects, base, base.slice(0, 12)),
      after,
    })
  }
  const [from, to = '', ...rest] = range.split('..')
  if (!from || to.startsWith('.') || rest.length > 0)
    throw new UsageError(`'${range}' is no range`, { hint: 'portcullis policy diff BASE..HEAD' })
  return diffAnswer({ before: await policyAt(objects, from), after: await policyAt(objects, to || 'HEAD') })
}

const ACTORS: ActorKind[] = ['human', 'agent', 'ci', 'unknown']
const OPERATIONS = ['commit', 'push', 'create', 'force', 'delete', 'move', 'merge', 'edit']

function questionOf({ actor = 'unknown', operation = 'commit', ref, paths = [] }: PolicyFlags): Question {
  if (!ACTORS.includes(actor as ActorKind))
    throw new UsageError(`unknown actor '${actor}'`, { hint: `one of: ${ACTORS.join(', ')}` })
  if (!OPERATIONS.includes(operation))
    throw new UsageError(`unknown operation '${operation}'`, { hint: `one of: ${OPERATIONS.join(', ')}` })
  return {
    actor: actor as ActorKind,
    operation: operation as Question['operation'],
    ...(ref === undefined ? {} : { ref }),
    paths,
  } as Question
}
