/** What a person sees before they approve. Every word of it may be somebody's who wants another thing to be seen: all of it is made visible. */
import { subjectDigest } from '../../approval/statement.ts'
import type { Step } from '../../approval/steps.ts'
import { clauseOf } from '../../approval/subject.ts'
import type { Objects } from '../../git/objects.ts'
import { isBinary } from '../../guard/binary.ts'
import { countAddedLines } from '../../inspect/lines.ts'
import type { Entry, Finding } from '../../model.ts'
import { visible } from '../../report/escape.ts'
import type { Review } from './review.ts'

const LONGEST = 300
const LARGEST = 10_000_000

/** Who will sign, and what that proves. */
export interface Signing {
  person: string
  fingerprint: string
  /** an sk key: the authenticator asks for a touch */
  hardware: boolean
  /** ISO 8601, UTC */
  until: string
}

/** The whole screen but the question. */
export async function screen(review: Review, signing: Signing, objects: Objects): Promise<string> {
  const files = await Promise.all(review.steps.map(step => fileLine(step, objects)))
  const lines = [
    `request ${review.id} in ${shown(review.repository)}`,
    '',
    `  what     ${operationText(review)}`,
    `  asked by ${actorText(review)}`,
    ...review.clauses.flatMap(clause => clauseLines(clause, review.reasons)),
    ...(files.length === 0 ? [] : [`  files    ${boundText(review)}`, ...files.map(line => `    ${line}`)]),
    ...seeLines(review),
    '',
    `  signs    ${shown(signing.person)}, key ${signing.fingerprint}: ${proofText(signing)}`,
    `  until    ${signing.until}`,
    `  digest   ${subjectDigest(review)}`,
    '',
  ]
  return `${lines.join('\n')}\n`
}

/** The last characters of what is approved: to be typed, so that it is this one and no other. */
export function wantedWord(review: Review): string {
  return subjectDigest(review).slice(-4)
}

/** Untrusted text on one line: what cannot be seen is written out, what is too long is cut and says so. */
export function shown(text: string): string {
  const all = visible(text)
  return all.length <= LONGEST ? all : `${all.slice(0, LONGEST)}… (${all.length - LONGEST} more characters)`
}

function operationText({ operation, landing, update }: Review): string {
  if (update) {
    const { action, ref, before, after } = update
    return `${action} of ${shown(ref)}: ${brief(before)} → ${brief(after)}, once`
  }
  return `${operation}: content that is to land on ${shown(landing!.target)}`
}

function brief(id: string | null): string {
  return id === null ? 'nothing' : id.slice(0, 12)
}

function actorText({ actor }: Review): string {
  const name = actor.name === undefined ? '' : ` (${shown(actor.name)})`
  const evidence = actor.evidence.slice(0, 10).map(shown).join(', ')
  return `${shown(actor.kind)}${name}${evidence === '' ? '' : `, seen: ${evidence}`}`
}

function clauseLines(clause: string, reasons: Finding[]): string[] {
  const why = reasons.filter(finding => clauseOf(finding) === clause)
  const said =
    why.length > 0
      ? why.map(({ message }) => shown(message))
      : ['asked where it was attempted; here it is not seen again']
  return [`  clause   ${shown(clause)}`, ...[...new Set(said)].map(text => `    ${text}`)]
}

function boundText({ subject }: Review): string {
  const whole = subject.type === 'content' && subject.whole
  return whole
    ? 'all of the change, exactly this content'
    : 'exactly this content, and nothing else of the change'
}

async function fileLine({ path, before, after }: Step, objects: Objects): Promise<string> {
  const act = before === null ? 'added   ' : after === null ? 'deleted ' : 'modified'
  const modes =
    before?.mode === after?.mode ? after!.mode : `${before?.mode ?? '000000'} → ${after?.mode ?? '000000'}`
  return `${act}  ${shown(path)}  (${modes}${await sizeText(before, after, objects)})`
}

const SUBMODULE = '160000'

async function sizeText(before: Entry | null, after: Entry | null, objects: Objects): Promise<string> {
  const [was, is] = await Promise.all([dataOf(before, objects), dataOf(after, objects)])
  if (was === null || is === null) return ', too large to be shown'
  const bytes = `, ${was.length} → ${is.length} bytes`
  if (isBinary(was) || isBinary(is)) return `${bytes}, binary`
  return `${bytes}, +${countAddedLines(is, [was])} −${countAddedLines(was, [is])} lines`
}

/** Null when it is larger than is worth counting. */
async function dataOf(entry: Entry | null, objects: Objects): Promise<Buffer | null> {
  if (entry === null || entry.mode === SUBMODULE) return Buffer.alloc(0)
  return (await objects.read(entry.id, LARGEST)).data
}

function seeLines({ landing }: Review): string[] {
  if (!landing) return []
  const from = landing.from ?? 'a tree without files'
  return [`  see it   git diff ${from} ${landing.to}`]
}

function proofText({ hardware }: Signing): string {
  return hardware
    ? 'a hardware key; it counts as "presence" where its enrolment proves the hardware, else as "key"'
    : 'assurance "key": any process of your user that can use this key could have signed'
}
