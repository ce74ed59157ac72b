/** What is wrong with the installation itself, whatever the hooks do. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ask, askLine } from './ask.ts'
import type { Problem } from './diagnose.ts'
import { EVENTS } from './events.ts'
import { packageVersion, script } from './package.ts'
import { sameFiles } from './same.ts'
import { hasConfigHooks, type Survey } from './survey.ts'

const INIT = 'npx portcullis init'

/** `engineRoot`: the package that runs now, with which the copy in the clone is compared. */
export function checkInstallation(place: Survey, engineRoot: string, nodeVersion: string): Problem[] {
  return [
    ...checkNode(place, nodeVersion),
    ...checkScripts(place),
    ...checkCopy(place, engineRoot),
    ...checkConfigHooks(place),
    ...checkPolicyFile(place),
  ]
}

/** Configuration injected by the environment can turn every hook away, for whatever is started from here. */
export function checkEnvironment(env: NodeJS.ProcessEnv): Problem[] {
  const steers = /hookspath|^'?hook\./i
  const keys = Object.entries(env).filter(([name]) => /^GIT_CONFIG_(KEY_\d+|PARAMETERS)$/.test(name))
  return keys
    .filter(([, value]) => steers.test(value ?? ''))
    .map(([name]) => ({
      what: `the environment sets git configuration about hooks, in "${name}"`, // its value may hold more than that
      mend: name === 'GIT_CONFIG_PARAMETERS' ? `unset ${name}` : 'unset GIT_CONFIG_COUNT',
    }))
}

function checkNode({ commonDir }: Survey, version: string): Problem[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const problems: Problem[] = []
  if (major < 20 || (major === 20 && minor < 19)) {
    problems.push({ what: `Node ${version} is too old`, mend: 'install Node 20.19 or newer' })
  }
  const file = join(commonDir, 'portcullis/node')
  const node = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (!existsSync(node)) {
    problems.push({
      what: node ? `the Node of this clone's hooks is gone: "${node}"` : 'this clone is not set up',
      mend: INIT,
    })
  }
  return problems
}

function checkScripts({ root, commonDir }: Survey): Problem[] {
  const wanted = script('shim.sh')
  return [join(commonDir, 'portcullis/hook'), join(root, '.portcullis/hook')]
    .filter(path => !existsSync(path) || readFileSync(path, 'utf8') !== wanted)
    .map(path => ({
      what: `"${path}" is ${existsSync(path) ? 'not the one of this version' : 'missing'}`,
      mend: INIT,
    }))
}

function checkCopy({ commonDir }: Survey, engineRoot: string): Problem[] {
  const copy = join(commonDir, 'portcullis/engine')
  if (engineRoot === copy || sameFiles(engineRoot, copy, ['bin', 'dist', 'package.json'])) return []
  const version = existsSync(join(copy, 'package.json')) ? packageVersion(copy) : 'none'
  const what = `the copy of the engine in the clone (${version}) is not the one installed (${packageVersion(engineRoot)})`
  return [{ what, mend: INIT }]
}

function checkConfigHooks(place: Survey): Problem[] {
  if (!hasConfigHooks(place.gitVersion)) return []
  const missing = EVENTS.filter(event => setting(place, `hook.portcullis-${event}.command`) === null)
  const problems = switchedOff(place).map(key => ({
    what: `"${key}" is false`,
    mend: `git config --unset-all ${key}`,
  }))
  if (missing.length === 0) return problems
  return [...problems, { what: `git's configuration has no hook for ${missing.join(', ')}`, mend: INIT }]
}

/** git's keys that turn a configured hook off, by its own name or by its event's. */
function switchedOff({ root, env }: Survey): string[] {
  const { stdout } = ask(
    root,
    ['config', '--null', '--type=bool', '--get-regexp', '^hook\\..*\\.enabled$'],
    env,
  )
  const names = new Set(
    EVENTS.flatMap(event => [`hook.${event}.enabled`, `hook.portcullis-${event}.enabled`]),
  )
  return stdout
    .split('\0')
    .map(entry => entry.split('\n'))
    .filter(([key = '', value]) => names.has(key) && value === 'false')
    .map(([key = '']) => key)
}

function setting({ root, env }: Survey, key: string): string | null {
  return askLine(root, ['config', '--get', key], env)
}

function checkPolicyFile({ root }: Survey): Problem[] {
  const path = join(root, '.portcullis/policy.toml')
  return existsSync(path) ? [] : [{ what: `there is no policy: "${path}"`, mend: INIT }]
}
