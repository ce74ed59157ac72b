/** Wires `portcullis task …` to the repository it is run in. */
import type { Io } from '../enforce.ts'
import { openRepo } from '../git/run.ts'
import type { ExitCode } from '../model.ts'
import { actorFrom } from '../policy/actor.ts'
import { visible } from '../report/escape.ts'
import { endTask, showTask, startTask, type TaskFlags, type Told } from './task.ts'

/** Exit 0; throws what the action throws. */
export async function runTask(action: 'start' | 'show' | 'end', flags: TaskFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const call = { worktree: repo, actor: actorFrom(io.env), now: Date.now() }
  const told: Told =
    action === 'start' ? startTask(flags, call) : action === 'end' ? endTask(call) : showTask(call)
  io.out(told.text)
  for (const notice of told.notices) io.err(`note: ${visible(notice)}\n`)
  return 0
}
