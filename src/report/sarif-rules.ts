/** `driver.rules`: every rule or clause that speaks in this run, described as GitHub's alert page shows it. */
import type { ReportingDescriptor } from 'sarif'
import type { Confidence, Finding, Severity } from '../model.ts'
import { visible } from './escape.ts'
import { sarifLevel } from './sarif-result.ts'

export type HelpUri = (ruleId: string) => string

// GitHub reads the number as CVSS bands: over 9 critical, 7 to 8.9 high, 4 to 6.9 medium, below low.
const SCORE: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' }
const PRECISION: Record<Confidence, string> = {
  proven: 'very-high',
  high: 'high',
  medium: 'medium',
  low: 'low',
}
const WEIGHT: Severity[] = ['low', 'medium', 'high', 'critical']

/** One descriptor per rule id, in order of first appearance; its severity is the highest it was found with. */
export function sarifRules(findings: Finding[], helpUri: HelpUri = urn): ReportingDescriptor[] {
  const byRule = new Map<string, Finding>()
  for (const finding of findings) {
    const seen = byRule.get(finding.ruleId)
    if (!seen || heavier(finding, seen)) byRule.set(finding.ruleId, finding)
  }
  return [...byRule.values()].map(finding => descriptor(finding, helpUri))
}

function descriptor(f: Finding, helpUri: HelpUri): ReportingDescriptor {
  const text = visible(f.message)
  const next = visible(f.remedy)
  return {
    id: f.ruleId,
    shortDescription: { text },
    fullDescription: { text: `${text}. Found by the ${f.category} rule ${visible(f.ruleId)}.` },
    help: { text: `Next step: ${next}`, markdown: `**${markdown(text)}**\n\nNext step: ${markdown(next)}\n` },
    helpUri: helpUri(f.ruleId),
    defaultConfiguration: { level: sarifLevel(f.verdict) },
    properties: {
      tags: ['security', f.category],
      precision: PRECISION[f.confidence],
      'security-severity': SCORE[f.severity],
    },
  }
}

/** An absolute URI, as SARIF §3.49.12 asks, that claims no web page. */
function urn(ruleId: string): string {
  return `urn:portcullis:rule:${encodeURIComponent(Buffer.from(ruleId, 'utf8').toString('utf8'))}`
}

function markdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&')
}

function heavier(a: Finding, b: Finding): boolean {
  return WEIGHT.indexOf(a.severity) > WEIGHT.indexOf(b.severity)
}
