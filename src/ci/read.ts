/** Which CI system this is, and what it says. */
import { UsageError } from '../errors.ts'
import type { CiEvent, Environment, Forge } from './event.ts'

/** The forge whose runner this is, by the variable each sets for exactly that. */
export function forgeOf(env: Environment): Forge {
  if (env.GITHUB_ACTIONS === 'true') return 'github'
  return env.GITLAB_CI === 'true' ? 'gitlab' : 'none'
}

/** Throws UsageError outside of the CI systems known, CoverageError when what they say is incomplete. */
export async function readEvent(env: Environment): Promise<CiEvent> {
  const forge = forgeOf(env)
  if (forge === 'github') return (await import('./github.ts')).githubEvent(env)
  if (forge === 'gitlab') return (await import('./gitlab.ts')).gitlabEvent(env)
  throw new UsageError('no CI system recognised', {
    hint: 'name the range: portcullis ci --base REV --head REV (GitHub Actions and GitLab CI need no options)',
  })
}
