/** What a tool call is judged with: the repository it happens in, its policy, detectors, and what is remembered of the session. */
import { join } from 'node:path'
import type { ToolCall } from '../../agent/call.ts'
import { type Memory, openMemory } from '../../agent/memory.ts'
import { isOwn, workTreeAbove } from '../../agent/place.ts'
import type { Quick } from '../../agent/quick.ts'
import type { Io, Session } from '../../enforce.ts'
import { knownFromHook, openRepo, type Repo } from '../../git/run.ts'
import type { Actor } from '../../model.ts'
import { type Opened, openLooseSession, openSession } from '../session.ts'

export interface Desk {
  io: Io
  home: string
  cwd: string
  actor: Actor
  /** of the folder that the call happens in; null outside of any */
  repo: Repo | null
  memory: Memory | null
  /** the session of a work tree, opened when first asked for; null: outside of any */
  sessionIn(workTree: string | null): Promise<Session>
  close(): void
}

/** Throws GitError where git refuses the repository. */
export async function openDesk(call: ToolCall, { home, cwd }: Quick, io: Io): Promise<Desk> {
  const actor: Actor = { kind: 'agent', name: call.host, evidence: [`hook ${call.host}`] }
  const sessions = new Map<string | null, Promise<Session>>()
  const opened: Opened[] = []
  const open = async (workTree: string | null): Promise<Session> => {
    if (workTree === null) return openLooseSession(io, null, actor)
    const repo = await repoIn(workTree, io)
    const session = await openSession(repo, { ...io, cwd: workTree }, { held: true, actor })
    opened.push(session)
    return session
  }
  const root = workTreeAbove(cwd)
  const repo = root === null ? null : await repoIn(root, io)
  return {
    io,
    home,
    cwd,
    actor,
    repo,
    memory: repo === null ? null : openMemory(join(repo.commonDir, 'portcullis', 'agent-memory')),
    sessionIn: workTree => {
      const known = sessions.get(workTree) ?? open(workTree)
      sessions.set(workTree, known)
      return known
    },
    close: () => {
      for (const session of opened) session.objects.close()
    },
  }
}

/** Without a process where the folder is plainly this user's own; the variables of another repository do not count. */
function repoIn(workTree: string, io: Io): Promise<Repo> {
  const env = withoutRepository(io.env)
  return openRepo(workTree, env, isOwn(workTree) ? knownFromHook(workTree, {}) : undefined)
}

function withoutRepository(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_COMMON_DIR, GIT_PREFIX, ...rest } = env
  return rest
}
