/** Every rule that looks here: built-in ones and the repository's own, where each is written, and what switches it off. */
import { loadDetectors, type Rule } from '../../detect/index.ts'
import type { Io } from '../../enforce.ts'
import { GitError, PolicyError } from '../../errors.ts'
import { trustedBase } from '../../git/base.ts'
import { openObjects } from '../../git/objects.ts'
import { openRepo, type Repo } from '../../git/run.ts'
import { actorFrom } from '../../policy/actor.ts'
import { placeOf } from '../../policy/clauses.ts'
import { readLayer } from '../../policy/compile.ts'
import { type LayerText, loadLayers, loadPolicy, type RuleText, readWorking } from '../../policy/load.ts'
import { nearest } from '../../policy/suggest.ts'
import { ownRules } from '../own-rules.ts'
import { parsedRules, rulesOf } from './sources.ts'

export interface Listed {
  rule: Rule
  own: boolean
  /** of an own rule: `.portcullis/rules/acme.toml` and its line */
  file?: string
  line?: number
  /** of an own rule: which tool's file it was made from */
  imported?: string
  /** `file:line` of the clause that switches it off */
  disabledBy?: string
}

export interface Catalog {
  /** by id; an id may occur twice: a built-in rule and the repository's own */
  rules: Listed[]
  /** sentences on what is not as its author may think */
  notices: string[]
  /** texts of the repository's own rules */
  texts: RuleText[]
  /** the worktree; null outside of any */
  root: string | null
}

/** Throws PolicyError (file and line) for an own rule of the working copy that cannot be used, GitError as openRepo does. */
export async function openCatalog(io: Io): Promise<Catalog> {
  const here = await readHere(io)
  const { rules, problems } = ownRules(here.texts)
  const places = placesOf(here.texts)
  const own = rules.map((rule): Listed => ({ rule, own: true, ...places.get(rule.id) }))
  const all = [...builtIn(), ...own].map(listed => ({ ...listed, ...disabled(listed, here.disabled) }))
  const notices = [
    ...problems.map(problem => `not usable on the trusted base: ${problem}`),
    ...sameIds(all),
    ...unknownDisabled(all, here.disabled),
  ]
  return { rules: all.sort(byId), notices, texts: here.texts, root: here.root }
}

/** Ids that may have been meant by one that does not exist. */
export function meant(id: string, ids: readonly string[]): string[] {
  const near = nearest(id, ids)
  if (near !== null) return [near]
  return ids.filter(one => one.includes(id.toLowerCase())).slice(0, 5)
}

interface Here {
  texts: RuleText[]
  /** id → `file:line` of the clause in force */
  disabled: Map<string, string>
  root: string | null
}

const NOWHERE: Here = { texts: [], disabled: new Map(), root: null }

/** Outside of a repository, or without git, there are only the built-in rules. */
async function readHere(io: Io): Promise<Here> {
  let repo: Repo
  try {
    repo = await openRepo(io.cwd, io.env)
  } catch (error) {
    if (isOutside(error)) return NOWHERE
    throw error
  }
  const objects = openObjects(repo)
  try {
    const base = (await trustedBase(repo, undefined, objects))?.id ?? null
    const options = { base, working: await readWorking(repo.worktree, null), actor: actorFrom(io.env) }
    const { layers } = await loadLayers(objects, options)
    const { policy, rules } = await loadPolicy(objects, options)
    return {
      texts: rules,
      disabled: clausesOf(layers, policy.credentials.disabledRules),
      root: repo.worktree,
    }
  } finally {
    objects.close()
  }
}

/** A repository that git refuses is another matter: it may have rules of its own. */
function isOutside(error: unknown): boolean {
  if (!(error instanceof GitError)) return false
  return error.detail.subject === 'git' || error.message.endsWith('is not a git repository')
}

function clausesOf(layers: LayerText[], ids: readonly string[]): Map<string, string> {
  const places = new Map<string, string>()
  for (const text of layers) {
    const layer = readable(text)
    for (const id of layer?.tables.credentials?.['disabled-rules'] ?? []) {
      if (!layer || !ids.includes(id) || places.has(id)) continue
      const { file, line } = placeOf(layer, ['credentials', 'disabled-rules'])
      places.set(id, `${file}:${line}`)
    }
  }
  return places
}

/** A layer that is broken is `policy check`'s to tell; here it switches nothing off. */
function readable(text: LayerText) {
  try {
    return readLayer(text, false)
  } catch (error) {
    if (error instanceof PolicyError) return null
    throw error
  }
}

function builtIn(): Listed[] {
  const { table } = loadDetectors().packs[0]!
  return Array.from({ length: table.count }, (_, index) => ({ rule: table.rule(index), own: false }))
}

type Place = Pick<Listed, 'file' | 'line' | 'imported'>

/** The working copy's file comes last and is named: it is the one that can be edited. */
function placesOf(texts: RuleText[]): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const text of texts) {
    try {
      const { file, parsed, lineOf } = parsedRules(text)
      const { imported } = parsed as { imported?: unknown }
      for (const { id } of rulesOf(parsed)) {
        if (typeof id !== 'string') continue
        const line = lineOf?.(id)
        const from = typeof imported === 'string' ? { imported } : {}
        places.set(id, { file, ...(line === undefined ? {} : { line }), ...from })
      }
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error // broken on the base: told by ownRules
    }
  }
  return places
}

function disabled({ rule }: Listed, places: Map<string, string>): Pick<Listed, 'disabledBy'> {
  const by = places.get(rule.id)
  return by === undefined ? {} : { disabledBy: by }
}

/** Nothing of the built-in set is replaced: that an own rule has its id is no reason to look for less. */
function sameIds(rules: Listed[]): string[] {
  const builtInIds = new Set(rules.filter(one => !one.own).map(one => one.rule.id))
  return rules
    .filter(one => one.own && builtInIds.has(one.rule.id))
    .map(
      ({ rule, file, line }) =>
        `${file}:${line ?? 1}: "${rule.id}" is the id of a built-in rule too: both look, one report for both`,
    )
}

function unknownDisabled(rules: Listed[], places: Map<string, string>): string[] {
  const ids = [...new Set(rules.map(one => one.rule.id))]
  return [...places]
    .filter(([id]) => !ids.includes(id))
    .map(([id, place]) => {
      const near = meant(id, ids)[0]
      return `${place}: there is no rule "${id}" to disable${near === undefined ? '' : `; did you mean "${near}"?`}`
    })
}

function byId(a: Listed, b: Listed): number {
  return a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : Number(a.own) - Number(b.own)
}
