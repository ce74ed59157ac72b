/** After judging, before telling: the session's memory, the audit log, and the sentence for whoever tries again and again. */

import type { Ruling, ToolCall } from '../../agent/call.ts'
import { appendEvent } from '../../audit/append.ts'
import type { Json } from '../../canonical.ts'
import type { Desk } from './desk.ts'
import type { Judged } from './judging.ts'

/** From this attempt on at what a rule refuses, the agent is told to stop. */
const ENOUGH = 3

export function settle(call: ToolCall, { ruling, rules, path }: Judged, desk: Desk): Ruling {
  const isRefused = ruling.verdict === 'deny' || ruling.verdict === 'ask'
  const attempts = isRefused ? (desk.memory?.refused(call, rules) ?? 1) : 0
  const told = attempts < ENOUGH ? ruling : { ...ruling, text: `${ruling.text}\n${stop(attempts)}` }
  const notice =
    isRefused || ruling.redacted !== undefined
      ? record(call, ruling, { rules, path, attempts }, desk)
      : undefined
  desk.memory?.keep(call, told)
  return notice === undefined ? told : { ...told, text: `${told.text}\n${notice}` }
}

function stop(attempts: number): string {
  return `This is attempt ${attempts} at what this rule refuses. Stop here: say to your user what you tried and why, and wait for an answer.`
}

interface Facts {
  rules: readonly string[]
  path: string | undefined
  attempts: number
}

/** Denials, questions and masked outputs; a pass is no event: there are hundreds in an hour, and git's hooks record what becomes of them. */
function record(
  call: ToolCall,
  { verdict, redacted }: Ruling,
  { rules, path, attempts }: Facts,
  desk: Desk,
): string | undefined {
  if (desk.repo === null) return undefined
  const { host, tool, session, id, model, act } = call
  const body: { [name: string]: Json } = {
    verdict: redacted === undefined ? verdict : 'redacted',
    rules: [...rules],
    act: act.kind,
    host,
    ...(path !== undefined && { path }),
    ...plain({ tool, session, call: id, model }),
    ...(attempts > 1 && { attempts }),
  }
  return appendEvent(desk.repo.commonDir, 'agent.decision', body).notice
}

/** Names and ids from outside: short, and of characters that say nothing else. */
function plain(names: Record<string, string | undefined>): Record<string, string> {
  const kept = Object.entries(names).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value.replace(/[^\w.:@/ -]/g, '').slice(0, 100)] as const],
  )
  return Object.fromEntries(kept)
}
