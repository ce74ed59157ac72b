/** Where the launcher of a scope is, and how a command names it. */
import { join } from 'node:path'
import type { HostSettings, Scope } from '../../agent/settings/hosts.ts'
import { UsageError } from '../../errors.ts'

export interface Places {
  home: string
  env: NodeJS.ProcessEnv
  /** null outside of a repository */
  root: string | null
  commonDir: string | null
}

/** The folder with `agent`, `engine` and `node`, and the ledger. Throws UsageError where the scope needs a repository. */
export function baseOf(scope: Scope, { home, env, commonDir }: Places): string {
  if (scope === 'user') return join(env.XDG_DATA_HOME || join(home, '.local/share'), 'portcullis')
  if (commonDir === null)
    throw new UsageError(`--scope ${scope} is about a repository, and this is none`, {
      hint: 'go into the repository, or use --scope user',
    })
  return join(commonDir, 'portcullis')
}

/** The launcher's file. In a project it is committed, and its path must be the same for everybody. */
export function launcherOf(scope: Scope, places: Places): string {
  const base = baseOf(scope, places)
  return scope === 'project' ? join(places.root!, '.portcullis', 'agent') : join(base, 'agent')
}

/** What the host's shell runs. Absolute paths stand only in settings that are nobody else's. */
export function commandOf(settings: HostSettings, scope: Scope, places: Places): string {
  const path = scope === 'project' ? settings.projectPath : quoted(launcherOf(scope, places))
  return `sh ${path} || exit 2`
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
