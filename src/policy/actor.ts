/** Who seems to act. A one-way ratchet: evidence can make an agent of an unknown actor, nothing here makes a human. */
import type { Actor } from '../model.ts'
import { processAncestry } from './ancestry.ts'
import { AGENT_PROCESSES, AGENT_SIGNALS, CI_SIGNALS, type Signal, WEAK_SIGNALS } from './signals.ts'

export interface ActorOptions {
  /** names of the processes above this one, nearest first; asked only when the environment shows no agent */
  ancestry?: () => string[]
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * `agent` with any strong signal or an agent among the ancestors (in CI too), else `ci`, else `unknown`: `human` is proved by
 * a signature, never inferred. Evidence names the signals (`env CLAUDECODE`), never their values.
 */
export function actorFrom(env: Env, options: ActorOptions = {}): Actor {
  const agents = hits(env, AGENT_SIGNALS)
  const ci = hits(env, CI_SIGNALS)
  const weak = hits(env, WEAK_SIGNALS).map(hit => ({ ...hit, evidence: `weak ${hit.evidence}` }))
  const parents = agents.length > 0 ? [] : agentProcesses((options.ancestry ?? processAncestry)())
  const evidence = [...agents, ...parents, ...ci, ...weak].map(hit => hit.evidence)
  const agent = agents[0] ?? parents[0]
  if (agent !== undefined) return { kind: 'agent', name: nameOf(agent.name, env), evidence }
  if (ci[0] !== undefined) return { kind: 'ci', name: ci[0].name, evidence }
  return { kind: 'unknown', evidence }
}

interface Hit {
  name: string
  evidence: string
}

function hits(env: Env, table: Record<string, readonly Signal[]>): Hit[] {
  const found: Hit[] = []
  for (const name in table) {
    for (const signal of table[name]!) {
      const parts = typeof signal === 'string' ? [signal] : signal
      if (parts.every(part => isSet(env, part)))
        found.push({ name, evidence: `env ${parts.map(nameIn).join(' + ')}` })
    }
  }
  return found
}

function isSet(env: Env, part: string): boolean {
  if (part.endsWith('_*')) return Object.keys(env).some(key => key.startsWith(part.slice(0, -1)))
  const equals = part.indexOf('=')
  if (equals >= 0) return env[part.slice(0, equals)] === part.slice(equals + 1)
  return !['', '0', 'false', undefined].includes(env[part])
}

function nameIn(part: string): string {
  return part.replace(/=.*/s, '')
}

function agentProcesses(names: readonly string[]): Hit[] {
  const found = names.find(name => AGENT_PROCESSES.has(name))
  return found === undefined ? [] : [{ name: found, evidence: `process ${found}` }]
}

/** AI_AGENT carries a name (`codex@1.2`): used only when it is one we know, for it may hold anything. */
function nameOf(name: string, env: Env): string {
  if (name !== 'generic') return name
  const said = (env.AI_AGENT ?? env.AGENT ?? '').toLowerCase().replace(/[@/_].*/s, '')
  return Object.hasOwn(AGENT_SIGNALS, said) || AGENT_PROCESSES.has(said) ? said : 'generic'
}
