/** `portcullis doctor`: for every existing worktree, does each hook really reach us? And the command that mends what does not. */
import { checkEnvironment, checkInstallation } from '../install/checks.ts'
import { diagnose, type Problem } from '../install/diagnose.ts'
import { EVENTS, type HookEvent } from '../install/events.ts'
import { packageRoot } from '../install/package.ts'
import { type Answer, probe } from '../install/probe.ts'
import { hasConfigHooks, type Survey, survey } from '../install/survey.ts'
import { worktrees } from '../install/worktrees.ts'
import type { ExitCode } from '../model.ts'
import type { CommandResult } from './init.ts'

export interface DoctorOptions {
  engineRoot?: string
  /** of the Node that runs this, without the `v` */
  nodeVersion: string
  /** what other parts know: a policy that does not compile, an engine that cannot load. Lines for the report, and problems */
  more?: { lines: string[]; problems: Problem[] }
}

interface Line {
  state: 'ok' | 'FAIL' | '?'
  event: HookEvent
  text: string
  mend?: string
}

/** Exit 0: all hooks of all worktrees reach us and nothing is wrong. 1: something is. 3: a hook could not be run. */
export function doctor(cwd: string, env: NodeJS.ProcessEnv, options: DoctorOptions): CommandResult {
  const place = survey(cwd, env)
  const trees = examined(place)
  const root = options.engineRoot ?? packageRoot()
  const problems = [
    ...checkEnvironment(env),
    ...checkInstallation(place, root, options.nodeVersion),
    ...(options.more?.problems ?? []),
  ]
  const text = [
    `git ${place.gitVersion.join('.')}, Node ${options.nodeVersion}, hooks: ${managerNames(place)}`,
    ...(options.more?.lines ?? []),
    ...trees.flatMap(({ path, lines }) => [`worktree ${path}`, ...lines.flatMap(show)]),
    ...problems.flatMap(({ what, mend }) => [`FAIL  ${what}`, `      mend: ${mend}`]),
    '',
  ].join('\n')
  return {
    exit: exitOf(
      trees.flatMap(({ lines }) => lines),
      problems,
    ),
    text,
  }
}

/** How many of the hooks reach us now, in each worktree there is. */
export function hooksAlive(
  cwd: string,
  env: NodeJS.ProcessEnv,
): { path: string; alive: number; of: number }[] {
  return examined(survey(cwd, env)).map(({ path, lines }) => {
    return { path, alive: lines.filter(({ state }) => state === 'ok').length, of: lines.length }
  })
}

function examined(place: Survey): { path: string; lines: Line[] }[] {
  return worktrees(place).map(path => ({ path, lines: EVENTS.map(event => examine(place, path, event)) }))
}

function managerNames({ managers }: Survey): string {
  return managers.map(({ name }) => name).join(', ') || '.git/hooks'
}

/** Where git has two kinds of hooks each is asked alone: the other one would answer for it. */
function examine(place: Survey, worktree: string, event: HookEvent): Line {
  const file = probe(place, worktree, event, [`hook.portcullis-${event}.enabled=false`])
  const configured = hasConfigHooks(place.gitVersion)
    ? probe(place, worktree, event, ['core.hooksPath=/dev/null'])
    : 'silent'
  const ways = [isReached(file) ? 'hook file' : '', isReached(configured) ? 'git configuration' : ''].filter(
    Boolean,
  )
  const reached = [file, configured].find(isReached)
  if (!reached) return file === 'unknown' ? unknown(event) : failed(place, worktree, event)
  const missing = reached.engine === null ? 'no engine' : reached.node === null ? 'no Node' : null
  if (missing)
    return { state: 'FAIL', event, text: `reaches us, but finds ${missing}`, mend: 'npx portcullis init' }
  return { state: 'ok', event, text: `${ways.join(' and ')}, judged by ${reached.engine}` }
}

function isReached(answer: Answer): answer is Exclude<Answer, string> {
  return typeof answer === 'object'
}

function unknown(event: HookEvent): Line {
  return {
    state: '?',
    event,
    text: 'the hook did not come to an end in time',
    mend: 'see what stands before portcullis in it',
  }
}

function failed(place: Survey, worktree: string, event: HookEvent): Line {
  const { what, mend } = diagnose(place, worktree, event)
  return { state: 'FAIL', event, text: what, mend }
}

function show({ state, event, text, mend }: Line): string[] {
  const line = `  ${state.padEnd(4)}  ${event.padEnd(18)}  ${text}`
  return mend ? [line, `        mend: ${mend}`] : [line]
}

function exitOf(lines: Line[], problems: Problem[]): ExitCode {
  if (problems.length > 0 || lines.some(({ state }) => state === 'FAIL')) return 1
  return lines.some(({ state }) => state === '?') ? 3 : 0
}
