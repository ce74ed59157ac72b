/** The built-in pack from dist/ and a repository's own rules → detectors. Nothing is compiled before a keyword occurs. */
import { readFileSync } from 'node:fs'
import { PortcullisError } from '../errors.ts'
import type { MatcherOf } from './accept.ts'
import { unpackAutomaton } from './automaton.ts'
import type { Budget } from './budget.ts'
import { type Engine, type EngineName, openEngine } from './engine.ts'
import { type Model, readModel } from './generic/model.ts'
import type { Held } from './held/held.ts'
import { assemblePack } from './pack.ts'
import type { Allowlist, Rule } from './rule.ts'
import type { Pack, Scan } from './scan.ts'
import { readTable } from './table.ts'

/** Everything `detect` needs. Callers read `digest` and `engine`; the rest is opaque to them. */
export interface Detectors {
  /** sha256 over everything that can change a finding but the fingerprint key */
  readonly digest: string
  /** which engine answers; asking loads it */
  readonly engine: EngineName
  /** which engine was asked for by name */
  readonly asked: EngineName | undefined
  readonly packs: Pack[]
  readonly disabled: ReadonlySet<string>
  readonly key: Buffer | undefined
  readonly matcherOf: MatcherOf
  /** of all packs: what is never a credential */
  readonly allowlists: Allowlist[]
  /** of the generic rules, read when a pair asks for it */
  readonly model: () => Model
  /** the user's own secrets, to be loaded before `detect`; their values are no part of the digest */
  readonly held: Held | undefined
}

export interface LoadOptions {
  custom?: Rule[]
  engine?: EngineName
  /** 32 bytes; without it fingerprints use the public salt */
  key?: Buffer
  /** ids of built-in rules that are not asked */
  disabled?: string[]
  /** the text of another model, for an evaluation by folds */
  model?: string
  held?: Held
}

/**
 * Throws PortcullisError exit 3 when the built-in pack cannot be read. An engine that was asked for (here or by
 * PORTCULLIS_ENGINE) and does not load is an error of the first regex, not of this call.
 */
export function loadDetectors(options: LoadOptions = {}): Detectors {
  const { custom = [], disabled = [] } = options
  const packs = [builtIn()]
  if (custom.length > 0) packs.push(assemblePack(custom))
  return detectorsOf(packs, disabled, options)
}

/** Detectors of these packs alone: for tests and for checking rules that are being written. */
export function detectorsOf(packs: Pack[], disabled: string[], options: LoadOptions): Detectors {
  let engine: Engine | undefined
  const open = () => {
    engine ??= openEngine(options.engine)
    return engine
  }
  return {
    digest: digestOf(packs, disabled),
    get engine() {
      return open().name
    },
    asked: options.engine,
    packs,
    disabled: new Set(disabled),
    key: options.key,
    held: options.held,
    allowlists: packs.flatMap(pack => pack.table.allowlists),
    model: modelOf(options.model),
    matcherOf: remembering(regex => open().compile(regex)),
  }
}

/** What one content's scan is given. */
export function scanOf(detectors: Detectors, path: string | undefined, budget: Budget): Scan {
  const { packs, disabled, matcherOf, allowlists, model, held } = detectors // not spread: asking for `engine` would load it
  return { packs, disabled, matcherOf, allowlists, model, path, budget, finder: held?.finder ?? null }
}

function remembering(compile: MatcherOf): MatcherOf {
  const compiled = new Map<string, ReturnType<MatcherOf>>()
  return regex => {
    const known = compiled.get(regex) ?? compile(regex)
    compiled.set(regex, known)
    return known
  }
}

/** The pack's own digest where nothing was added or taken away: no hashing on the hook's path. */
function digestOf(packs: Pack[], disabled: string[]): string {
  const digests = packs.map(pack => pack.table.digest)
  if (digests.length === 1 && disabled.length === 0) return digests[0]!
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256')
    .update(JSON.stringify([digests, [...disabled].sort()]))
    .digest('hex')
}

const MODEL = 'generic.model.json'
let model: Model | undefined

function modelOf(text: string | undefined): () => Model {
  if (text === undefined)
    return () => {
      model ??= readModel(readAsset(MODEL).toString(), MODEL)
      return model
    }
  let other: Model | undefined
  return () => {
    other ??= readModel(text, 'the model given')
    return other
  }
}

let pack: Pack | undefined

function builtIn(): Pack {
  pack ??= {
    table: readTable(readAsset('rules.jsonl')),
    automaton: unpackAutomaton(readAsset('prefilter.bin')),
  }
  return pack
}

/** The bundle lies in dist/ or dist/chunks/, the sources in src/detect/. */
const PLACES = ['./', '../', '../../dist/']

function readAsset(name: string): Buffer {
  for (const place of PLACES) {
    try {
      return readFileSync(new URL(place + name, import.meta.url))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(name, error)
    }
  }
  throw unreadable(name, undefined)
}

function unreadable(name: string, cause: unknown): PortcullisError {
  const hint = 'install portcullis again; in a checkout of its own run "npm run build"'
  return new PortcullisError(3, `built-in rules cannot be read: "${name}"`, { subject: name, hint, cause })
}
