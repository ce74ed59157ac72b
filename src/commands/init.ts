/** `portcullis init`: sets this clone up, or undoes it. Asks nothing, so it runs anywhere. */
import { existsSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { factsOf } from '../install/facts.ts'
import { frameworkHint, frameworkSteps } from '../install/framework.ts'
import { syncLefthook } from '../install/lefthook-sync.ts'
import { type Engine, initSteps, removeSteps } from '../install/plan.ts'
import { referenceSteps } from '../install/reference-transaction.ts'
import { describe, isDone, type Step, take } from '../install/step.ts'
import { type Survey, survey } from '../install/survey.ts'
import type { ExitCode } from '../model.ts'
import { defaultPolicy } from '../policy/defaults.ts'

export interface InitOptions {
  remove?: boolean
  dryRun?: boolean
  /** also the hook that sees plumbing move a branch */
  referenceTransaction?: boolean
  /** the engine to copy into the clone and the Node that runs it */
  engine: Engine
}

export interface CommandResult {
  exit: ExitCode
  /** for stdout */
  text: string
}

/** Throws GitError (3) outside a repository, UsageError (2) in a bare one; what is done already is left alone. */
export function init(cwd: string, env: NodeJS.ProcessEnv, options: InitOptions): CommandResult {
  const place = survey(cwd, env)
  const planned = options.remove ? removeSteps(place) : initPlan(place, options)
  const steps = planned.filter(step => !isDone(step, place))
  const lines = steps.map(step => `${options.dryRun ? 'would ' : ''}${describe(step, place)}`)
  if (!options.dryRun) carryOut(steps, place, options)
  const end = options.remove ? removedText(place) : nextSteps(place)
  return { exit: 0, text: [...summary(lines, options), ...(options.dryRun ? [] : end), ''].join('\n') }
}

function initPlan(place: Survey, options: InitOptions): Step[] {
  const steps = initSteps(place, options.engine, defaultPolicy(factsOf(place)))
  return options.referenceTransaction ? [...steps, ...referenceSteps(place)] : steps
}

function carryOut(steps: Step[], place: Survey, options: InitOptions): void {
  for (const step of steps) take(step, place)
  syncLefthook(place)
  if (!options.remove) return
  for (const folder of [join(place.root, '.portcullis'), join(place.commonDir, 'portcullis')]) {
    try {
      rmdirSync(folder)
    } catch {
      // not empty: the rest is not ours (rules, a baseline, the audit log)
    }
  }
}

function summary(lines: string[], options: InitOptions): string[] {
  if (lines.length === 0)
    return [options.remove ? 'nothing of portcullis is here' : 'nothing to do: this clone is set up']
  return lines
}

function nextSteps(place: Survey): string[] {
  const files = ['.portcullis', ...place.managers.filter(isCommitted).map(({ path }) => path)]
  return [
    '',
    `hooks: ${place.managers.map(({ name }) => name).join(', ') || '.git/hooks'}`,
    'next:',
    '  npm i -D portcullis            so that every clone has the engine',
    `  git add ${files.map(file => file.replace(`${place.root}/`, '')).join(' ')} && git commit`,
    '  npx portcullis doctor          proves that each hook reaches it, in every worktree',
    '  each other clone runs `npx portcullis init` once: its linked worktrees need it ("prepare" can do it)',
    ...place.managers.flatMap(manualSteps),
  ]
}

function isCommitted({ name }: Survey['managers'][number]): boolean {
  return name !== 'personal-hooks-path'
}

function manualSteps({ name, path }: Survey['managers'][number]): string[] {
  if (name !== 'pre-commit') return []
  const push =
    '  pre-commit passes no list of refs to its hooks: pre-push is guarded by .git/hooks/pre-push, which init writes in each clone'
  return frameworkSteps(path).length > 0 ? [push] : [push, `  add to ${path}:`, frameworkHint()]
}

function removedText(place: Survey): string[] {
  const folder = join(place.root, '.portcullis')
  return existsSync(folder) ? ['', `what is left in ${folder} was changed since, or is not from init`] : []
}
