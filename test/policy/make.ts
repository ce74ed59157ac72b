/** Short ways to a compiled policy and to changes, for tests of this folder. */
import type { Actor, ActorKind, Change } from '../../src/model.ts'
import { type CompileOptions, compilePolicy, resolvePolicy } from '../../src/policy/compile.ts'
import { POLICY_FILE } from '../../src/policy/files.ts'
import type { LayerText, Policy } from '../../src/policy/types.ts'

export const TODAY = '2026-06-01'
export const base = (body: string): LayerText => ({
  layer: 'base',
  file: `abc:${POLICY_FILE}`,
  text: `version = 1\n${body}`,
})
export const working = (body: string): LayerText => ({
  layer: 'working',
  file: POLICY_FILE,
  text: `version = 1\n${body}`,
})
export const compile = (...layers: LayerText[]): Policy => compilePolicy(layers, { today: TODAY })
export const resolve = (layers: LayerText[], options: CompileOptions = {}): Policy =>
  resolvePolicy(layers, { today: TODAY, ...options })

export const actor = (kind: ActorKind): Actor => ({ kind, evidence: [] })
export const AGENT: Actor = { kind: 'agent', name: 'codex', evidence: ['env CODEX_CI'] }
export const UNKNOWN = actor('unknown')

const ID = 'a'.repeat(40)
export const change = (path: string, more: Partial<Change> = {}): Change => ({
  path,
  status: 'added',
  before: [],
  after: { mode: '100644', id: ID },
  ...more,
})
