/** What the first policy of a repository is made from. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { askLine } from './ask.ts'
import type { Survey } from './survey.ts'

export interface RepositoryFacts {
  defaultBranch: string
  hasWorkflows: boolean
  /** those at the top of the worktree */
  lockfiles: string[]
  owner?: { name: string; contact?: string }
}

const WORKFLOWS = `.github/workflows .gitlab-ci.yml .circleci azure-pipelines.yml bitbucket-pipelines.yml
  Jenkinsfile`.split(/\s+/)
const LOCKFILES = `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock
  Cargo.lock go.sum Gemfile.lock composer.lock poetry.lock uv.lock Pipfile.lock`.split(/\s+/)

export function factsOf(survey: Survey): RepositoryFacts {
  const has = (path: string) => existsSync(join(survey.root, path))
  const ask = (key: string) => askLine(survey.root, ['config', key], survey.env)
  const [name, contact] = [ask('user.name'), ask('user.email')]
  return {
    defaultBranch: defaultBranch(survey),
    hasWorkflows: WORKFLOWS.some(has),
    lockfiles: LOCKFILES.filter(has),
    ...(name ? { owner: { name, ...(contact ? { contact } : {}) } } : {}),
  }
}

/** The remote's default branch as last fetched, else `main` or `master` if there is one, else the branch of now. */
function defaultBranch({ root, env }: Survey): string {
  const remote = askLine(root, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'], env)
  if (remote) return remote.replace(/^origin\//, '')
  const isBranch = (name: string) =>
    askLine(root, ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`], env) !== null
  const usual = ['main', 'master'].find(isBranch)
  return usual ?? askLine(root, ['symbolic-ref', '--quiet', '--short', 'HEAD'], env) ?? 'main'
}
