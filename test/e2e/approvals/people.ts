/** A repository with people who may approve, and agents who must ask. */

import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { ChainRecord } from '../../../src/audit/chain.ts'
import { auditFolder } from '../../../src/audit/folder.ts'
import { logRecords } from '../../../src/audit/read.ts'
import type { Result } from '../../scenarios/process.ts'
import { start } from '../../scenarios/process.ts'
import { AGENT, type Scenario } from '../situation.ts'

export const WORKFLOW = '.github/workflows/ci.yml'

/** A key made as people make theirs; gives the private one's file. */
export async function makeKey(s: Scenario, name: string): Promise<string> {
  const file = join(s.root, 'keys', name)
  mkdirSync(dirname(file), { recursive: true })
  const args = ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]
  const { code, output } = await start('ssh-keygen', args, { cwd: s.root, env: s.env })
  if (code !== 0) throw new Error(output)
  return file
}

export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, 'utf8').trim()
}

/** Alice is enrolled, workflows ask everybody, and all of it stands on the remote's main. Gives her key. */
export async function enrol(s: Scenario, more = ''): Promise<string> {
  const key = await makeKey(s, 'alice')
  s.write(
    '.portcullis/policy.toml',
    `version = 1
[refs.main]
match = ["main"]
force = "deny"
[paths.workflows]
match = ["/.github/workflows/**"]
verdict = "ask"
[people.alice]
keys = [${JSON.stringify(publicKey(key))}]
${more}`,
  )
  s.write(WORKFLOW, 'name: ci\non: push\n')
  await publishMain(s, await s.commitUnseen('policy and people'))
  return key
}

/** This commit as main, here and there; the scenario goes on from it. */
export async function publishMain(s: Scenario, commit: string): Promise<void> {
  await s.quiet(['update-ref', 'refs/heads/main', commit])
  await s.publishUnseen('refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
}

export async function branch(s: Scenario, name: string, from = 'main'): Promise<void> {
  await s.quiet(['switch', '-q', '-c', name, from])
}

let minute = 0

/** A commit as an agent makes it: every one at another minute, else it looks like an amend. */
export function agentCommits(s: Scenario, message = 'a change', args: string[] = []): Promise<Result> {
  const env = { ...AGENT, ...later() }
  return s.git(['commit', '-q', '-am', message, ...args], { env })
}

export function later(): NodeJS.ProcessEnv {
  return { GIT_AUTHOR_DATE: `@${1_800_000_000 + 60 * ++minute} +0000` }
}

/** The id that a block names. */
export function requestIn(result: Result): string {
  const [id] = requestsIn(result)
  if (id === undefined) throw new Error(`no request: ${result.output}`)
  return id
}

export function requestsIn({ output }: Result): string[] {
  return [...output.matchAll(/^PORTCULLIS ASK ([a-z2-7]{10}) clause=/gm)].map(found => found[1]!)
}

/** Approves as a person would, who reads the digest off the screen. */
export async function approves(
  s: Scenario,
  what: string,
  key: string,
  args: string[] = [],
  cwd = s.dir,
): Promise<Result> {
  const seen = await s.portcullis(['approve', what, '--key', key, '--confirm', 'none', ...args], { cwd })
  const digest = /^ {2}digest {3}([0-9a-f]{64})$/m.exec(seen.stdout)?.[1]
  if (digest === undefined) return seen
  return s.portcullis(['approve', what, '--key', key, '--confirm', digest.slice(-4), ...args], { cwd })
}

/** Asked, approved, and the same commit again. */
export async function commitApproved(s: Scenario, key: string, message = 'a change'): Promise<void> {
  const asked = await agentCommits(s, message)
  expect(asked.code, asked.output).toBe(1)
  const approved = await approves(s, requestIn(asked), key)
  expect(approved.code, approved.output).toBe(0)
  const { code, output } = await agentCommits(s, message)
  expect(code, output).toBe(0)
}

/** A clone as CI makes it: everything, and the approvals. */
export async function freshClone(s: Scenario, name = 'fresh'): Promise<string> {
  const cwd = join(s.root, name)
  await s.quiet(['clone', '-q', '--no-checkout', `file://${s.remote}`, cwd], { cwd: s.root })
  await s.quiet(
    ['fetch', '-q', 'origin', '+refs/portcullis/approvals/*:refs/portcullis/remotes/origin/approvals/*'],
    { cwd },
  )
  return cwd
}

/** `portcullis ci` on a range, in a clone of its own. */
export async function inCi(
  s: Scenario,
  cwd: string,
  base: string,
  head: string,
  args: string[] = [],
): Promise<Result> {
  return s.portcullis(['ci', '--base', base, '--head', head, ...args], { cwd, env: { CI: 'true' } })
}

/** The audit log's records behind the one that it begins with. */
export function auditOf(s: Scenario): ChainRecord[] {
  return [...logRecords(auditFolder(s.path('.git')))].slice(1)
}
