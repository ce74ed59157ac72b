/** Everything `init` does and undoes, as a list of steps: nothing here writes. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PortcullisError } from '../errors.ts'
import { addedRemoval, addedSteps } from './added.ts'
import { configHookRemoval, configHookSteps } from './config-hooks.ts'
import { dispatchRemoval, dispatchSteps } from './dispatch.ts'
import { frameworkRemoval, frameworkSteps } from './framework.ts'
import { hookFileRemoval, hookFileSteps } from './hook-files.ts'
import { huskyRemoval, huskySteps } from './husky.ts'
import { lefthookRemoval, lefthookSteps } from './lefthook.ts'
import { script } from './package.ts'
import { referenceRemoval } from './reference-transaction.ts'
import type { Step } from './step.ts'
import { hasConfigHooks, type Manager, type Survey } from './survey.ts'

export interface Engine {
  /** the package's folder: bin/, dist/, package.json */
  root: string
  /** the absolute path of the Node that hooks start */
  node: string
}

/** `policy`: the text of a first policy, used where the repository has none. */
export function initSteps(survey: Survey, engine: Engine, policy: string): Step[] {
  return [
    ...homeSteps(survey, engine),
    ...addedSteps(survey, { 'policy.toml': policy, key: `${randomBytes(32).toString('hex')}\n` }),
    { do: 'write', path: join(survey.root, '.portcullis/hook'), text: script('shim.sh') },
    ...survey.managers.flatMap(manager => managerSteps(survey, manager)),
    ...ownHookSteps(survey),
    ...(hasConfigHooks(survey.gitVersion) ? configHookSteps(survey) : []),
  ]
}

/** What lies in the common git dir, for all worktrees and all branches of this clone. */
function homeSteps({ commonDir }: Survey, { root, node }: Engine): Step[] {
  if (!existsSync(join(root, 'dist/cli.js'))) {
    throw new PortcullisError(3, 'the engine is not built', { subject: root, hint: 'npm run build' })
  }
  const home = join(commonDir, 'portcullis')
  return [
    { do: 'copy', from: root, to: join(home, 'engine'), names: ['bin', 'dist', 'package.json'] },
    { do: 'write', path: join(home, 'hook'), text: script('shim.sh') },
    // a file, not a setting: the shim reads it without starting git (2 ms of every hook)
    { do: 'write', path: join(home, 'node'), text: `${node}\n` },
  ]
}

function managerSteps(survey: Survey, { name, path }: Manager): Step[] {
  switch (name) {
    case 'husky':
      return [...huskySteps(path), ...dispatchSteps(survey, join(path, '_'), false)]
    case 'hooks-path':
      return hookFileSteps(path, 'committed')
    case 'personal-hooks-path':
      return dispatchSteps(survey, path, true)
    case 'lefthook':
      return lefthookSteps(path)
    case 'pre-commit':
      return frameworkSteps(path)
  }
}

/** git's own folder of hooks, also where it sleeps behind core.hooksPath: it is what is left when that is unset. */
function ownHookSteps({ commonDir, managers }: Survey): Step[] {
  const isLefthook = managers.some(manager => manager.name === 'lefthook')
  return isLefthook ? [] : hookFileSteps(join(commonDir, 'hooks'), 'local')
}

/** Undoes `initSteps`, whatever manager was there then. */
export function removeSteps(survey: Survey): Step[] {
  const home = join(survey.commonDir, 'portcullis')
  return [
    ...configHookRemoval(),
    ...survey.managers.flatMap(managerRemoval),
    ...hookFileRemoval(join(survey.commonDir, 'hooks')),
    ...dispatchRemoval(survey),
    ...referenceRemoval(survey),
    { do: 'write', path: join(survey.root, '.portcullis/hook'), text: null },
    ...addedRemoval(survey),
    { do: 'write', path: join(home, 'hook'), text: null },
    { do: 'write', path: join(home, 'node'), text: null },
    ...['engine', 'receipts', 'cache', 'agent-memory'].map(
      (name): Step => ({ do: 'copy', from: home, to: join(home, name), names: null }),
    ),
  ]
}

function managerRemoval({ name, path }: Manager): Step[] {
  switch (name) {
    case 'husky':
      return huskyRemoval(path)
    case 'hooks-path':
      return hookFileRemoval(path)
    case 'personal-hooks-path':
      return []
    case 'lefthook':
      return lefthookRemoval(path)
    case 'pre-commit':
      return frameworkRemoval(path)
  }
}
