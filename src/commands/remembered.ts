/** What earlier runs found clean in a repository: read and written on a person's own machine alone. */
import type { Clean, Eyes } from '../clean/store.ts'
import type { Io } from '../enforce.ts'
import type { Repo } from '../git/run.ts'

export function cleanOf(repo: Repo, io: Io): (eyes: Eyes) => Promise<Clean> {
  const told = (why: string) => io.err(`portcullis: what is remembered as clean: ${why}\n`)
  const isDebugged = io.env.PORTCULLIS_DEBUG === '1'
  return async eyes => {
    const { openClean } = await import('../clean/store.ts')
    return openClean(`${repo.commonDir}/portcullis`, eyes, isDebugged ? told : undefined)
  }
}
