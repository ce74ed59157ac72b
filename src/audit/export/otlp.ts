/** OTLP/HTTP logs as JSON (opentelemetry-proto 1.x): one request holds many records. 64-bit numbers are strings there. */
import type { Json } from '../../canonical.ts'
import type { ChainRecord } from '../chain.ts'
import { text } from '../filter.ts'
import { factsOf, titleOf } from './facts.ts'

/** SeverityNumber: 9 INFO, 13 WARN, 17 ERROR */
const SEVERITY: Record<string, [number, string]> = {
  warn: [13, 'WARN'],
  ask: [13, 'WARN'],
  deny: [17, 'ERROR'],
}

export function otlpRequest(records: ChainRecord[], version: string): Json {
  return {
    resourceLogs: [
      {
        resource: {
          attributes: [attribute('service.name', 'portcullis'), attribute('service.version', version)],
        },
        scopeLogs: [{ scope: { name: 'portcullis.audit', version }, logRecords: records.map(logRecord) }],
      },
    ],
  }
}

function logRecord(record: ChainRecord): Json {
  const { verdict } = factsOf(record)
  const [severityNumber, severityText] =
    SEVERITY[verdict] ?? (record.event === 'bypass.detected' ? [17, 'ERROR'] : [9, 'INFO'])
  return {
    timeUnixNano: `${Date.parse(record.time) || 0}000000`,
    severityNumber,
    severityText,
    eventName: `portcullis.${record.event}`,
    body: { stringValue: titleOf(record) },
    attributes: attributesOf(record),
  }
}

function attributesOf(record: ChainRecord): Json[] {
  const { actor, actorName, operation, verdict, rules, refs, paths } = factsOf(record)
  const texts: [string, string][] = [
    ['event.name', `portcullis.${record.event}`],
    ['portcullis.decision', verdict],
    ['portcullis.decision.id', text(record.id)],
    ['portcullis.operation', operation],
    ['portcullis.actor.kind', actor],
    ['gen_ai.agent.name', actor === 'agent' ? actorName : ''],
    ['vcs.ref.head.name', refs[0] ?? ''],
    ['portcullis.audit.log', record.log],
    ['portcullis.audit.hash', record.hash],
  ]
  return [
    ...texts.filter(([, value]) => value !== '').map(([key, value]) => attribute(key, value)),
    { key: 'portcullis.audit.seq', value: { intValue: String(record.seq) } },
    ...list('portcullis.rule.ids', rules),
    ...list('portcullis.paths', paths),
  ]
}

function attribute(key: string, value: string): Json {
  return { key, value: { stringValue: value } }
}

function list(key: string, values: string[]): Json[] {
  if (values.length === 0) return []
  return [{ key, value: { arrayValue: { values: values.map(value => ({ stringValue: value })) } } }]
}
