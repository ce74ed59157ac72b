/** The builtins that change what a shell knows. */
import { isExact, UNKNOWN } from './marks.ts'
import { resolvePath, type Scope } from './scope.ts'

const DECLARES = new Set(['export', 'declare', 'typeset', 'local', 'readonly'])

/** Whether assignments written before this word stay in the shell. */
export function isBuiltin(word: string): boolean {
  return DECLARES.has(word)
}

/** Does what the builtin does to the scope; true where it prints nothing. */
export function declare(words: readonly string[], scope: Scope): boolean {
  const [name = '', ...rest] = words
  const act = ACTS[name]
  if (!act) return false
  act(rest, scope)
  return name !== 'printf'
}

const ACTS: Record<string, (words: string[], scope: Scope) => void> = {
  __proto__: null as never,
  alias: define,
  cd: enter,
  pushd: enter,
  popd: (_words, scope) => enter(['-'], scope),
  chdir: enter,
  unset: (words, scope) => words.forEach(word => void scope.variables.set(word, [])),
  set: setPositional,
  shift,
  read: forget,
  mapfile: forget,
  readarray: forget,
  getopts: forget,
  printf: (words, scope) => words[0] === '-v' && void scope.variables.set(words[1] ?? '', null),
}

function define(words: string[], scope: Scope): void {
  for (const word of words) {
    const at = word.indexOf('=')
    if (at > 0) scope.aliases.set(word.slice(0, at), word.slice(at + 1))
  }
}

function enter(words: string[], scope: Scope): void {
  const target = words.filter(word => !/^-[LPe@]+$/.test(word) && word !== '--')[0]
  if (target === undefined) scope.folder = '~'
  else scope.folder = target === '-' ? UNKNOWN : resolvePath(scope, target)
}

function shift(words: string[], scope: Scope): void {
  scope.positional = scope.positional?.slice(Number(words[0] ?? 1)) ?? null
}

function setPositional(words: string[], scope: Scope): void {
  const at = words.indexOf('--')
  if (at >= 0) scope.positional = words.slice(at + 1)
  else if (words.length > 0 && !/^[-+]/.test(words[0]!)) scope.positional = words
}

/** What comes from elsewhere is not known. */
function forget(words: string[], scope: Scope): void {
  for (const word of words) {
    if (isExact(word) && /^[A-Za-z_]\w*$/.test(word)) scope.variables.set(word, null)
  }
}
