/** `agent install` and `agent remove`: the launcher, and each host's settings changed where they are. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import {
  type Done,
  install,
  isEmpty,
  isOurs,
  type Obstacle,
  undone,
  uninstall,
} from '../../agent/settings/change.ts'
import type { HostSettings, Scope } from '../../agent/settings/hosts.ts'
import { digestOf, type Ledger, readLedger, writeLedger } from '../../agent/settings/ledger.ts'
import { PortcullisError } from '../../errors.ts'
import { packageRoot, script } from '../../install/package.ts'
import { sameFiles } from '../../install/same.ts'
import { baseOf, commandOf, launcherOf, type Places } from './places.ts'

export interface Setup {
  scope: Scope
  hosts: readonly HostSettings[]
  places: Places
  /** the Node that hooks start */
  node: string
}

/** Lines for people. Throws PortcullisError 2 for a settings file that cannot be read as what it is; what is done already is left alone. */
export function installHooks(setup: Setup): string[] {
  const lines = putLauncher(setup)
  return [
    ...lines,
    ...withLedger(setup, ledger => setup.hosts.flatMap(host => installOne(host, setup, ledger))),
  ]
}

/** Undoes `installHooks`: to the byte where nothing was changed since, else by taking out what is ours. */
export function removeHooks(setup: Setup): string[] {
  const lines = withLedger(setup, ledger => setup.hosts.flatMap(host => removeOne(host, setup, ledger)))
  return [...lines, ...takeLauncher(setup)]
}

function withLedger(setup: Setup, act: (ledger: Ledger) => string[]): string[] {
  const file = join(baseOf(setup.scope, setup.places), 'agents.json')
  const ledger = readLedger(file)
  try {
    return act(ledger)
  } finally {
    writeLedger(file, ledger)
  }
}

function installOne(host: HostSettings, setup: Setup, ledger: Ledger): string[] {
  const path = fileOf(host, setup)
  if (path === null) return [`${host.title} has no settings of scope ${setup.scope}: nothing changed`]
  const before = textOf(path)
  const entry = ledger[path]
  const content = host.content(commandOf(host, setup.scope, setup.places))
  const isAsLeft = before !== null && entry !== undefined && digestOf(before) === entry.digest
  const base = isAsLeft ? (entry.created ? null : undone(before, entry.undo)) : before
  const done = install(base, content, entry?.rules)
  if (isObstacle(done)) throw obstacle(path, done)
  ledger[path] = {
    digest: digestOf(done.text),
    created: isAsLeft ? entry.created : before === null,
    undo: done.undo,
    rules: done.rules,
  }
  if (done.text === before) return [`${host.title}: nothing to do in ${seen(path, setup)}`]
  const folder = write(path, done.text) ?? entry?.folder
  if (folder !== undefined) ledger[path].folder = folder
  const hint = host.hint === undefined ? [] : [`  ${host.hint}`]
  return [`${host.title}: ${before === null ? 'write' : 'change'} ${seen(path, setup)}`, ...hint]
}

function removeOne(host: HostSettings, setup: Setup, ledger: Ledger): string[] {
  const path = fileOf(host, setup)
  const before = path === null ? null : textOf(path)
  if (path === null || before === null) return []
  const entry = ledger[path]
  const content = host.content('')
  if (entry === undefined && !isOurs(before)) return []
  delete ledger[path]
  const isAsLeft = entry !== undefined && digestOf(before) === entry.digest
  const after =
    isAsLeft && !('whole' in content)
      ? undone(before, entry.undo)
      : taken(before, content, entry?.rules ?? [], path)
  if (after === before) return []
  const isGone = 'whole' in content || ((entry?.created ?? false) && isEmpty(after))
  if (isGone) drop(path, entry?.folder)
  else write(path, after)
  return [`${host.title}: ${isGone ? 'remove' : 'change'} ${seen(path, setup)}`]
}

function taken(
  before: string,
  content: ReturnType<HostSettings['content']>,
  rules: string[],
  path: string,
): string {
  try {
    return uninstall(before, content, rules)
  } catch (error) {
    throw obstacle(path, { what: 'it is not JSON', line: (error as { line?: number }).line ?? 1 })
  }
}

function isObstacle(done: Done | Obstacle): done is Obstacle {
  return 'what' in done
}

function obstacle(path: string, { what, line }: Obstacle): PortcullisError {
  const detail = {
    subject: path,
    ...(line !== undefined && { line }),
    hint: 'mend the file, then run the same command again',
  }
  return new PortcullisError(2, `the settings cannot be changed: ${what}`, detail)
}

/** In a project only the committed script: everybody's own clone has the engine. */
function putLauncher({ scope, places, node }: Setup): string[] {
  const base = baseOf(scope, places)
  const launcher = launcherOf(scope, places)
  const lines = textOf(launcher) === script('agent.sh') ? [] : [`write ${launcher}`]
  if (lines.length > 0) write(launcher, script('agent.sh'))
  if (scope === 'project') return lines
  const [from, to] = [packageRoot(), join(base, 'engine')]
  if (from !== to && !sameFiles(from, to, PARTS)) {
    rmSync(to, { recursive: true, force: true })
    for (const part of PARTS) cpSync(join(from, part), join(to, part), { recursive: true })
    lines.push(`copy the engine to ${to}`)
  }
  if (textOf(join(base, 'node')) !== `${node}\n`) write(join(base, 'node'), `${node}\n`)
  return lines
}

export const PARTS = ['bin', 'dist', 'package.json']

/** When no other host of this scope needs it. What `init` put into the clone stays. */
function takeLauncher({ scope, places }: Setup): string[] {
  const base = baseOf(scope, places)
  if (Object.keys(readLedger(join(base, 'agents.json'))).length > 0) return []
  const launcher = launcherOf(scope, places)
  const gone = [launcher, ...(scope === 'user' ? [join(base, 'engine'), join(base, 'node')] : [])].filter(
    existsSync,
  )
  for (const path of gone) rmSync(path, { recursive: true })
  if (gone.length > 0) sweep(dirname(launcher))
  return gone.map(path => `remove ${path}`)
}

function fileOf(host: HostSettings, { scope, places }: Setup): string | null {
  return host.file(scope, places)
}

function seen(path: string, { places }: Setup): string {
  const inside = places.root === null ? '..' : relative(places.root, path)
  return inside.startsWith('..') ? path : inside
}

export function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Gives the topmost folder that had to be made. */
function write(path: string, text: string): string | undefined {
  const made = mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return made
}

/** With the folders that were made for it, where nothing else is in them. */
function drop(path: string, top: string | undefined): void {
  rmSync(path)
  if (top === undefined) return
  for (let folder = dirname(path); folder.startsWith(top); folder = dirname(folder))
    if (!sweep(folder)) return
}

function sweep(folder: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length > 0) return false
  rmdirSync(folder)
  return true
}
