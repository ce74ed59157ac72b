/** What is answered before git, rules or a policy are loaded: most tool calls end here. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isInteresting } from '../command/quick.ts'
import type { Act, Ruling, ToolCall } from './call.ts'
import { mayHideText, mayHoldCredential } from './glance.ts'
import { isSecretFile } from './secret-files.ts'
import { mentionsSecretFile } from './secret-mentions.ts'

export const PASS: Ruling = { verdict: 'pass', text: '' }

/** The answer, or what has to be looked at and why. */
export interface Quick {
  ruling: Ruling | null
  home: string
  cwd: string
  /** of a read: those that keep credentials by their name */
  secretFiles: readonly string[]
}

export interface Surroundings {
  home: string
  /** of this process, where the call names no folder */
  cwd: string
  env: NodeJS.ProcessEnv
}

export async function quickly(call: ToolCall, { home, cwd: own, env }: Surroundings): Promise<Quick> {
  const cwd = call.cwd ?? own
  const quick = { home, cwd, secretFiles: [] }
  const { act } = call
  switch (act.kind) {
    case 'none':
      return { ...quick, ruling: PASS }
    case 'start':
      return { ...quick, ruling: isGuarded(cwd) ? { verdict: 'warn', text: WELCOME } : PASS }
    case 'read': {
      const secretFiles = act.paths.filter(path =>
        isSecretFile(resolve(cwd, path.replace(/^~(?=\/)/, home)), home),
      )
      return { ...quick, secretFiles, ruling: secretFiles.length === 0 ? PASS : null }
    }
    case 'shell':
      return { ...quick, ruling: (await isHarmless(act, { home, cwd, env })) ? PASS : null }
    case 'send':
    case 'prompt':
      return { ...quick, ruling: mayHoldCredential(act.text) ? null : PASS }
    case 'output':
      return { ...quick, ruling: isPlain(JSON.stringify(act.output ?? '')) ? PASS : null }
    case 'write':
      return { ...quick, ruling: null }
  }
}

function isPlain(output: string): boolean {
  return !mayHoldCredential(output) && !mayHideText(output)
}

/** Most commands end at the first line. The guard comes next; only what it objects to, or a push, needs the policy. */
async function isHarmless(
  { command, shell }: Act & { kind: 'shell' },
  around: Surroundings,
): Promise<boolean> {
  if (mayHoldCredential(command)) return false
  if (shell === undefined && !isInteresting(command) && !mentionsSecretFile(command)) return true
  return (await import('./guard.ts')).isUnopposed(command, shell ?? 'posix', around)
}

function isGuarded(cwd: string): boolean {
  for (let at = resolve(cwd); ; at = dirname(at)) {
    if (existsSync(join(at, '.portcullis', 'policy.toml'))) return true
    if (dirname(at) === at || existsSync(join(at, '.git'))) return false
  }
}

const WELCOME =
  'This repository is guarded by Portcullis: commits, pushes, edits and commands are judged by .portcullis/policy.toml. A refusal names its rule and the next step; follow that step, or ask your user. Work on a branch of your own and commit with plain git commands.'
