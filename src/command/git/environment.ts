/** Variables that keep hooks from running, change configuration or start other programs when git runs. */
import { isExact, isOpen, UNKNOWN } from '../../shell/marks.ts'
import { spend } from '../../shell/reader.ts'
import type { Bench } from '../bench.ts'
import type { RuleId } from '../rules.ts'
import type { GitCommand } from './command.ts'
import { judgeKey } from './keys.ts'
import { WRITES } from './names.ts'

type Judge = (value: string) => RuleId | null

const set =
  (rule: RuleId): Judge =>
  value =>
    value === '' ? null : rule
const OFF = /^(0|false|no|off)$/i
const off: Judge = value => (OFF.test(value) || isOpen(value) ? 'hook-environment' : null)
const on: Judge = value => (value === '' || OFF.test(value) ? null : 'hook-environment')
/** an agent's sign that is taken away */
const hidden: Judge = value => (value === '' || OFF.test(value) ? 'hook-environment' : null)
const key =
  (name: string): Judge =>
  value =>
    value === '' ? null : (`key:${name}` as RuleId)

/** Judged whenever git writes. The name's pattern is whole. */
const WRITING: [pattern: RegExp, judge: Judge][] = [
  [/^(HUSKY|LEFTHOOK|PRE_COMMIT|OVERCOMMIT|SIMPLE_GIT_HOOKS)$/, off],
  [
    /^(HUSKY_SKIP_\w+|SKIP_SIMPLE_GIT_HOOKS|LEFTHOOK_(EXCLUDE|SKIP\w*)|SKIP|OVERCOMMIT_DISABLE|PRE_COMMIT_ALLOW_NO_CONFIG|PREK_(SKIP|ALLOW_NO_CONFIG)|GITHOOKS_\w+|DISABLE_HUSKY)$/,
    on,
  ],
  [
    /^(SKIP|NO|DISABLE|BYPASS|IGNORE)_?(GIT_?)?(HOOKS?|GUARD|VERIFY|PORTCULLIS|LEFTHOOK|PRE_?(COMMIT|PUSH)\w*|CHECKS?|GITLEAKS)$/i,
    on,
  ],
  [/^PORTCULLIS_\w+$/, on],
  [
    /^GIT_(DIR|COMMON_DIR)$/,
    value => (/(^|\/)\.git\/?$/.test(value) || value === '' ? null : 'hook-environment'),
  ],
  [/^GIT_CONFIG(_GLOBAL|_SYSTEM|_NOSYSTEM)?$/, set('hook-environment')],
  [
    /^(NODE_OPTIONS)$/,
    value =>
      /--?(r|require|import|loader|experimental-loader|eval|env-file)\b/.test(value) || isOpen(value)
        ? 'hook-environment'
        : null,
  ],
  [/^(LD_PRELOAD|LD_LIBRARY_PATH|DYLD_\w+|BASH_ENV|ZDOTDIR|NODE_PATH)$/, set('hook-environment')],
  [/^PATH$/, value => (shims(value) ? 'hook-environment' : null)],
  [/^(GIT_WORK_TREE|HOME|XDG_CONFIG_HOME)$/, set('hook-environment')],
  [
    /^(CLAUDECODE|CLAUDE_CODE_\w+|AI_AGENT|CODEX_\w+|CURSOR_AGENT|GEMINI_CLI|COPILOT_CLI|COPILOT_AGENT_\w+|OPENCODE\w*|AUGMENT_AGENT|QWEN_CODE)$/,
    hidden,
  ],
  [/^GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)$/, set('other-identity')],
]

/** Judged whenever git runs: as the configuration key of the same meaning. */
const ANYTIME: [pattern: RegExp, judge: Judge][] = [
  [/^GIT_SSH(_COMMAND)?$/, key('core.sshCommand')],
  [/^(GIT_PAGER|PAGER)$/, key('core.pager')],
  [/^(GIT_EDITOR|EDITOR|VISUAL)$/, key('core.editor')],
  [/^GIT_SEQUENCE_EDITOR$/, key('sequence.editor')],
  [/^GIT_EXTERNAL_DIFF$/, key('diff.external')],
  [/^(GIT_ASKPASS|SSH_ASKPASS)$/, key('core.askPass')],
  [/^GIT_PROXY_COMMAND$/, key('core.gitProxy')],
  [/^GIT_(EXEC_PATH|TEMPLATE_DIR)$/, set('code-execution')],
  [/^GIT_ALLOW_PROTOCOL$/, value => (/\bext\b/.test(value) ? 'code-execution' : null)],
  [/^GIT_ATTR_SOURCE$/, set('code-execution')],
]

/** Judges the variables that this line sets for a git command. */
export function judgeGitEnvironment(git: GitCommand, bench: Bench): void {
  for (const [name, value] of git.act.environment) judgeVariable(name, value, WRITES.has(git.name), bench)
  judgeInjected(git.act.environment, bench)
}

/** One variable, as git or a hook would read it. */
export function judgeVariable(name: string, value: string, writes: boolean, bench: Bench): void {
  spend(bench.budget, 8)
  const rows = writes ? [...WRITING, ...ANYTIME] : ANYTIME
  for (const [pattern, judge] of rows) {
    if (!pattern.test(name)) continue
    const found = judge(value)
    if (found?.startsWith('key:')) judgeKey(found.slice('key:'.length), value, bench)
    else if (found) bench.say(found)
  }
}

/** `GIT_CONFIG_COUNT` with its keys and values, and `GIT_CONFIG_PARAMETERS`. */
function judgeInjected(environment: ReadonlyMap<string, string>, bench: Bench): void {
  for (const [name, value] of environment) {
    const index = /^GIT_CONFIG_KEY_(\d+)$/.exec(name)?.[1]
    if (index !== undefined) judgeKey(value, environment.get(`GIT_CONFIG_VALUE_${index}`) ?? UNKNOWN, bench)
  }
  const parameters = environment.get('GIT_CONFIG_PARAMETERS')
  if (parameters !== undefined) judgeParameters(parameters, bench)
}

/** Judges injected settings whatever runs: an exported one meets the next git. */
export function judgeExported(environment: ReadonlyMap<string, string>, bench: Bench): void {
  judgeInjected(environment, bench)
}

function judgeParameters(text: string, bench: Bench): void {
  if (!isExact(text)) {
    bench.say('hook-config')
    return
  }
  for (const [, first, second] of text.matchAll(/'([^']*)'(?:='([^']*)')?/g)) {
    const at = first!.indexOf('=')
    if (second !== undefined) judgeKey(first!, second, bench)
    else if (at < 0) judgeKey(first!, 'true', bench)
    else judgeKey(first!.slice(0, at), first!.slice(at + 1), bench)
  }
}

/** A search path that begins in a folder where anybody writes, or leaves out what was there. */
function shims(value: string): boolean {
  const folders = value.split(':')
  const kept = folders.some(folder => folder.includes(UNKNOWN))
  const known =
    /^(~\/|\/usr\/|\/opt\/|\/bin$|\/sbin$|\/home\/[^/]+\/|\/Users\/|\/snap\/|\/nix\/|\uFDD0|(\.\/)?node_modules\/\.bin$|\.venv\/bin$|venv\/bin$)/
  return !kept || folders.some(folder => !known.test(folder))
}
