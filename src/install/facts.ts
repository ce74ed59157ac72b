/** What the first policy of a repository is made from. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { askLine } from './ask.ts'
import type { Survey } from './survey.ts'

export interface RepositoryFacts {
  defaultBranch: string
  /** the globs of CI definitions that are there */
  workflows: string[]
  lockfiles: string[]
  owner: { name: string; contact: string }
}

const WORKFLOWS: [path: string, glob: string][] = [
  ['.github/workflows', '/.github/workflows/**'],
  ['.gitlab-ci.yml', '/.gitlab-ci.yml'],
  ['.circleci', '/.circleci/**'],
  ['azure-pipelines.yml', '/azure-pipelines.yml'],
  ['bitbucket-pipelines.yml', '/bitbucket-pipelines.yml'],
  ['Jenkinsfile', '/Jenkinsfile'],
]
const LOCKFILES = `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock
  Cargo.lock go.sum Gemfile.lock composer.lock poetry.lock uv.lock Pipfile.lock`.split(/\s+/)

export function factsOf(survey: Survey): RepositoryFacts {
  const has = (path: string) => existsSync(join(survey.root, path))
  const ask = (key: string) => askLine(survey.root, ['config', key], survey.env) ?? ''
  return {
    defaultBranch: defaultBranch(survey),
    workflows: WORKFLOWS.filter(([path]) => has(path)).map(([, glob]) => glob),
    lockfiles: LOCKFILES.filter(has),
    owner: { name: ask('user.name'), contact: ask('user.email') },
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
