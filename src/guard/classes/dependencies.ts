/** Dependencies that come, go, or come from elsewhere; and lockfiles whose hosts change. */
import type { Change } from '../../model.ts'
import { touching } from './by-path.ts'
import { type Dependencies, dependenciesIn } from './manifests.ts'
import { listed, named } from './named.ts'
import { hostOf } from './origin.ts'
import { countsOf, goneFrom, matchesOf, newIn, textsOf } from './text.ts'
import type { ChangeClass, Versions } from './types.ts'

export const MANIFESTS: readonly string[] = [
  '**/package.json',
  '**/requirements*.txt',
  '**/requirements/*.txt',
  '**/constraints*.txt',
  '**/pyproject.toml',
  '**/Pipfile',
  '**/go.mod',
  '**/Cargo.toml',
  '**/Gemfile',
  '**/*.gemspec',
  '**/composer.json',
]

const isManifest = touching(MANIFESTS)

export const dependencyAdded: ChangeClass = {
  touches: change => isManifest(change) && change.after !== null,
  look: versions => compare(versions, (now, then) => newIn(names(now), then.map(names)), 'adds'),
}

export const dependencyRemoved: ChangeClass = {
  touches: change => isManifest(change) && change.before.length > 0,
  look: versions => compare(versions, (now, then) => goneFrom(names(now), then.map(names)), 'removes'),
}

type Picked = (now: Dependencies, then: Dependencies[]) => string[]

/** A manifest that cannot be read says so: what changed in it is anybody's guess. A deleted one has no dependencies. */
function compare(versions: Versions, pick: Picked, verb: string): string[] {
  const { after, before } = textsOf(versions)
  const now = versions.after === null ? new Map() : dependenciesIn(versions.path, after)
  if (now === null) return ['a manifest that cannot be read']
  const then = before.map(text => dependenciesIn(versions.path, text) ?? new Map())
  const picked = pick(now, then)
  return picked.length === 0 ? [] : [`${verb} ${listed(picked)}`]
}

function names(dependencies: Dependencies) {
  return countsOf(dependencies.keys())
}

/** Where each kind of lockfile names what it fetches. */
const LOCKFILE_ADDRESSES: [paths: string[], address: RegExp][] = [
  [['**/package-lock.json', '**/npm-shrinkwrap.json'], /"resolved":\s*"([^"]*)"/g],
  [['**/yarn.lock'], /^[ \t]+resolved "([^"]*)"|^[ \t]+resolution: "([^"]*)"/gm],
  [['**/pnpm-lock.yaml'], /(?:tarball|repo):\s*['"]?([^\s,'"}]+)/g],
  [['**/bun.lock'], /"((?:https?|git|git\+ssh|git\+https):\/\/[^"]*)"/g],
  [['**/Cargo.lock'], /^source = "([^"]*)"/gm],
  [['**/poetry.lock', '**/uv.lock', '**/pdm.lock'], /\b(?:url|registry|git) = "([^"]*)"/g],
  [['**/Pipfile.lock'], /"(?:url|git)":\s*"([^"]*)"/g],
  [['**/Gemfile.lock'], /^[ \t]+remote: (\S+)/gm],
  [['**/composer.lock'], /"(?:dist|source)":\s*\{[^}]{0,2000}?"url":\s*"([^"]*)"/g],
]
const ADDRESSES = LOCKFILE_ADDRESSES.map(([paths, address]) => ({ touches: touching(paths), address }))

export const dependencySource: ChangeClass = {
  touches: change =>
    change.after !== null && (isManifest(change) || ADDRESSES.some(one => one.touches(change))),
  look: versions => [...movedIn(versions), ...hostsNewIn(versions)],
}

/** Dependencies that were there, and come from elsewhere now; and a new one that is no registry's. */
function movedIn(versions: Versions): string[] {
  const change = asChange(versions.path)
  if (!isManifest(change)) return []
  const { after, before } = textsOf(versions)
  const now = dependenciesIn(versions.path, after)
  if (now === null) return ['a manifest that cannot be read']
  const then = before.map(text => dependenciesIn(versions.path, text) ?? new Map<string, string>())
  const moved = [...now].filter(
    ([name, from]) => from !== 'registry' && !then.some(old => old.get(name) === from),
  )
  const home = [...now].filter(
    ([name, from]) =>
      from === 'registry' && then.length > 0 && then.every(old => (old.get(name) ?? from) !== from),
  )
  return [...moved, ...home]
    .slice(0, MOST)
    .map(([name, from]) => `${named(name)} comes from ${phraseOf(name, from)}`)
}

const MOST = 20

/** A setting is compared by its whole text and told without it. */
function phraseOf(name: string, from: string): string {
  return name.startsWith('setting:') ? 'elsewhere' : from
}

function hostsNewIn(versions: Versions): string[] {
  const kind = ADDRESSES.find(one => one.touches(asChange(versions.path)))
  if (kind === undefined) return []
  const { after, before } = textsOf(versions)
  const hosts = (text: string) =>
    new Set(matchesOf(text, kind.address).map(address => hostOf(address) ?? 'a path'))
  const known = before.map(hosts)
  // a first lockfile has nothing to compare with: its hosts are told, the usual registries among them
  const fresh = [...hosts(after)].filter(host => !known.some(old => old.has(host)))
  const told = before.length === 0 ? fresh.filter(host => !USUAL.has(host)) : fresh
  return told.length === 0 ? [] : [`fetches from ${listed(told)}`]
}

/** The registries that package managers use unless told otherwise. */
const USUAL = new Set([
  'registry.npmjs.org',
  'registry.yarnpkg.com',
  'pypi.org',
  'files.pythonhosted.org',
  'github.com/rust-lang/crates.io-index',
  'github.com',
  'rubygems.org',
  'api.github.com',
])

function asChange(path: string): Change {
  return { path, status: 'modified', before: [], after: null }
}
