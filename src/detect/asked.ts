/**
 * Whether a rule may match around a keyword: its machine (machine.ts) from the keyword on, then over the region that its regex would be
 * given. Most keywords are followed by nothing that their rules ask for: told here, before anything is made of the content.
 */
import { isAscii } from 'node:buffer'
import { isOpen, type Machine, machineFor, madeFor } from './machine.ts'
import { type Region, regionAround } from './region.ts'
import type { Rule } from './rule.ts'
import type { Pack } from './scan.ts'
import { asText, type Text } from './text.ts'

export const NO = 0
export const YES = 1
export const MAYBE = 2

/** For the hits of one content: whether one of the keyword's rules may match there. */
export interface Asked {
  /** told from the next bytes; MAYBE: if one of the keyword's open rules may match elsewhere, once all hits were asked about */
  mayFollow(keyword: number, at: number): typeof NO | typeof YES | typeof MAYBE
  /** told from all that a match can reach */
  mayMatch(keyword: number, at: number): boolean
}

interface Question {
  rule: Rule
  index: number
  machine: Machine
  /** isOpen (machine.ts) */
  open: boolean
}

/** A region's answer holds for the next keyword in the same line. */
interface Answer extends Region {
  rule: Rule
  isYes: boolean
}

/** What is longer is left to a look at the window, which may be known: curl's history took a quarter longer with it. */
const LONGEST_ASKED = 1024

/** Times its size that a content is read for this. */
const TIMES_ITS_SIZE = 8
const FLOOR = 1 << 16

export function openAsked(pack: Pack, bytes: Buffer): Asked {
  const known = packs.get(pack) ?? openKnown(pack)
  const made = known.open.size
  const answers: Answer[] = []
  const started = new Set<number>() // open rules that may match from some keyword on
  const unasked = new Set<number>() // keywords of which nothing was told: machines are made in the midst of it
  let text: Text | undefined
  let isFolding: boolean | undefined
  let left = bytes.length * TIMES_ITS_SIZE + FLOOR
  const follows = ({ index, machine, open }: Question, at: number): boolean => {
    const isYes = isFolding || machine.from()?.(bytes, at) !== false
    if (isYes && open) started.add(index)
    return isYes
  }
  const ask = (question: Question, slot: number, at: number): boolean => {
    const { rule, index, machine, open } = question
    if (open ? !started.has(index) && known.open.size === made : !follows(question, at)) return false
    text ??= asText(bytes)
    const region = open ? { start: 0, end: bytes.length } : regionAround(rule, at, text)
    if (region === null || region.end - region.start > LONGEST_ASKED) return true
    const last = answers[slot]
    if (last?.rule === rule && last.start === region.start && last.end === region.end) return last.isYes
    left -= region.end - region.start
    const isYes = machine.within(bytes, region.start, region.end)
    answers[slot] = { rule, isYes, ...region }
    return isYes
  }
  return {
    mayFollow(keyword, at) {
      const questions = questionsFor(pack, known, keyword)
      isFolding ??= mayFold(bytes)
      if (questions === null) {
        unasked.add(keyword)
        for (const index of pack.table.keywordRules[keyword]!) {
          const question = known.open.get(index)
          if (question) follows(question, at)
        }
        return YES
      }
      let answer: typeof NO | typeof YES | typeof MAYBE = NO
      for (const question of questions) {
        if (follows(question, at)) answer = YES
        else if (question.open && answer === NO) answer = MAYBE
      }
      return answer
    },
    mayMatch(keyword, at) {
      const questions = known.questions[keyword]
      return (
        !questions ||
        unasked.has(keyword) ||
        left < 0 ||
        questions.some((question, slot) => ask(question, slot, at))
      )
    },
  }
}

/** Of a rule's hits those that its matches may be around, as far as the next bytes tell; all of them where no machine was made. */
export function openFollowed(bytes: Buffer): (rule: Rule, hits: number[]) => number[] {
  let isFolding: boolean | undefined
  return (rule, hits) => {
    const walk = rule.apart ? null : madeFor(rule)?.from()
    if (!walk) return hits
    isFolding ??= mayFold(bytes)
    if (isFolding) return hits
    if (isOpen(rule)) return hits.some(at => walk(bytes, at)) ? hits : []
    return hits.filter(at => walk(bytes, at))
  }
}

/** Whether it holds a letter that RE2 takes for a `k` or an `s`. */
function mayFold(bytes: Buffer): boolean {
  return !isAscii(bytes) && (bytes.includes('\u212a') || bytes.includes('\u017f'))
}

/** What is known of a pack's keywords: how often each was asked about, then the questions. */
interface Known {
  times: Uint16Array
  questions: (Question[] | null)[]
  /** of open rules, by their index: to be followed from keywords too that come seldom */
  open: Map<number, Question>
}

/** Making machines costs as much as so many looks at what they spare; where a run is wanted nearly all is told without. */
const OFTEN = 50
const OFTEN_WITH_RUN = 1000
const packs = new WeakMap<Pack, Known>()

/** null: of one of the keyword's rules nothing can be told, or it is not worth it yet. */
function questionsFor(pack: Pack, { times, questions, open }: Known, keyword: number): Question[] | null {
  const known = questions[keyword]
  if (known !== undefined) return known
  const often = pack.table.wants.wide[keyword] === 0 ? OFTEN : OFTEN_WITH_RUN
  if (times[keyword]! < often) {
    times[keyword]!++
    return null
  }
  const made = questionsOf(pack, keyword)
  questions[keyword] = made
  for (const question of made ?? []) if (question.open) open.set(question.index, question)
  return made
}

function openKnown(pack: Pack): Known {
  const known: Known = {
    times: new Uint16Array(pack.table.keywordRules.length),
    questions: [],
    open: new Map(),
  }
  packs.set(pack, known)
  return known
}

function questionsOf({ table }: Pack, keyword: number): Question[] | null {
  const questions: Question[] = []
  for (const index of table.keywordRules[keyword]!) {
    const rule = table.rule(index)
    if (rule.scored || rule.apart) continue // asked in another way
    const machine = machineFor(rule)
    if (machine === null) return null
    questions.push({ rule, index, machine, open: isOpen(rule) })
  }
  return questions
}
