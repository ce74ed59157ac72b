/** Classes that one path alone cannot show: a lockfile without its manifest, a test that is gone and not merely moved. */
import type { Change } from '../../model.ts'
import { touching } from './by-path.ts'
import { isTest } from './tests.ts'

/** What is remembered of each change until all are known. */
export type Step = Pick<Change, 'path' | 'before' | 'after' | 'commit'>

export interface TogetherClass {
  /** the steps it says something about, and what */
  among(steps: readonly Step[]): { step: Step; seen: string }[]
}

/** Each lockfile with the manifests it is made from. */
const LOCKFILES: [lockfile: string, manifests: string[]][] = [
  ['package-lock.json', ['package.json']],
  ['npm-shrinkwrap.json', ['package.json']],
  ['yarn.lock', ['package.json', '.yarnrc.yml']],
  ['pnpm-lock.yaml', ['package.json', 'pnpm-workspace.yaml']],
  ['bun.lock', ['package.json']],
  ['bun.lockb', ['package.json']],
  ['Cargo.lock', ['Cargo.toml']],
  ['poetry.lock', ['pyproject.toml']],
  ['uv.lock', ['pyproject.toml']],
  ['pdm.lock', ['pyproject.toml']],
  ['Pipfile.lock', ['Pipfile']],
  ['go.sum', ['go.mod']],
  ['Gemfile.lock', ['Gemfile', '*.gemspec']],
  ['composer.lock', ['composer.json']],
]
const PAIRS = LOCKFILES.map(([lockfile, manifests]) => ({
  isLockfile: touching([`**/${lockfile}`]),
  isManifest: touching(manifests.map(name => `**/${name}`)),
}))

export const lockfileAlone: TogetherClass = {
  among: steps =>
    steps.flatMap(step => {
      const pair = PAIRS.find(({ isLockfile }) => isLockfile(asChange(step)))
      const folder = step.path.slice(0, step.path.lastIndexOf('/') + 1)
      // a workspace's lockfile stands above the manifests of its packages
      const has =
        pair && steps.some(other => other.path.startsWith(folder) && pair.isManifest(asChange(other)))
      return pair === undefined || has ? [] : [{ step, seen: 'no manifest changes with it' }]
    }),
}

/** The same content at another path that is a test's is a move. */
export const testDeleted: TogetherClass = {
  among: steps => {
    const tests = steps.filter(step => isTest(asChange(step)))
    const there = new Set(tests.flatMap(({ after }) => after?.id ?? []))
    const gone = tests.filter(
      ({ after, before }) => after === null && !before.some(({ id }) => there.has(id)),
    )
    return gone.map(step => ({ step, seen: 'a test file that is deleted' }))
  },
}

function asChange({ path }: Step): Change {
  return { path, status: 'modified', before: [], after: null }
}
