/** What a package manager runs by itself when it installs. */
import { HOOK_PATHS, touching } from './by-path.ts'
import { jsonTable, spelled, tableOf } from './json.ts'
import { listed } from './named.ts'
import { textsOf } from './text.ts'
import type { ChangeClass, Versions } from './types.ts'

const isPackage = touching(['**/package.json'])
const isScript = touching([
  '**/setup.py',
  '**/setup.cfg',
  '**/build.rs',
  '**/.npmrc',
  '**/.yarnrc',
  '**/.yarnrc.yml',
  '**/.yarn/plugins/**',
  '**/.yarn/releases/**',
  '**/.pnpmfile.cjs',
  '**/.pnpmfile.mjs',
  '**/pnpm-workspace.yaml',
  '**/bunfig.toml',
  '**/binding.gyp',
  '**/extconf.rb',
  '**/pip.conf',
  '**/.cargo/config',
  '**/.cargo/config.toml',
])

/** npm's own list (npm docs, "Life Cycle Scripts"), those that an install runs. */
const LIFECYCLE = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
  'dependencies',
]
/** Fields of package.json that say which dependencies may run theirs, or which program installs. */
const SETTINGS = ['gypfile', 'trustedDependencies', 'allowScripts', 'packageManager']

export const installScript: ChangeClass = {
  touches: change => isPackage(change) || isScript(change),
  look: versions =>
    isPackageJson(versions)
      ? fieldsChanged(versions, lifecycle, 'changes')
      : ['a file that installing runs or reads'],
}

function isPackageJson({ path }: Versions): boolean {
  return isPackage({ path, status: 'modified', before: [], after: null })
}

function lifecycle(text: string): Map<string, string> | null {
  const root = jsonTable(text)
  if (root === null) return null
  const scripts = tableOf(root.scripts) ?? {}
  const pnpm = tableOf(root.pnpm) ?? {}
  return new Map([
    ...LIFECYCLE.filter(name => Object.hasOwn(scripts, name)).map(name => pair(name, scripts[name])),
    ...SETTINGS.filter(name => Object.hasOwn(root, name)).map(name => pair(name, root[name])),
    ...Object.keys(pnpm)
      .filter(name => /built|scripts/i.test(name))
      .map(name => pair(`pnpm.${name}`, pnpm[name])),
  ])
}

function pair(name: string, value: unknown): [string, string] {
  return [name, spelled(value)]
}

/** Fields whose value is another than before, in whatever parent. */
function fieldsChanged(
  versions: Versions,
  read: (text: string) => Map<string, string> | null,
  verb: string,
): string[] {
  const { after, before } = textsOf(versions)
  const now = versions.after === null ? new Map<string, string>() : read(after)
  if (now === null) return ['a package.json that cannot be read']
  const then = before.map(text => read(text) ?? new Map<string, string>())
  const names = new Set([...now.keys(), ...then.flatMap(old => [...old.keys()])])
  const changed = [...names].filter(name => differs(name, now, then))
  return changed.length === 0 ? [] : [`${verb} ${listed(changed)}`]
}

function differs(name: string, now: Map<string, string>, then: Map<string, string>[]): boolean {
  return then.length === 0 ? now.has(name) : then.every(old => old.get(name) !== now.get(name))
}

const isHookPath = touching(HOOK_PATHS)
/** Hook managers that keep their settings in package.json. */
const HOOK_FIELDS = [
  'husky',
  'simple-git-hooks',
  'lint-staged',
  'pre-commit',
  'pre-push',
  'gitHooks',
  'ghooks',
  'lefthook',
]

export const hookConfig: ChangeClass = {
  touches: change => isHookPath(change) || isPackage(change),
  look: versions =>
    isPackageJson(versions)
      ? fieldsChanged(versions, hookFields, 'changes')
      : ['a file that git hooks run or read'],
}

function hookFields(text: string): Map<string, string> | null {
  const root = jsonTable(text)
  if (root === null) return null
  return new Map(HOOK_FIELDS.filter(name => Object.hasOwn(root, name)).map(name => pair(name, root[name])))
}
