/** A CI job as its runner makes it: a clone, an event, the job's own files. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../scenarios/process.ts'
import type { Scenario } from '../situation.ts'

export const ZERO = '0'.repeat(40)

export interface Job {
  cwd: string
  run(args?: string[], env?: NodeJS.ProcessEnv): Promise<Result>
  /** what the job left in $GITHUB_OUTPUT and $GITHUB_STEP_SUMMARY */
  outputs(): string
  summary(): string
}

/** A clone of the remote, with this commit checked out as `actions/checkout` does it. */
export async function checkout(s: Scenario, head: string, depth = 0): Promise<string> {
  const cwd = join(s.root, `job${Math.random().toString(36).slice(2)}`)
  await s.quiet(['init', '-q', cwd])
  const fetch = (...refs: string[]) =>
    s.quiet(
      ['fetch', '-q', '--no-tags', ...(depth ? [`--depth=${depth}`] : []), `file://${s.remote}`, ...refs],
      { cwd },
    )
  await (depth
    ? fetch(`+${head}:refs/remotes/pull/7/head`)
    : fetch('+refs/heads/*:refs/remotes/origin/*', '+refs/pull/*:refs/remotes/pull/*'))
  await s.quiet(['checkout', '-q', '--detach', head], { cwd })
  return cwd
}

/** A GitHub job with the payload of test/ci/<event>.json, ids filled in. */
export function githubJob(
  s: Scenario,
  cwd: string,
  event: string,
  ids: { before: string; after: string },
  over: object = {},
): Job {
  const text = readFileSync(new URL(`../../ci/${event}.json`, import.meta.url), 'utf8')
  const payload = JSON.parse(text.replaceAll('$BEFORE', ids.before).replaceAll('$AFTER', ids.after))
  const file = (name: string) => `${cwd}.${name}`
  writeFileSync(file('event.json'), JSON.stringify({ ...payload, ...over }))
  const env = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
  }
  const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '')
  return {
    cwd,
    run: (args = [], more = {}) => s.portcullis(['ci', ...args], { cwd, env: { ...env, ...more } }),
    outputs: () => read('output'),
    summary: () => read('summary'),
  }
}

/** The commit on the scenario's branch as the head of pull request 7; the branch goes back to where it was. */
export async function propose(s: Scenario, ref = 'refs/pull/7/head'): Promise<string> {
  const head = await s.head()
  await s.publishUnseen('refs/heads/work', ref)
  return head
}
