/** What earlier runs found clean in a repository: read and written on a person's own machine alone. */
import type { Clean, Eyes } from '../clean/store.ts'
import type { Io } from '../enforce.ts'
import type { Repo } from '../git/run.ts'
import { MAX_BYTES } from '../inspect/inspect.ts'
import type { Operation } from '../model.ts'
import type { Opened } from './session.ts'

export function cleanOf(repo: Repo, io: Io): (eyes: Eyes) => Promise<Clean> {
  const told = (why: string) => io.err(`portcullis: what is remembered as clean: ${why}\n`)
  const isDebugged = io.env.PORTCULLIS_DEBUG === '1'
  return async eyes => {
    const { openClean } = await import('../clean/store.ts')
    return openClean(`${repo.commonDir}/portcullis`, eyes, isDebugged ? told : undefined)
  }
}

/** For a push: read, never written. A hook has no time for that, and what it has judged is on its way. */
export function rememberedIn({ repo, io, actor, loaded, detectors }: Opened): Pick<Operation, 'remembered'> {
  if (actor.kind === 'ci') return {}
  const eyes = { detectors, maxBytes: loaded.policy.maxBytes ?? MAX_BYTES }
  return {
    remembered: async () => {
      const clean = await cleanOf(repo, io)(eyes)
      return { has: (id, path) => clean.has(Buffer.from(id, 'hex'), 0, path) }
    },
  }
}
