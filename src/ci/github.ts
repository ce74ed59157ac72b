/** GitHub Actions: the event's name and its payload file (docs.github.com, "Events that trigger workflows"). */
import { readFileSync } from 'node:fs'
import { CoverageError } from '../errors.ts'
import { type CiEvent, type Environment, missing, objectId, presentId, refName } from './event.ts'

export interface Payload {
  action?: unknown
  pull_request?: {
    base?: { sha?: unknown; ref?: unknown }
    head?: { sha?: unknown; ref?: unknown; repo?: { full_name?: unknown } }
    number?: unknown
    user?: { login?: unknown }
  }
  sender?: { login?: unknown }
  merge_group?: { base_sha?: unknown; base_ref?: unknown; head_sha?: unknown }
  repository?: { default_branch?: unknown }
  ref?: unknown
  before?: unknown
  after?: unknown
  forced?: unknown
}

const TARGET_CAUTION =
  'pull_request_target runs with the secrets of the base: build or run nothing that the pull request brings in this job'

/** Reads the payload. Throws CoverageError when it is missing, no JSON, or lacks what GitHub documents. */
export function githubEvent(env: Environment): CiEvent {
  const payload = readPayload(env.GITHUB_EVENT_PATH)
  const common = {
    forge: 'github' as const,
    defaultBranch: refName(payload.repository?.default_branch, 'repository.default_branch'),
    forced: payload.forced === true,
    notices: env.GITHUB_EVENT_NAME === 'pull_request_target' ? [TARGET_CAUTION] : [],
    ...makers(payload),
  }
  if (payload.pull_request) return { ...common, ...pullRequest(payload.pull_request) }
  if (payload.merge_group) return { ...common, ...mergeGroup(payload.merge_group) }
  if (env.GITHUB_EVENT_NAME === 'push') return { ...common, ...push(payload) }
  return { ...common, ...started(env) }
}

/** Who opened the pull request, and who pushed: `sender` is that in a push, and in a pull request that got new commits. */
function makers({ action, pull_request, sender }: Payload): { by?: string[] } {
  const isPush = pull_request === undefined || action === 'synchronize'
  const logins = [pull_request?.user?.login, ...(isPush ? [sender?.login] : [])]
  const by = logins.filter(login => typeof login === 'string')
  return by.length === 0 ? {} : { by }
}

type Part = Pick<CiEvent, 'kind' | 'ref' | 'before' | 'after' | 'target'>

/** The head itself, not `refs/pull/N/merge`: that merge is GitHub's own and comes and goes. */
function pullRequest({ base, head }: NonNullable<Payload['pull_request']>): Part {
  const before = presentId(base?.sha, 'pull_request.base.sha')
  const after = presentId(head?.sha, 'pull_request.head.sha')
  const ref = `refs/heads/${refName(base?.ref, 'pull_request.base.ref')}`
  return { kind: 'merge', ref, before, after, target: before }
}

function mergeGroup(group: NonNullable<Payload['merge_group']>): Part {
  const before = presentId(group.base_sha, 'merge_group.base_sha')
  const after = presentId(group.head_sha, 'merge_group.head_sha')
  return {
    kind: 'merge',
    ref: refName(group.base_ref, 'merge_group.base_ref'),
    before,
    after,
    target: before,
  }
}

/** A new ref has `before` zeros, a deleted one `after` zeros. */
function push(payload: Payload): Part {
  const before = objectId(payload.before, 'before')
  const after = objectId(payload.after, 'after')
  return { kind: 'push', ref: refName(payload.ref, 'ref'), before, after }
}

function started(env: Environment): Part {
  const after = presentId(env.GITHUB_SHA, 'GITHUB_SHA')
  return { kind: 'run', ref: refName(env.GITHUB_REF, 'GITHUB_REF'), before: null, after }
}

/** The event's own file. Throws CoverageError when it is missing or no JSON. */
export function readPayload(path: string | undefined): Payload {
  if (!path) throw missing('GITHUB_EVENT_PATH', 'is not set')
  try {
    const payload: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof payload === 'object' && payload !== null) return payload as Payload
  } catch (cause) {
    throw new CoverageError('cannot read the event payload', {
      subject: path,
      cause,
      hint: 'check GITHUB_EVENT_PATH',
    })
  }
  throw new CoverageError('the event payload is no object', {
    subject: path,
    hint: 'check GITHUB_EVENT_PATH',
  })
}
