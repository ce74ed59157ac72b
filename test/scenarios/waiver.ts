/** A waiver on the trusted base, for the rule that finds the file's secret, whatever that rule is called. */
import type { Scenario } from './harness.ts'

/** Appends to the policy, commits it unseen and moves the remote's main there, so that it is in force. */
export async function enforcePolicy(s: Scenario, toml: string): Promise<void> {
  s.append('.portcullis/policy.toml', `\n${toml}`)
  await s.commitUnseen('policy')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
}

export async function waive(s: Scenario, file: string, match: string): Promise<void> {
  const report = JSON.parse((await s.portcullis(['scan', '--files', file, '--format', 'json'])).stdout)
  const rules: string[] = report.findings.map((finding: { ruleId: string }) => finding.ruleId)
  if (rules.length === 0) throw new Error(`set-up: nothing to waive in ${file}`)
  const entry = (rule: string) =>
    `[[waivers]]\nrule = "${rule}"\nmatch = ["${match}"]\nreason = "made-up keys"\nby = "dev"\nexpires = 2099-01-01\n`
  await enforcePolicy(s, [...new Set(rules)].map(entry).join('\n'))
}
