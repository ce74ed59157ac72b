/**
 * What lets a CI job do more than before: rights that write, triggers that run foreign code with secrets, actions that are not
 * pinned, secrets that were not used, runners of one's own. A workflow is read line by line, without YAML: a fact counts wherever
 * it stands, and spellings that only a YAML reader understands are a fact themselves.
 */
import { touching } from './by-path.ts'
import { listed, named } from './named.ts'
import { hostOf } from './origin.ts'
import { countsOf, matchesOf, newIn, textsOf } from './text.ts'
import type { ChangeClass } from './types.ts'

export const workflowPermissions: ChangeClass = {
  touches: touching([
    '/.github/workflows/**',
    '/.github/actions/**',
    '/action.y*ml',
    '/.gitlab-ci.yml',
    '/.gitlab/ci/**',
    '/.circleci/**',
    '/.buildkite/**',
    '/azure-pipelines.yml',
    '/bitbucket-pipelines.yml',
    '/.drone.yml',
    '/Jenkinsfile',
  ]),
  look: versions => {
    if (versions.after === null) return []
    const { after, before } = textsOf(versions)
    return KINDS.flatMap(({ said, facts }) => {
      const fresh = newIn(
        countsOf(facts(after)),
        before.map(text => countsOf(facts(text))),
      )
      return fresh.length === 0 ? [] : [`${said} ${listed(fresh)}`.trimEnd()]
    })
  },
}

interface Kind {
  said: string
  facts(text: string): string[]
}

const KINDS: Kind[] = [
  { said: 'grants', facts: grants },
  { said: 'leaves its rights to', facts: defaults },
  { said: 'runs on', facts: triggers },
  { said: 'uses, not pinned to a commit,', facts: unpinned },
  { said: 'reads', facts: secrets },
  { said: 'runs on a machine named by', facts: runners },
  { said: 'has', facts: unreadable },
]

/** `contents: write` in a block or a flow, `write-all`, and an id token, which is a login elsewhere. */
function grants(text: string): string[] {
  const rights = matchesOf(
    code(text),
    /(?:^|[\s{,'"])([a-z][a-z-]*)['"]?\s*:\s*['"]?write['"]?\s*(?=$|[\s,}#])/gim,
  )
  const folded = matchesOf(
    code(text),
    /(?:^|[\s{,'"])([a-z][a-z-]*)['"]?\s*:\s*[|>][-+\d]*[ \t]*\r?\n[ \t]*write[ \t]*$/gim,
  )
  const all = matchesOf(code(text), /\b(write-all)\b/gi)
  return [...[...rights, ...folded].map(right => `${right.toLowerCase()}:write`), ...all]
}

/** No `permissions` of the workflow, nor in each of its jobs: the repository's default holds, which may be to write. */
function defaults(text: string): string[] {
  const plain = code(text)
  const isWorkflow = /^['"]?(?:on|jobs)['"]?\s*:/m.test(plain)
  if (!isWorkflow || /^['"]?permissions['"]?\s*:/m.test(plain)) return []
  const own = matchesOf(plain, /^[ \t]+['"]?permissions['"]?\s*:/gm).length
  const jobs = matchesOf(plain, /^[ \t]+['"]?runs-on['"]?\s*:/gm).length
  return own === 0 || own < jobs ? ['default'] : []
}

/** Events that run with the base's secrets on what a stranger sent, or from outside. */
function triggers(text: string): string[] {
  return matchesOf(code(text), /\b(pull_request_target|workflow_run|issue_comment|repository_dispatch)\b/g)
}

/** An action or reusable workflow by tag, branch or nothing. One of this repository, or an image by digest, is pinned. */
function unpinned(text: string): string[] {
  const used = matchesOf(code(text), /\buses['"]?\s*:\s*['"]?([^\s'"#,}]+)/g)
  const images = matchesOf(code(text), /\bcomponent['"]?\s*:\s*['"]?([^\s'"#,}]+)/g)
  // GitLab's include of a file from anywhere: its address may hold a password
  const remote = matchesOf(code(text), /\bremote['"]?\s*:\s*['"]?(https?:[^\s'"#,}]+)/g).map(hostOf)
  return [...[...used, ...images].filter(isLoose), ...remote.filter(host => host !== undefined)]
}

function isLoose(action: string): boolean {
  if (action.startsWith('./')) return false
  return !/@(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})$/.test(action)
}

/** Comments count: an expression in a shell comment of a script is filled in all the same. */
function secrets(text: string): string[] {
  const byName = matchesOf(text, /\bsecrets\s*\.\s*([A-Za-z_][\w-]*)/g)
  const all = matchesOf(text, /\b(secrets\s*\[|secrets['"]?\s*:\s*['"]?inherit|toJSON\(\s*secrets)/gi)
  return [...byName.map(name => `secret ${name}`), ...all.map(() => 'all secrets')].map(plain)
}

function runners(text: string): string[] {
  const own = matchesOf(code(text), /\b(self-hosted)\b/gi)
  const computed = matchesOf(code(text), /\bruns-on['"]?\s*:\s*(\$\{\{)/g)
  return [...own, ...computed.map(() => 'an-expression')]
}

/** Anchors, aliases, merges, escapes and tags: YAML by which a word need not stand where it counts. */
function unreadable(text: string): string[] {
  const found = matchesOf(
    code(text),
    /(?:^|[\s[{,:-])([&*][A-Za-z_][\w-]*\s*(?=$|[\s,\]}])|<<\s*:|!!?[a-z]+\s)|"[^"\n]*\\(?:x|u|U|\n)/gim,
  )
  return found.map(() => 'YAML-that-is-not-read-by-line')
}

/** Without lines that are comments as a whole. */
function code(text: string): string {
  return text.replace(/^[ \t]*#.*$/gm, '')
}

function plain(fact: string): string {
  return named(fact.replace(/\s+/g, ':'))
}
