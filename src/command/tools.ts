/** Hook managers, package managers that take them away, and the guard's own commands. */
import { isOpen } from '../shell/marks.ts'
import { openScope } from '../shell/scope.ts'
import { type Act, type Bench, benchAt } from './bench.ts'

const MANAGERS =
  /^(husky|lefthook|@evilmartians\/lefthook|pre-commit|prek|simple-git-hooks|overcommit|portcullis|lint-staged|git-hooks|yorkie|ghooks|captainhook)(@.*)?$/
const REMOVES = /^(uninstall|un|unlink|remove|rm|r)$/

type Tool = (words: string[], act: Act, bench: Bench) => void

const TOOLS: Record<string, Tool> = {
  __proto__: null as never,
  lefthook: manager(/^(uninstall)$/),
  'pre-commit': manager(/^(uninstall|clean|autoupdate)$/),
  prek: manager(/^(uninstall)$/),
  overcommit: manager(/^(--uninstall|-u)$/),
  husky: (words, _act, bench) => {
    if (words.some(word => /^(uninstall|remove)$/.test(word))) bench.say('hook-tool')
    else if (words.some(word => !/^(install|init|\.husky|-.*)$/.test(word))) bench.say('hook-config', 'ask')
  },
  'ssh-keygen': (words, _act, bench) =>
    void (words.includes('-Y') && words.includes('sign') && bench.say('self-approval', 'ask')),
  bfg: (_words, _act, bench) => bench.say('history-rewritten'),
  java: (words, _act, bench) =>
    void (words.some(word => /\bbfg[\w.-]*\.jar$/.test(word)) && bench.say('history-rewritten')),
  make: (words, _act, bench) => void (words.some(word => RELEASES.test(word)) && bench.say('package-script')),
  isogit: library,
  dulwich: library,
  gix: library,
  got: library,
  sl: library,
  'simple-git-hooks': manager(/^(uninstall)$/),
  'git-lfs': manager(/^(uninstall)$/),
  npm: packages,
  pnpm: packages,
  yarn: packages,
  bun: packages,
  pip: packages,
  pip3: packages,
  pipx: packages,
  uv: packages,
  gem: packages,
  brew: packages,
  apt: packages,
  'apt-get': packages,
  cargo: packages,
  portcullis: own,
  guard: own,
  jj: (words, _act, bench) =>
    void (words[0] === 'git' && words[1] === 'push' && bench.say('push-protected', 'ask')),
  hub: (words, act, bench) => void bench.act({ ...act, words: ['git', ...words] }),
  expect: spawns,
  unset: () => {},
  setopt: () => {},
}

/** Judges such a tool; false where the program is none. */
export function judgeTools(name: string, act: Act, bench: Bench): boolean {
  const tool = TOOLS[name]
  if (!tool) return false
  tool(act.words.slice(1), act, bench)
  return true
}

function manager(verbs: RegExp): Tool {
  return (words, _act, bench) => {
    if (words.some(word => verbs.test(word))) bench.say('hook-tool')
  }
}

function packages(words: string[], act: Act, bench: Bench): void {
  const verb = words.find(word => !word.startsWith('-')) ?? ''
  const rest = words.slice(words.indexOf(verb) + 1)
  if (REMOVES.test(verb) && rest.some(word => MANAGERS.test(word))) bench.say('hook-tool')
  if (/^(pip|pip3|pipx|gem|brew|apt|apt-get|cargo|uv)$/.test(act.words[0]!)) return
  if (
    /^(pkg|set-script)$/.test(verb) &&
    /husky|scripts\.prepare|lint-staged|simple-git-hooks/.test(rest.join(' '))
  )
    bench.say('hook-files', 'ask')
  const script = /^(run|run-script)$/.test(verb)
    ? rest.find(word => !word.startsWith('-'))
    : NAMES_SCRIPT(act, verb)
  if (script) judgeScript(script, benchAt(act.scope.folder, bench))
}

/** yarn, pnpm and bun run a script by its name alone */
function NAMES_SCRIPT(act: Act, verb: string): string | undefined {
  return act.words[0] !== 'npm' && RELEASES.test(verb) ? verb : undefined
}

const RELEASES = /^(release|publish|deploy|push|ship|version|bump)([:_-]\w+)*$/

/** A script whose text is known is judged by it; else by its name. */
function judgeScript(name: string, bench: Bench): void {
  if (isOpen(name)) return
  const text = bench.facts.script(name)
  if (text !== null) bench.script(text, openScope(bench.budget))
  else if (RELEASES.test(name)) bench.say('package-script')
}

const FOR_PEOPLE = /^(approve|deny|enroll|uninstall|disable|off|allow|nap|bypass)$/

function own(words: string[], _act: Act, bench: Bench): void {
  const [verb = '', next = ''] = words.filter(word => !word.startsWith('-'))
  if (words.includes('--help') || words.includes('-h')) return
  if (FOR_PEOPLE.test(verb)) bench.say('self-approval')
  else if (
    /^(policy|agent|audit|people|task|baseline)$/.test(verb) &&
    /^(disable|remove|edit|set|prune|uninstall|off|enroll|start|update)$/.test(next)
  ) {
    bench.say('self-approval')
  }
}

/** git without git: no hook looks. Reading is free. */
function library(words: string[], _act: Act, bench: Bench): void {
  if (words.some(word => /^(commit|push|ci|amend|reset|rebase|update-ref)$/.test(word)))
    bench.say('plumbing', 'ask')
}

/** `expect -c 'spawn git …'` */
function spawns(words: string[], act: Act, bench: Bench): void {
  const text = [...words, act.input ?? ''].join('\n')
  for (const [, line] of text.matchAll(/\b(?:spawn|exec|system)\s+(?:-\w+\s+)*([^;\n]+)/g))
    bench.script(line!, act.scope)
}
