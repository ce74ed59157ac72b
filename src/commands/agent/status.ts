/** `agent status`: which hosts have our hook, and does it lead to an engine that is there? For `doctor` too. */
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { isOurs } from '../../agent/settings/change.ts'
import { HOST_SETTINGS, type HostSettings, type Scope } from '../../agent/settings/hosts.ts'
import type { Problem } from '../../install/diagnose.ts'
import { packageRoot, script } from '../../install/package.ts'
import { sameFiles } from '../../install/same.ts'
import { PARTS, textOf } from './install.ts'
import { baseOf, commandOf, launcherOf, type Places } from './places.ts'

export interface Status {
  host: HostSettings
  scope: Scope
  path: string
  problem: Problem | null
}

const SCOPES: readonly Scope[] = ['user', 'project', 'local']

/** One entry for each settings file that has a hook of ours. */
export function statusOf(hosts: readonly HostSettings[], places: Places): Status[] {
  const seen = new Set<string>()
  return hosts.flatMap(host =>
    SCOPES.flatMap(scope => {
      if (scope !== 'user' && places.root === null) return []
      const path = host.file(scope, places)
      const text = path === null ? null : textOf(path)
      if (path === null || text === null || !isOurs(text) || seen.has(path)) return []
      seen.add(path)
      return [
        {
          host,
          scope,
          path,
          problem: hookProblem(host, scope, text, places) ?? launcherProblem(scope, places),
        },
      ]
    }),
  )
}

function hookProblem(host: HostSettings, scope: Scope, text: string, places: Places): Problem | null {
  const command = commandOf(host, scope, places)
  if (text.includes(command) || text.includes(JSON.stringify(command).slice(1, -1))) return null
  return {
    what: `${host.title}: its hook does not call the launcher of this installation`,
    mend: mendOf(host.host, scope),
  }
}

function launcherProblem(scope: Scope, places: Places): Problem | null {
  const launcher = launcherOf(scope, places)
  const text = textOf(launcher)
  const mend = mendOf(null, scope)
  if (text === null) return { what: `the launcher is missing: "${launcher}"`, mend }
  if (text !== script('agent.sh')) return { what: `"${launcher}" is not the one of this version`, mend }
  return scope === 'project' ? null : engineProblem(baseOf(scope, places), mend)
}

function engineProblem(base: string, mend: string): Problem | null {
  const engine = join(base, 'engine')
  if (!existsSync(join(engine, 'bin/agent.cjs'))) return { what: `the engine is missing: "${engine}"`, mend }
  const node = textOf(join(base, 'node'))?.trim() ?? ''
  if (!isExecutable(node)) return { what: `the Node of the agents' hook is gone: "${node}"`, mend }
  const root = packageRoot()
  if (root === engine || sameFiles(root, engine, PARTS)) return null
  return { what: `"${engine}" is not the engine of this version`, mend }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function mendOf(host: string | null, scope: Scope): string {
  return `portcullis agent install --scope ${scope}${host === null ? '' : ` --host ${host}`}`
}

/** Hosts that seem to be used here and have no hook at all. */
export function unguarded(places: Places): HostSettings[] {
  const guarded = new Set(statusOf(HOST_SETTINGS, places).map(({ host }) => host.host))
  return usedHosts(places).filter(({ host }) => !guarded.has(host))
}

/** Those with a folder under the home folder or in the work tree. VS Code's own folder says nothing about its agent. */
export function usedHosts({ home, root }: Places): HostSettings[] {
  const has = (folder: string) =>
    existsSync(join(home, folder)) || (root !== null && existsSync(join(root, folder)))
  return HOST_SETTINGS.filter(({ host, folder }) => host !== 'vscode' && has(folder))
}
