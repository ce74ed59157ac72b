/** GitLab CI: predefined variables (docs.gitlab.com/ci/variables/predefined_variables). */
import { type CiEvent, type Environment, objectId, presentId, refName } from './event.ts'

const FORK_CAUTION =
  'this pipeline runs in the fork, with the policy of the fork: let merge request pipelines run in the parent project'

/** Reads the variables. Throws CoverageError when one that GitLab documents is missing or malformed. */
export function gitlabEvent(env: Environment): CiEvent {
  const common = {
    forge: 'gitlab' as const,
    defaultBranch: refName(env.CI_DEFAULT_BRANCH, 'CI_DEFAULT_BRANCH'),
    forced: false, // GitLab does not say: ancestry does
    notices: [] as string[],
    // of whoever started the pipeline: whose push or request it is
    ...(env.GITLAB_USER_LOGIN ? { by: [env.GITLAB_USER_LOGIN] } : {}),
  }
  return { ...common, ...(env.CI_MERGE_REQUEST_IID ? mergeRequest(env) : branchOrTag(env)) }
}

type Part = Pick<CiEvent, 'kind' | 'ref' | 'before' | 'after' | 'target'> & { notices?: string[] }

/**
 * The range begins at the merge base; the policy does not: who opens the request chooses the merge base, and with it
 * an older, laxer policy. In a merged-results pipeline CI_COMMIT_SHA is GitLab's own merge commit.
 */
function mergeRequest(env: Environment): Part {
  const branch = refName(env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME, 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME')
  const head = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA
  const tip = env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA
  const inFork = env.CI_PROJECT_ID !== undefined && env.CI_PROJECT_ID !== env.CI_MERGE_REQUEST_PROJECT_ID
  return {
    kind: 'merge',
    ref: `refs/heads/${branch}`,
    before: presentId(env.CI_MERGE_REQUEST_DIFF_BASE_SHA, 'CI_MERGE_REQUEST_DIFF_BASE_SHA'),
    after: presentId(head, 'CI_COMMIT_SHA'),
    target: tip ? presentId(tip, 'CI_MERGE_REQUEST_TARGET_BRANCH_SHA') : `refs/remotes/origin/${branch}`,
    ...(inFork && { notices: [FORK_CAUTION] }),
  }
}

/** CI_COMMIT_BEFORE_SHA is zeros for a new branch, for every tag and for runs that no push started. */
function branchOrTag(env: Environment): Part {
  const tag = env.CI_COMMIT_TAG
  const ref = tag
    ? `refs/tags/${refName(tag, 'CI_COMMIT_TAG')}`
    : `refs/heads/${refName(env.CI_COMMIT_BRANCH, 'CI_COMMIT_BRANCH')}`
  const pushed = env.CI_PIPELINE_SOURCE === 'push'
  const before = pushed ? objectId(env.CI_COMMIT_BEFORE_SHA, 'CI_COMMIT_BEFORE_SHA') : null
  return { kind: pushed ? 'push' : 'run', ref, before, after: presentId(env.CI_COMMIT_SHA, 'CI_COMMIT_SHA') }
}
