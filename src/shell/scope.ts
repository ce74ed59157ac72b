/** What a shell knows while it runs a command line: variables, functions, aliases, where it is, what it wrote to files. */
import { type Budget, spend } from './reader.ts'
import type { Node } from './types.ts'

export interface Scope {
  /** the elements of each variable; null: set to something that cannot be known */
  variables: Map<string, string[] | null>
  functions: Map<string, Node>
  aliases: Map<string, string>
  /** texts that this command line wrote, by path */
  files: Map<string, string>
  /** `$1` and on; null: not known */
  positional: string[] | null
  /** relative to where the command line starts, or absolute */
  folder: string
  /** a file was sourced: variables, functions and aliases may be anything */
  sourced: boolean
  /** a `${name:-word}` whose variable is not known is read as its word */
  defaults: boolean
  budget: Budget
}

/** How it starts. `$HOME` and `$PWD` stand for what they name, so that paths can be told. */
export function openScope(budget: Budget): Scope {
  const variables = new Map<string, string[] | null>([
    ['IFS', [' \t\n']],
    ['HOME', ['~']],
    ['PWD', ['.']],
  ])
  return {
    variables,
    functions: new Map(),
    aliases: new Map(),
    files: new Map(),
    positional: null,
    folder: '',
    sourced: false,
    defaults: false,
    budget,
  }
}

/** A copy that can be changed on its own; files are shared, for a subshell's writes stay. */
export function fork(scope: Scope): Scope {
  spend(scope.budget, 8 + scope.variables.size + scope.functions.size + scope.aliases.size)
  return {
    ...scope,
    variables: new Map(scope.variables),
    functions: new Map(scope.functions),
    aliases: new Map(scope.aliases),
  }
}

/** After something that may or may not have run: what differs in the variables is not known. */
export function merge(scope: Scope, other: Scope): void {
  spend(scope.budget, 8 + scope.variables.size + other.variables.size)
  for (const name of new Set([...scope.variables.keys(), ...other.variables.keys()])) {
    const [mine, theirs] = [scope.variables.get(name), other.variables.get(name)]
    if (mine?.join('\0') !== theirs?.join('\0') || mine === null) scope.variables.set(name, null)
  }
  for (const [name, node] of other.functions) scope.functions.set(name, node)
  for (const [name, text] of other.aliases) scope.aliases.set(name, text)
  scope.sourced ||= other.sourced
  if (other.folder !== scope.folder) scope.folder = other.folder
}

/** `path` as seen from where the command line starts. */
export function resolvePath(scope: Scope, path: string): string {
  if (/^(\/|~|[A-Za-z]:)/.test(path) || scope.folder === '') return normal(path)
  return normal(`${scope.folder}/${path}`)
}

/** Without `.` and `..` where that can be done. Backslashes are not separators here. */
export function normal(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..' && kept.at(-1) !== '') kept.pop()
    else if (segment !== '.' && (segment !== '' || kept.length === 0)) kept.push(segment)
  }
  return kept.join('/') || (path.startsWith('/') ? '/' : '.')
}
