/** What is answered before git, rules or a policy are loaded: most tool calls end here. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Ruling, ToolCall } from './call.ts'
import { mayHoldCredential } from './glance.ts'
import { isSecretFile } from './secret-files.ts'

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
}

export async function quickly(call: ToolCall, { home, cwd: own }: Surroundings): Promise<Quick> {
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
      return { ...quick, ruling: (await isHarmless(act.command)) ? PASS : null }
    case 'send':
    case 'prompt':
      return { ...quick, ruling: mayHoldCredential(act.text) ? null : PASS }
    case 'output':
      return { ...quick, ruling: mayHoldCredential(JSON.stringify(act.output ?? '')) ? null : PASS }
    case 'write':
      return { ...quick, ruling: null }
  }
}

async function isHarmless(command: string): Promise<boolean> {
  return !mayHoldCredential(command)
}

function isGuarded(cwd: string): boolean {
  for (let at = resolve(cwd); ; at = dirname(at)) {
    if (existsSync(join(at, '.portcullis', 'policy.toml'))) return true
    if (dirname(at) === at || existsSync(join(at, '.git'))) return false
  }
}

const WELCOME =
  'This repository is guarded by Portcullis: commits, pushes, edits and commands are judged by .portcullis/policy.toml. A refusal names its rule and the next step; follow that step, or ask your user. Work on a branch of your own and commit with plain git commands.'
