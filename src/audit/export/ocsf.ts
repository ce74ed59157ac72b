/**
 * OCSF 1.3, JSON: what was blocked or found as a bypass is a Detection Finding (class 2004, with the profile `security_control`).
 * Everything else is a Base Event (class 0): no class is about a decision to let something pass.
 */
import type { Json } from '../../canonical.ts'
import type { ChainRecord } from '../chain.ts'
import { text } from '../filter.ts'
import { factsOf, titleOf } from './facts.ts'

const DETECTION_FINDING = 2004

/** severity_id: 1 informational, 2 low, 3 medium, 4 high */
const SEVERITY: Record<string, number> = { allow: 1, warn: 2, ask: 3, deny: 4 }

export function ocsfEvent(record: ChainRecord): Json {
  const { blocked } = factsOf(record)
  return blocked || record.event === 'bypass.detected' ? detection(record) : base(record, 0, 0, 'Base Event')
}

/** `type_uid` is class × 100 + activity; activity 1 = Create, 99 = Other. */
function base(record: ChainRecord, category: number, classUid: number, className: string) {
  const { actor, actorName, verdict, version } = factsOf(record)
  const activity = classUid === DETECTION_FINDING ? 1 : 99
  return {
    category_uid: category,
    class_uid: classUid,
    class_name: className,
    activity_id: activity,
    activity_name: activity === 1 ? 'Create' : record.event,
    type_uid: classUid * 100 + activity,
    time: Date.parse(record.time) || 0,
    severity_id: record.event === 'bypass.detected' ? 4 : (SEVERITY[verdict] ?? 1),
    message: titleOf(record),
    metadata: {
      version: '1.3.0',
      product: { name: 'Portcullis', vendor_name: 'Portcullis', ...(version !== '' && { version }) },
      uid: `${record.log}:${record.seq}`,
      event_code: record.event,
    },
    ...(actor !== '' && { actor: { user: { name: actorName || actor, type: actor, type_id: 99 } } }),
    unmapped: { seq: record.seq, prev: record.prev, hash: record.hash, log: record.log },
  }
}

function detection(record: ChainRecord): Json {
  const { refs, paths, rules, blocked, verdict } = factsOf(record)
  const resources = [
    ...refs.map(name => resource(name, 'git ref')),
    ...paths.map(name => resource(name, 'file')),
  ]
  return {
    ...base(record, 2, DETECTION_FINDING, 'Detection Finding'),
    metadata: { ...base(record, 2, DETECTION_FINDING, '').metadata, profiles: ['security_control'] },
    // 1 = New
    status_id: 1,
    finding_info: {
      uid: text(record.id) || text(record.commit) || `${record.log}:${record.seq}`,
      title: titleOf(record),
      ...(rules.length > 0 && { types: rules }),
    },
    // action 2 = Denied, 1 = Allowed; disposition 2 = Blocked, 1 = Allowed
    ...(blocked
      ? { action_id: 2, action: 'Denied', disposition_id: 2, disposition: 'Blocked' }
      : { action_id: 1, action: 'Allowed', disposition_id: 1, disposition: 'Allowed' }),
    ...(verdict !== '' && { status_detail: verdict }),
    ...(resources.length > 0 && { resources }),
  }
}

function resource(name: string, type: string) {
  return { name, type }
}
