/** Puts layers together: all clauses of all layers side by side, and what loosens only from where it is trusted. */
import type { Actor, Confidence } from '../model.ts'
import { type Clauses, clausesOf, type Layer, placeOf } from './clauses.ts'
import { distinct, isExpired, skipAmong, skipsOf, waiversAmong, waiversOf } from './grants.ts'
import { CONFIDENCES, type KeyTable } from './schema.ts'
import type {
  EnrolledKey,
  Grant,
  LayerName,
  LayerText,
  Mode,
  OwnSecrets,
  Person,
  Policy,
  PolicyProblem,
  Restorable,
} from './types.ts'

/** What is known about the layers besides their texts. */
export interface LayerFacts {
  actor?: Actor
  /** YYYY-MM-DD; decides which skips have expired */
  today: string
  problems: readonly PolicyProblem[]
  restores: Restorable | null
  notices: readonly string[]
}

/** Valid layers → the policy in force. */
export function assemble(layers: readonly Layer[], facts: LayerFacts): Policy {
  const trust = trustOf(layers, facts)
  const trusted = (layer: Layer) => layer.layer === 'floor' || layer.layer === trust.layer
  const waivers = distinct(layers.flatMap(layer => waiversOf(layer, trusted(layer))))
  const skips = distinct(layers.flatMap(layer => skipsOf(layer, trusted(layer))))
  const trustedTables = layers.findLast(trusted)?.tables
  const people = peopleOf(layers.find(layer => layer.layer === 'base'))
  const digest = lazyDigest(layers)
  return {
    ...merge(layers.map(clausesOf)),
    get digest() {
      return digest()
    },
    mode: modeOf(layers, trust.layer),
    ...(trustedTables?.owner === undefined ? {} : { owner: trustedTables.owner }),
    credentials: credentialsOf(layers, trusted),
    ownSecrets: ownSecretsOf(layers, trusted),
    maxBytes: trustedTables?.content?.['max-bytes'] ?? null,
    people,
    groups: new Map(layers.find(layer => layer.layer === 'base')?.tables.groups ?? []),
    enrolled: [...people.values()].some(person => person.keys.length > 0),
    waivers,
    skips,
    skipFor: path => skipAmong(skips, path, facts.today),
    waiversFor: (ruleId, path, today) => waiversAmong(waivers, { ruleId, path, today }),
    notices: [
      ...facts.notices,
      ...trust.notices,
      ...grantNotices(skips, facts.today),
      ...ownSecretNotices(layers, trusted),
    ],
    problems: facts.problems,
    firstSetup: trust.firstSetup,
    restores: facts.restores,
  }
}

interface Trust {
  /** the layer whose loosenings count */
  layer: LayerName | null
  firstSetup: boolean
  notices: string[]
}

/**
 * The base is trusted. Where there is none yet, the working copy is what there is: a first set-up. Not so under evidence of
 * an agent, which could otherwise write `[skips]` and a credential in one commit; nor when the base's policy is broken.
 */
function trustOf(layers: readonly Layer[], facts: LayerFacts): Trust {
  const has = (name: LayerName) => layers.some(layer => layer.layer === name)
  const brokenBase = facts.problems.some(problem => problem.layer === 'base')
  if (has('base') || brokenBase) return { layer: has('base') ? 'base' : null, firstSetup: false, notices: [] }
  if (!has('working')) return { layer: null, firstSetup: false, notices: [] }
  const isAgent = facts.actor?.kind === 'agent'
  const consequence = isAgent
    ? 'what the working copy would loosen does not count for an agent'
    : 'the working copy counts as it is until then'
  const notices = [`no policy on the trusted base yet: ${consequence}`]
  return { layer: isAgent ? null : 'working', firstSetup: true, notices }
}

function merge(all: Clauses[]): Clauses {
  return {
    refs: all.flatMap(clauses => clauses.refs),
    paths: all.flatMap(clauses => clauses.paths),
    changes: all.flatMap(clauses => clauses.changes),
    limits: all.flatMap(clauses => clauses.limits),
    remotes: all.flatMap(clauses => clauses.remotes),
    scopes: all.flatMap(clauses => clauses.scopes),
  }
}

/** Observing needs the trusted layer's word, and no other layer that enforces. */
function modeOf(layers: readonly Layer[], trusted: LayerName | null): Mode {
  const above = layers.filter(layer => layer.layer !== 'floor')
  const isTrusted = above.some(layer => layer.layer === trusted)
  return isTrusted && above.every(layer => layer.tables.mode === 'observe') ? 'observe' : 'enforce'
}

