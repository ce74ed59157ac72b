/** The message of the commit being made, where a hook may judge it. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Io } from '../enforce.ts'
import { UsageError } from '../errors.ts'
import { git, type Repo } from '../git/run.ts'
import type { Text } from '../model.ts'
import { cleanMessage } from '../sources/message.ts'
import type { HookCall } from './hook-call.ts'

/**
 * prepare-commit-msg judges the message only when no editor will open (git sets GIT_EDITOR to `:` then): otherwise an amend
 * could never edit a secret out, and commit-msg comes after the editor.
 */
export async function judgedMessage(call: HookCall, repo: Repo, io: Io): Promise<Text[]> {
  if (call.event !== 'prepare-commit-msg' || io.env.GIT_EDITOR !== ':') return []
  return [{ kind: 'commit-message', text: await messageOf(call, repo, io) }]
}

/** What git will keep of the file it names. Throws UsageError when the file cannot be read. */
export async function messageOf(call: HookCall, repo: Repo, io: Io): Promise<string> {
  const file = call.args[0]
  if (file === undefined)
    throw new UsageError(`${call.event} needs the message's file`, {
      hint: `call it as git does: ${call.event} FILE`,
    })
  const text = readMessage(resolve(io.cwd, file), file)
  if (io.env.GIT_EDITOR === ':') return cleanMessage(text, { edited: false, comment: '#' })
  return cleanMessage(text, { edited: true, ...(await cleaningOf(repo)) })
}

function readMessage(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new UsageError('the commit message cannot be read', { subject: name, cause })
  }
}

async function cleaningOf(repo: Repo): Promise<{ comment: string; cleanup?: string }> {
  // exit 1 = none of them is set
  const keys = '^(commit\\.cleanup|core\\.comment(char|string))$'
  const found = await git(repo, ['config', '-z', '--get-regexp', keys], { allow: [1] })
  const config = new Map(found.toString('utf8').split('\0').filter(Boolean).map(pair))
  const cleanup = config.get('commit.cleanup')
  const comment = config.get('core.commentstring') ?? config.get('core.commentchar') ?? '#'
  return { comment: comment === 'auto' ? '#' : comment, ...(cleanup === undefined ? {} : { cleanup }) }
}

function pair(entry: string): [string, string] {
  const at = entry.indexOf('\n')
  return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)]
}
