/** What an alias stands for, judged before it is used. */
import { openScope } from '../../shell/scope.ts'
import type { Bench } from '../bench.ts'
import type { RuleId } from '../rules.ts'

/** What is wrong with defining `name` as `value`: it hides git's own commands, or does what is denied. */
export function judgeAlias(value: string, name: string, bench: Bench): RuleId | null {
  if (value === '') return null
  const found = bench.aside(() => runAlias(value, [], bench))
  if (found.length === 0) return /^(commit|push|merge|rebase|am)$/.test(name) ? 'alias-asked' : null
  return found.every(one => one.verdict === 'ask') ? 'alias-asked' : 'alias-defined'
}

/** Judges an alias as git runs it with `words` behind it. `!` starts a shell. */
export function runAlias(value: string, words: readonly string[], bench: Bench, folder = ''): void {
  const scope = openScope(bench.budget)
  scope.folder = folder
  const text = value.trimStart()
  if (text.startsWith('!')) {
    scope.positional = [...words]
    bench.script(words.length > 0 ? `${text.slice(1)} "$@"` : text.slice(1), scope)
    return
  }
  // git splits it with quotes as a shell does, and expands nothing
  scope.positional = [...words]
  bench.script(`git ${text.replace(/[$`;&|<>()]/g, '\\$&')} "$@"`, scope)
}
