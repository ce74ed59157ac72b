/** The five questions whoever lets agents work should be able to answer, and what the evidence says. */
import { blocked, total } from './counts.ts'
import type { Answer, Figures, Standing } from './types.ts'

/** `yes` only where both the policy and the log show it. */
export function checklist(figures: Figures, standing: Standing): Answer[] {
  return [
    approval(figures, standing),
    scanned(figures),
    enforced(figures, standing),
    audited(figures, standing),
    owned(standing),
  ]
}

function approval({ people }: Figures, { clauses, enrolled }: Standing): Answer {
  const question = 'Do sensitive operations wait for a person?'
  const asking = clauses.filter(({ asks }) => asks).map(({ id }) => id)
  const answers = people.reduce((sum, { granted, denied }) => sum + granted + denied, 0)
  if (asking.length === 0) return { question, answer: 'no', evidence: 'no clause asks for a person' }
  const who = `${counted(asking.length, 'clause asks', 'clauses ask')} (${asking.slice(0, 5).join(', ')}${asking.length > 5 ? ', …' : ''})`
  if (enrolled === 0)
    return {
      question,
      answer: 'partly',
      evidence: `${who}, but nobody is enrolled with a key who could answer`,
    }
  const evidence = `${who}; ${counted(enrolled, 'person is', 'people are')} enrolled with a key; ${counted(answers, 'request was', 'requests were')} answered`
  return { question, answer: 'yes', evidence }
}

function scanned({ commits, bypasses }: Figures): Answer {
  const question = 'Is every change looked at before it is committed?'
  if (commits === 0) return { question, answer: 'no', evidence: 'no commit was judged in this time' }
  if (bypasses.length === 0)
    return {
      question,
      answer: 'yes',
      evidence: `${commits} commits were judged, none was found that was not`,
    }
  const past = counted(bypasses.length, 'was', 'were')
  const evidence = `${commits} commits were judged; ${past} made past the hooks and found afterwards`
  return { question, answer: 'partly', evidence }
}

function enforced({ actors }: Figures, { worktrees, mode }: Standing): Answer {
  const question = 'Is it enforced by hooks, not by a page in a wiki?'
  const dead = worktrees.filter(({ alive, of }) => alive < of)
  const stopped = actors.reduce((sum, { counts }) => sum + blocked(counts), 0)
  const live = `hooks reach Portcullis in ${worktrees.length - dead.length} of ${worktrees.length} worktrees; ${stopped} operations were stopped`
  if (mode === 'observe')
    return { question, answer: 'no', evidence: `mode is "observe": nothing is blocked; ${live}` }
  if (worktrees.length === 0 || dead.length === worktrees.length)
    return { question, answer: 'no', evidence: live }
  return { question, answer: dead.length === 0 ? 'yes' : 'partly', evidence: live }
}

function audited({ records, from, actors }: Figures, { chain }: Standing): Answer {
  const question = 'Is it written down so that a person can reconstruct it?'
  if (records === 0) return { question, answer: 'no', evidence: 'the log is empty' }
  const decisions = actors.reduce((sum, { counts }) => sum + total(counts), 0)
  const evidence = `${records} records since ${from!.slice(0, 10)}, ${decisions} of them decisions; ${chain}`
  return { question, answer: /not anchored|broken|cannot/.test(chain) ? 'partly' : 'yes', evidence }
}

function owned({ owner }: Standing): Answer {
  const question = 'Is an owner named?'
  if (owner === null) return { question, answer: 'no', evidence: 'the policy has no owner' }
  const contact = owner.contact === undefined ? '' : `, ${owner.contact}`
  return { question, answer: 'yes', evidence: `${owner.name}${contact}` }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
