/** Takes every simple command that a line runs, unwraps it, and has it judged by what it is. */
import { UNKNOWN } from '../shell/marks.ts'
import type { Budget } from '../shell/reader.ts'
import { nested } from '../shell/reader.ts'
import { fork, type Scope } from '../shell/scope.ts'
import { parseText } from '../shell/script.ts'
import { ShellError } from '../shell/types.ts'
import { type Call, type Host, walk } from '../shell/walk.ts'
import type { Bench } from './bench.ts'
import { judgeWrites } from './files.ts'
import { judgeExported, judgeVariable } from './git/environment.ts'
import { judgeProgram } from './programs.ts'
import { mentionsGuarded } from './quick.ts'
import type { RuleId } from './rules.ts'
import type { CommandContext } from './types.ts'

export interface Said {
  rule: RuleId
  verdict?: 'deny' | 'ask'
}

/** A bench for one command line, and where its objections are gathered. */
export function openBench(context: CommandContext, budget: Budget): { bench: Bench; said: Said[] } {
  let said: Said[] = []
  const all = said
  const bench: Bench = {
    context,
    facts: context.facts,
    budget,
    seen: { sourced: false, cloned: false },
    say: (rule, verdict) => void said.push({ rule, ...(verdict && { verdict }) }),
    script: (text, scope, input) => runText(text, scope, input ?? null, bench),
    act: act => nested(budget, () => judgeProgram(act, bench)),
    aside: judge => {
      const [outer, own]: [Said[], Said[]] = [said, []]
      said = own
      try {
        judge()
      } finally {
        said = outer
      }
      return own
    },
  }
  return { bench, said: all }
}

/** Judges a text as a script; gives what it prints. One that no shell reads is asked about where it matters. */
export function runText(text: string, scope: Scope, input: string | null, bench: Bench): string {
  if (text.includes(UNKNOWN) && text.replaceAll(UNKNOWN, '').trim() === '') {
    bench.say('unknown-script')
    return UNKNOWN
  }
  try {
    return walk(parseText(text, bench.budget), scope, hostOf(bench), input)
  } catch (error) {
    if (!(error instanceof ShellError) || error.kind === 'too large') throw error
    if (mentionsGuarded(text)) bench.say('unreadable')
    return UNKNOWN
  }
}

function hostOf(bench: Bench): Host {
  return { budget: bench.budget, call: (call, scope) => onCall(call, scope, bench) }
}

function onCall(call: Call, scope: Scope, bench: Bench): string {
  judgeWrites(call, scope, bench)
  const [name] = call.words
  if (name === undefined) return ''
  if (name === 'export' || name === 'declare' || name === 'typeset' || name === 'readonly')
    exported(call, bench)
  const alias = scope.aliases.get(name)
  if (alias !== undefined) return runAlias(name, alias, call, scope, bench)
  bench.seen.sourced ||= scope.sourced
  const { words, environment, input } = call
  return bench.act({ words, environment, input, scope })
}

/** What is exported meets every later command, on this line or another. */
function exported(call: Call, bench: Bench): void {
  for (const word of call.words.slice(1)) {
    const name = /^([A-Za-z_]\w*)/.exec(word)?.[1]
    const value = name && call.environment.get(name)
    if (name && value !== undefined && !HARMLESS_EXPORT.test(name)) judgeVariable(name, value, true, bench)
  }
  judgeExported(call.environment, bench)
}

/** Said where git runs, and not before: they are everyday settings of other programs too. */
const HARMLESS_EXPORT =
  /^(PATH|NODE_OPTIONS|NODE_PATH|LD_LIBRARY_PATH|EDITOR|VISUAL|PAGER|SKIP|HOME|XDG_CONFIG_HOME|GIT_WORK_TREE|DYLD_\w+)$/

function runAlias(name: string, text: string, call: Call, scope: Scope, bench: Bench): string {
  const own = fork(scope)
  own.aliases.delete(name)
  own.positional = call.words.slice(1)
  return nested(bench.budget, () => bench.script(`${text} "$@"`, own, call.input))
}
