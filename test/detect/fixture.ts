/** A few rules of the tests' own, and credentials made at run time: none lies in the repository. */

import { detect } from '../../src/detect/detect.ts'
import { type EngineName, engineStatus } from '../../src/detect/engine.ts'
import { type Detectors, detectorsOf, type LoadOptions } from '../../src/detect/load.ts'
import { assemblePack, compilePack, compileRules } from '../../src/detect/pack.ts'
import { expand } from '../../src/detect/template.ts'
import type { Credential } from '../../src/model.ts'

/** The engines that load here: native re2 is optional, as in the field. `NODE_PATH` may point at one. */
export function engines(): EngineName[] {
  return engineStatus().reason === undefined ? ['js', 'native'] : ['js']
}

const PROVIDER = {
  provider: 'Acme',
  rules: [
    {
      id: 'acme-token',
      description: 'Acme token',
      regex: '(?:^|[^A-Za-z0-9_])(acme_[A-Za-z0-9]{24})(?:[^A-Za-z0-9_]|$)',
      keywords: ['acme_'],
      entropy: 3,
      confidence: 'high',
      revoke: 'https://acme.example/tokens',
      allowlists: [{ stopwords: ['EXAMPLE'] }, { condition: 'AND', paths: ['^docs/'], regexes: ['^acme_0'] }],
    },
    {
      id: 'acme-secret',
      description: 'Acme secret beside its id',
      regex: String.raw`acmesecret\s*[=:]\s*"?([a-z0-9]{20})\b`,
      keywords: ['acmesecret'],
      confidence: 'high',
      required: [{ id: 'acme-id', withinLines: 3 }],
    },
    {
      id: 'acme-id',
      description: 'Acme id',
      regex: String.raw`\b(ACID[0-9]{12})\b`,
      keywords: ['acid'],
      confidence: 'low',
    },
    {
      id: 'private-key',
      description: 'Private key',
      regex: String.raw`(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:\\[nr]|[A-Za-z0-9+/=\s]){64,}-----END [A-Z ]{0,20}PRIVATE KEY-----)`,
      keywords: ['private key-----'],
      confidence: 'high',
    },
    {
      id: 'env-password',
      description: 'Password in a .env file',
      regex: String.raw`^PASSWORD=(\S{6,40})$`,
      keywords: ['password='],
      path: String.raw`(?:^|/)\.env$`,
    },
  ],
}

const GENERIC = {
  provider: 'generic',
  rules: [
    {
      id: 'generic-token',
      description: 'A token',
      regex: String.raw`(?i:token)["']?[ \t]{0,5}[=:][ \t]{0,5}["']?([A-Za-z0-9_+/=-]{12,200})`,
      keywords: ['token'],
      entropy: 3.5,
    },
  ],
}

export const FILES = [
  { file: 'acme.toml', parsed: PROVIDER },
  { file: 'generic.toml', parsed: GENERIC },
]

/** The tests' rules as a built-in pack, prechecks and all. */
export function detectors(options: LoadOptions = {}): Detectors {
  return detectorsOf([compilePack(FILES, options.engine)], options.disabled ?? [], options)
}

/** Detectors of one rule, given as a table, as a repository's own. */
export function ruleAlone(rule: object): Detectors {
  return detectorsOf([assemblePack(compileRules([{ file: 'own.toml', parsed: { rules: [rule] } }]))], [], {})
}

export const TOKEN = 'acme_⟦[A-Za-z0-9]{24}⟧'

/** A credential that `acme-token` finds. */
export function token(seed = 1): string {
  return expand(TOKEN, seed)
}

export function pem(seed = 1): string {
  return expand('-----BEGIN RSA PRIVATE KEY-----\n⟦pem:12⟧\n-----END RSA PRIVATE KEY-----', seed)
}

/** Rule id and place of everything found. */
export function places(data: Buffer | string, path?: string, found = detectors()): string[] {
  return detect(data, path, found).map(place)
}

export function place(one: Credential): string {
  return `${one.ruleId} ${one.line}:${one.column}-${one.endLine}:${one.endColumn}`
}
