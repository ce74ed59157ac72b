/** `init` and `doctor` as the command line calls them. */
import { engineNamed, engineStatus } from '../detect/index.ts'
import type { Io } from '../enforce.ts'
import { trustedBase } from '../git/base.ts'
import { openObjects } from '../git/objects.ts'
import { openRepo } from '../git/run.ts'
import type { Problem } from '../install/diagnose.ts'
import { packageRoot } from '../install/package.ts'
import type { ExitCode } from '../model.ts'
import { actorFrom } from '../policy/actor.ts'
import { agentLines } from './agent/setup.ts'
import { bypassNotices } from './bypasses.ts'
import { type DoctorOptions, doctor } from './doctor.ts'
import { init } from './init.ts'
import { policyCheck } from './policy.ts'

export interface SetupFlags {
  remove?: boolean
  dryRun?: boolean
  referenceTransaction?: boolean
}

export async function runInit(flags: SetupFlags, io: Io): Promise<ExitCode> {
  await openRepo(io.cwd, io.env) // for its words: no git, no repository, another owner's
  const engine = { root: packageRoot(), node: io.node.path }
  const { exit, text } = init(io.cwd, io.env, { ...flags, engine })
  io.out(text)
  return exit
}

export async function runDoctor(io: Io): Promise<ExitCode> {
  const more = await examine(io)
  const { exit, text } = doctor(io.cwd, io.env, { nodeVersion: io.node.version, more })
  io.out(text)
  return exit
}

/** What doctor itself does not know: which engine answers, whether the policy can be used, and which agents ask. */
async function examine(io: Io): Promise<NonNullable<DoctorOptions['more']>> {
  const engine = engineLine(io)
  const policy = await policyProblems(io)
  const agents = agentLines(io)
  const lines = [engine, ...agents.lines, ...(await bypassLines(io))]
  return { lines, problems: [...policy, ...agents.problems] }
}

/** A native engine that does not load is no problem, only slower: said once, here. */
function engineLine(io: Io): string {
  const { name, reason } = engineStatus(engineNamed(io.env.PORTCULLIS_ENGINE))
  if (name === 'native') return 'engine: native re2'
  return `engine: built in${reason === undefined ? '' : ` (native re2 is not used: ${reason})`}`
}

/** Nothing that doctor could mend: told, and written down. */
async function bypassLines(io: Io): Promise<string[]> {
  const repo = await openRepo(io.cwd, io.env)
  const objects = openObjects(repo)
  try {
    return await bypassNotices({ repo, objects, actor: actorFrom(io.env), at: 'doctor', all: true })
  } finally {
    objects.close()
  }
}

async function policyProblems(io: Io): Promise<Problem[]> {
  const repo = await openRepo(io.cwd, io.env)
  const objects = openObjects(repo)
  try {
    const base = (await trustedBase(repo, undefined, objects))?.id ?? null
    const { exit, text } = await policyCheck({ objects, base, worktree: repo.worktree })
    if (exit === 0) return []
    return [
      {
        what: text.trimEnd().replaceAll('\n', '\n      '),
        mend: 'mend that line, then: npx portcullis policy check',
      },
    ]
  } finally {
    objects.close()
  }
}
