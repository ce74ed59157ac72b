/**
 * What an agent is told. Our own words, names of rules and clauses, and the path that the agent itself gave: nothing out of a file that
 * somebody else may have written (a hint of a policy that is not on the trusted base is such a text), and never a way round.
 */
import type { Guarded } from '../../agent/guarded-places.ts'
import type { Decision, Finding } from '../../model.ts'
import { STRENGTH } from '../../policy/order.ts'
import type { Policy } from '../../policy/types.ts'
import { visible } from '../../report/escape.ts'
import { requestLines } from '../../report/token.ts'

export function guardedText({ rule, what, next }: Guarded): string {
  return `portcullis: ${what} (rule ${rule}). next: ${next}`
}

/** The strongest findings first; the next step is that of the strongest. */
export function decisionText(decision: Decision, policy: Policy): string {
  const { findings } = decision
  const sorted = [...findings].sort((a, b) => STRENGTH[b.verdict] - STRENGTH[a.verdict])
  const told = sorted.filter(({ verdict }) => STRENGTH[verdict] === STRENGTH[sorted[0]!.verdict])
  const lines = told.slice(0, MOST).map(finding => `portcullis: ${sentence(finding)}`)
  if (told.length > MOST) lines.push(`portcullis: and ${told.length - MOST} more`)
  const requests = requestLines(decision)
  const next = requests.length > 0 ? APPROVABLE : nextOf(sorted[0]!, policy)
  return [...lines, ...requests, `next: ${next}`].join('\n')
}

const MOST = 4

function sentence({ ruleId, message, path, line, category, verdict }: Finding): string {
  const place = path === undefined ? '' : ` in ${visible(path)}${line === undefined ? '' : `:${line}`}`
  const what = category === 'credential' ? `${visible(message)}${place}` : visible(message)
  return `${what} (rule ${ruleId}, ${verdict})`
}

function nextOf({ category, remedy, clause, verdict }: Finding, policy: Policy): string {
  if (category === 'credential')
    return 'leave the value out: read it from the environment or a secret store at run time, and name only the variable here'
  const isTrusted = clause === undefined || clause.layer !== 'working' || policy.firstSetup
  if (verdict === 'ask' || !isTrusted) return ASK
  return visible(remedy)
}

const APPROVABLE =
  'leave this file out and go on with the rest, or tell your user the command above: once a person has approved exactly this content, the same edit passes, and so does its commit'

const ASK =
  'leave this file out and go on with the rest; tell your user what you would change here, who can make the change or approve it'
