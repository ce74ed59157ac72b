import type { Scenario } from '../harness.ts'
import { enforcePolicy } from '../waiver.ts'

export const title = '`git replace` of the policy on the trusted base: the real one judges'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['branch', 'loose'])
  await enforcePolicy(s, '[paths.sealed]\nmatch = ["/sealed/**"]\nverdict = "deny"\n')
  await s.quiet(['replace', 'origin/main:.portcullis/policy.toml', 'loose:.portcullis/policy.toml'])
  await s.quiet(['checkout', '-q', 'loose', '--', '.portcullis/policy.toml'])
  await s.quiet(['reset', '-q', '.portcullis/policy.toml'])
  s.write('sealed/a.js', 'export {}\n')
  await s.quiet(['add', 'sealed/a.js'])
  await s.blocked(['commit', '-m', 'x'], { rule: /sealed/, at: 'sealed/a.js' })
}
