/** From what asks to what is approved: exact entries for one branch, or one move of one ref. */
import { createHash } from 'node:crypto'
import type { Objects } from '../git/objects.ts'
import type { Finding, Landing, ObjectId, RefUpdate } from '../model.ts'
import { LARGEST, openEnvelope } from './envelope.ts'
import { IN_TREE } from './refs.ts'
import { refusalOf } from './refusal.ts'
import { type Step, stepsBetween } from './steps.ts'
import type { ContentEntry, ContentSubject, RefSubject } from './types.ts'

/** A landing with what it changes, approvals that lie in the tree left out: they approve, they are not approved. */
export interface Content {
  landing: Landing
  /** the commit that was judged, where the landing ends at a merge of it */
  head: ObjectId
  steps: Step[]
}

/** Throws GitError when a tree is missing. */
export async function contentOf(objects: Objects, landing: Landing, head = landing.to): Promise<Content> {
  const steps = await stepsBetween(objects, landing.from, landing.to)
  const isApproval = await Promise.all(steps.map(step => isApprovalFile(objects, step)))
  return { landing, head, steps: steps.filter((_, i) => !isApproval[i]) }
}

/** By its name, and well-formed: garbage under that name is content as any other. Taking one away needs nobody's word. */
async function isApprovalFile(objects: Objects, { path, after }: Step): Promise<boolean> {
  if (!IN_TREE.test(path)) return false
  if (after === null) return true
  if (after.mode !== '100644') return false
  const { data } = await objects.read(after.id, LARGEST)
  return data !== null && path.endsWith(`/${envelopeId(data)}.json`)
}

function envelopeId(bytes: Buffer): string | null {
  let id: string | null = null
  refusalOf(() => {
    id = openEnvelope(bytes).id
  })
  return id
}

/** The subject of these steps. `whole`: they are all of the content. */
export async function contentSubject(
  objects: Objects,
  { target }: Landing,
  steps: Step[],
  whole: boolean,
): Promise<ContentSubject> {
  const entries = await Promise.all(steps.map(step => entryOf(objects, step)))
  return { type: 'content', target, whole, entries }
}

async function entryOf(objects: Objects, { bytes, before, after }: Step): Promise<ContentEntry> {
  return {
    pathB64: bytes.toString('base64'),
    mode: after?.mode ?? '000000',
    from: before?.id ?? null,
    to: after?.id ?? null,
    toSha256: after === null || after.mode === SUBMODULE ? null : await sha256Of(objects, after.id),
  }
}

const SUBMODULE = '160000'

async function sha256Of(objects: Objects, id: ObjectId): Promise<string> {
  const { data } = await objects.read(id, Number.POSITIVE_INFINITY)
  return createHash('sha256').update(data!).digest('hex')
}

export function refSubject({ ref, action, before, after }: RefUpdate): RefSubject {
  return { type: 'ref-update', ref, action, before, after }
}

/** The clause that an approval must answer: a credential has none, its rule stands for it. */
export function clauseOf(finding: Finding): string {
  return finding.clause?.id ?? finding.ruleId
}

/** The move of a ref that a finding is about. A commit has no id yet when it is judged: its content is what can be approved. */
export function moveOf(finding: Finding, refs: RefUpdate[]): RefUpdate | undefined {
  if (finding.category !== 'ref') return undefined
  return refs.find(({ ref, action, after }) => ref === finding.ref && (after !== null || action === 'delete'))
}

/** What of a content a finding asks for: the step of its path, all of it, or nothing. */
export function stepsFor(finding: Finding, { steps }: Content): { steps: Step[]; whole: boolean } {
  if (finding.path === undefined || finding.category === 'limit' || finding.together)
    return { steps, whole: true }
  return { steps: steps.filter(step => step.path === finding.path), whole: false }
}
