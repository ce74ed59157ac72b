/** `git config`: what is read is left alone, what is written is judged by its key. */
import { isOpen } from '../../shell/marks.ts'
import type { Bench } from '../bench.ts'
import { type GitCommand, has } from './command.ts'
import { judgeKey, judgeRemoval } from './keys.ts'

const READS = ['get', 'get-all', 'get-regexp', 'get-urlmatch', 'get-color', 'get-colorbool', 'list']
const VERBS = new Set(['set', 'get', 'list', 'unset', 'edit', 'rename-section', 'remove-section'])

export function judgeConfig(git: GitCommand, bench: Bench): void {
  const verb = VERBS.has(git.parsed.args[0] ?? '') ? git.parsed.args[0] : undefined
  const args = verb ? git.parsed.args.slice(1) : git.parsed.args
  if (verb === 'get' || verb === 'list' || (!verb && has(git, ...READS))) return
  if (git.parsed.open && args.length !== 1) {
    bench.say('unknown-part')
    return
  }
  if (verb === 'edit' || has(git, 'edit')) {
    bench.say('hook-config', 'ask')
    return
  }
  const removes = verb?.startsWith('un') || has(git, 'unset', 'unset-all')
  if (removes) {
    judgeRemoval(args[0] ?? '', bench)
    return
  }
  if (/section/.test(verb ?? '') || has(git, 'remove-section', 'rename-section')) {
    judgeSections(args, bench)
    return
  }
  judgeWrite(git, args, verb === 'set', bench)
}

function judgeSections(args: readonly string[], bench: Bench): void {
  judgeRemoval(args[0] ?? '', bench)
  if (args[1] !== undefined) judgeKey(`${args[1]}.x`, '', bench)
}

/** One word alone is a question, unless `set` or `--add` says otherwise. */
function judgeWrite(git: GitCommand, args: readonly string[], set: boolean, bench: Bench): void {
  const [key = '', value] = args
  const writes = set || value !== undefined || has(git, 'add', 'replace-all')
  if (!writes) {
    if (isOpen(key) && key.length === 1) bench.say('unknown-part')
    return
  }
  judgeKey(key, value ?? '', bench)
}
