/** `agent install`, `remove` and `status` as the command line calls them. */
import { homedir } from 'node:os'
import { HOST_SETTINGS, type HostSettings, type Scope } from '../../agent/settings/hosts.ts'
import type { Io } from '../../enforce.ts'
import { GitError, UsageError } from '../../errors.ts'
import type { Problem } from '../../install/diagnose.ts'
import { survey } from '../../install/survey.ts'
import type { ExitCode } from '../../model.ts'
import { installHooks, removeHooks, type Setup } from './install.ts'
import { managedTexts } from './managed.ts'
import type { Places } from './places.ts'
import { statusOf, unguarded, usedHosts } from './status.ts'

export interface InstallFlags {
  host?: string[]
  all?: boolean
  scope: Scope
  managed?: boolean
}

export function runInstall(flags: InstallFlags, io: Io): ExitCode {
  const hosts = hostsOf(flags, io)
  if (flags.managed) {
    io.out(managedTexts(flags.host === undefined ? HOST_SETTINGS : hosts).join('\n'))
    return 0
  }
  io.out(`${installHooks(setupOf(hosts, flags, io)).join('\n')}\n${AFTER[flags.scope]}\n`)
  return 0
}

export function runRemove(flags: InstallFlags, io: Io): ExitCode {
  const hosts = flags.host === undefined ? HOST_SETTINGS : hostsOf(flags, io)
  const lines = removeHooks(setupOf(hosts, flags, io))
  io.out(
    `${lines.length === 0 ? `nothing of portcullis is in settings of scope ${flags.scope}` : lines.join('\n')}\n`,
  )
  return 0
}

const AFTER: Record<Scope, string> = {
  user: 'next: start the agent anew, and look with: portcullis agent status',
  project:
    'next: commit these files. In a clone without Portcullis the hook blocks and says how to install it (npm ci, or npx portcullis init)',
  local: 'next: start the agent anew, and look with: portcullis agent status',
}

/** Exit 1 where a hook that is there does not work. */
export function runStatus(io: Io): ExitCode {
  const { lines, problems } = agentLines(io)
  const text = [
    ...(lines.length === 0 ? [NONE] : lines),
    ...problems.flatMap(({ what, mend }) => [`FAIL  ${what}`, `      mend: ${mend}`]),
  ]
  io.out(`${text.join('\n')}\n`)
  return problems.length === 0 ? 0 : 1
}

const NONE = 'no agent asks Portcullis here: portcullis agent install'

/** For `doctor` as well. An agent without a hook is told, and is no problem: nobody has to use one. */
export function agentLines(io: Io): { lines: string[]; problems: Problem[] } {
  const places = placesOf(io)
  const found = statusOf(HOST_SETTINGS, places)
  const lines = found.map(
    ({ host, scope, path, problem }) => `agent ${host.host} (${scope}): ${problem ? 'FAIL' : 'ok'}, ${path}`,
  )
  const without = unguarded(places).map(
    ({ host }) => `agent ${host}: no hook (portcullis agent install --host ${host})`,
  )
  return { lines: [...lines, ...without], problems: found.flatMap(({ problem }) => problem ?? []) }
}

function setupOf(hosts: readonly HostSettings[], { scope }: InstallFlags, io: Io): Setup {
  return { scope, hosts, places: placesOf(io), node: io.node.path }
}

function hostsOf({ host, all, managed }: InstallFlags, io: Io): readonly HostSettings[] {
  if (all || (managed && host === undefined)) return HOST_SETTINGS
  if (host === undefined) return used(io)
  return host.map(name => {
    const found = HOST_SETTINGS.find(one => one.host === name)
    if (found) return found
    throw new UsageError(`no agent is called '${name}'`, {
      hint: `one of: ${HOST_SETTINGS.map(one => one.host).join(', ')}`,
    })
  })
}

function used(io: Io): readonly HostSettings[] {
  const found = usedHosts(placesOf(io))
  if (found.length > 0) return found
  throw new UsageError('no agent is found here', {
    hint: 'name it: portcullis agent install --host claude-code',
  })
}

function placesOf(io: Io): Places {
  const home = io.env.HOME || io.env.USERPROFILE || homedir()
  try {
    const { root, commonDir } = survey(io.cwd, io.env)
    return { home, env: io.env, root, commonDir }
  } catch (error) {
    if (!(error instanceof GitError || error instanceof UsageError)) throw error
    return { home, env: io.env, root: null, commonDir: null }
  }
}