const DEFAULTS = { deny: 'medium', warn: 'low' } as const

/** The trusted layer sets the thresholds; any other may only lower them (= find more). */
function credentialsOf(layers: readonly Layer[], trusted: (layer: Layer) => boolean): Policy['credentials'] {
  const chosen = layers.findLast(layer => trusted(layer) && layer.tables.credentials)?.tables.credentials
  const result = { deny: chosen?.deny ?? DEFAULTS.deny, warn: chosen?.warn ?? DEFAULTS.warn }
  for (const layer of layers) {
    const { deny, warn } = layer.tables.credentials ?? {}
    result.deny = lower(result.deny, deny)
    result.warn = lower(result.warn, warn)
  }
  return { ...result, disabledRules: chosen?.['disabled-rules'] ?? [] }
}

function lower(a: Confidence, b: Confidence | undefined): Confidence {
  return b !== undefined && CONFIDENCES.indexOf(b) < CONFIDENCES.indexOf(a) ? b : a
}

/** The trusted layer says what is left out; any other may only switch it on again. */
function ownSecretsOf(layers: readonly Layer[], trusted: (layer: Layer) => boolean): OwnSecrets {
  const chosen = layers.findLast(layer => trusted(layer) && layer.tables['own-secrets'])?.tables[
    'own-secrets'
  ]
  const isOn = (field: 'files' | 'environment') =>
    chosen?.[field] !== false || layers.some(layer => layer.tables['own-secrets']?.[field] === true)
  return { files: isOn('files'), environment: isOn('environment'), ignore: chosen?.ignore ?? [] }
}

/** A layer that would leave out more than the trusted one does. */
function ownSecretNotices(layers: readonly Layer[], trusted: (layer: Layer) => boolean): string[] {
  const { files, environment, ignore } = ownSecretsOf(layers, trusted)
  return layers.flatMap(layer => {
    const own = layer.tables['own-secrets']
    const more = own?.ignore?.some(name => !ignore.includes(name))
    const loosens = (own?.files === false && files) || (own?.environment === false && environment) || more
    if (!loosens || trusted(layer)) return []
    const { file, line } = placeOf(layer, ['own-secrets'])
    return [`${file}:${line}: "own-secrets" counts once it is on the trusted base`]
  })
}

/** People count only where the change under judgement cannot have put them. */
function peopleOf(base: Layer | undefined): Map<string, Person> {
  const people = (base?.tables.people ?? []).map(([id, body]): [string, Person] => {
    const github = body.github === undefined ? {} : { github: body.github }
    const keys = (body.keys ?? []).map(keyOf)
    return [id, { name: body.name ?? id, emails: body.emails ?? [], ...github, keys }]
  })
  return new Map(people)
}

function keyOf(table: KeyTable): EnrolledKey {
  return {
    key: table.key,
    ...(table.attested === undefined ? {} : { attested: table.attested }),
    ...(table['vouched-by'] === undefined ? {} : { vouchedBy: table['vouched-by'] }),
    ...(table['valid-from'] === undefined ? {} : { validFrom: table['valid-from'] }),
    ...(table['valid-until'] === undefined ? {} : { validUntil: table['valid-until'] }),
    ...(table.revoked === undefined ? {} : { revoked: table.revoked }),
  }
}

function grantNotices(skips: readonly Grant[], today: string): string[] {
  const expired = skips.filter(skip => skip.trusted && isExpired(skip, today))
  const untrusted = skips.filter(skip => !skip.trusted)
  return [
    ...expired.map(
      skip => `${skip.source()}: "${skip.id}" expired on ${skip.expires}: its paths are scanned again`,
    ),
    ...untrusted.map(skip => `${skip.source()}: "${skip.id}" counts once it is on the trusted base`),
  ]
}

/** Kept out of the way: only receipts and records ask for it. */
function lazyDigest(layers: readonly LayerText[]): () => string {
  let digest: string | undefined
  return () => {
    digest ??= digestOf(layers)
    return digest
  }
}

function digestOf(layers: readonly LayerText[]): string {
  const crypto = process.getBuiltinModule('node:crypto')
  const hash = crypto.createHash('sha256')
  for (const { layer, text } of layers) hash.update(`${layer} ${Buffer.byteLength(text)}\n${text}\n`)
  return hash.digest('hex')
}
