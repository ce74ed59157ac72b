/** The argv of a hook, parsed by hand: commander costs the hook's path 11–27 ms. */
import { UsageError } from '../errors.ts'

export interface HookCall {
  event: string
  /** what git gave the hook */
  args: string[]
  nonce?: string
  gitDir?: string
  /** `git write-tree` of the index, where the shim ran it */
  tree?: string
  /** `stdin`: objects asked of git by the shim come on standard input (src/git/preloaded.ts) */
  objects?: string
  receipt?: string
  context?: string
}

/** `EVENT [--nonce N] [--git-dir D] [--common-dir D] [--tree T] [--objects stdin] [--parents P] [--branch B] [--receipt F --context C] -- ARGS`. */
export function parseHookCall(argv: string[]): HookCall {
  const [event = '', ...rest] = argv
  const end = rest.indexOf('--')
  const facts = end < 0 ? [] : rest.slice(0, end)
  const call: HookCall = { event, args: end < 0 ? rest : rest.slice(end + 1) }
  for (let i = 0; i < facts.length; i += 2) take(call, facts[i]!, facts[i + 1])
  return call
}

const FACTS: Record<string, keyof Omit<HookCall, 'event' | 'args'> | null> = {
  '--nonce': 'nonce',
  '--git-dir': 'gitDir',
  '--common-dir': null, // told for people who read the process list; the git dir leads there
  '--tree': 'tree',
  '--parents': null, // git's objects say it, the shim only describes the receipt with it
  '--branch': null,
  '--objects': 'objects',
  '--receipt': 'receipt',
  '--context': 'context',
}

function take(call: HookCall, name: string, value: string | undefined): void {
  const field = FACTS[name]
  if (field === undefined || value === undefined)
    throw new UsageError(`hook: '${name}' is not understood`, {
      hint: 'the hooks are newer than this engine: npm ci, then npx portcullis init',
    })
  if (field !== null && value !== '') call[field] = value
}
