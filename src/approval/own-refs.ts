/** Our own refs are judged like any other: what stands there is read by everybody who verifies, so nothing else may be put there. */
import type { Objects } from '../git/objects.ts'
import type { Finding, RefUpdate } from '../model.ts'
import { LARGEST, openEnvelope } from './envelope.ts'
import { APPROVALS, approvalBytes, approvalRef } from './refs.ts'
import { refusalOf } from './refusal.ts'

/** One finding for each update of ours that is not an approval (or a checkpoint) put where it belongs. `today`: YYYY-MM-DD. */
export async function judgeOwnRefs(objects: Objects, refs: RefUpdate[], today: string): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const update of refs.filter(({ ref }) => isOwn(ref))) {
    const fault = await faultOf(objects, update, today)
    if (fault !== null) findings.push(findingOf(update, fault))
  }
  return findings
}

/** Not the fetched ones alone: whatever case or place, the whole namespace is ours. */
export function isOwn(ref: string): boolean {
  return ref.startsWith('refs/portcullis/')
}

async function faultOf(objects: Objects, update: RefUpdate, today: string): Promise<string | null> {
  if (update.ref.startsWith(CHECKPOINTS)) return checkpointFault(objects, update)
  if (!update.ref.startsWith(APPROVALS)) return 'only approvals and checkpoints have a place there'
  return update.after === null ? deletionFault(update, today) : approvalFault(objects, update)
}

function deletionFault({ ref }: RefUpdate, today: string): string | null {
  const day = ref.slice(APPROVALS.length).split('/')[0]!
  return /^\d{4}-\d\d-\d\d$/.test(day) && day < today
    ? null
    : 'an approval that still counts is not taken away'
}

async function approvalFault(objects: Objects, { ref, after }: RefUpdate): Promise<string | null> {
  const bytes = await approvalBytes(objects, after!, LARGEST)
  if (bytes === null) return `an approval is a blob of at most ${LARGEST} bytes`
  let name = ''
  const refused = refusalOf(() => {
    const { id, approval } = openEnvelope(bytes)
    name = approvalRef(id, approval.notAfter)
  })
  if (refused !== null) return `what it holds is no approval: ${refused.message}`
  return name === ref ? null : 'the approval it holds belongs under another name'
}

const CHECKPOINTS = 'refs/portcullis/checkpoints/'
const CHECKPOINT_BYTES = 65_536

/** A checkpoint pins an audit log: a host's own ref, moved forward only. What it says is checked by whoever verifies the log. */
async function checkpointFault(objects: Objects, { ref, action, after }: RefUpdate): Promise<string | null> {
  if (!/^[A-Za-z0-9][\w.-]{0,127}$/.test(ref.slice(CHECKPOINTS.length)))
    return 'a checkpoint is named by one plain word'
  if (after === null || action === 'force') return 'a checkpoint is never taken back: it only goes forward'
  const found = await objects.info(after)
  const fits = found?.type === 'commit' || (found?.type === 'blob' && found.size <= CHECKPOINT_BYTES)
  return fits ? null : 'a checkpoint is a commit or a small blob'
}

function findingOf({ ref }: RefUpdate, fault: string): Finding {
  return {
    ruleId: 'own-refs',
    category: 'ref',
    severity: 'high',
    confidence: 'proven',
    verdict: 'deny',
    message: `push to ${ref}: ${fault}`,
    ref,
    occurrences: [],
    remedy: "push what 'portcullis approve' stored there, or use a ref outside of refs/portcullis/",
    clause: { id: 'own-refs', layer: 'floor' },
  }
}
