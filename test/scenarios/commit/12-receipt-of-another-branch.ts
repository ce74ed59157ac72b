import type { Scenario } from '../harness.ts'
import { enforcePolicy } from '../waiver.ts'

export const title = 'a receipt of another branch: the protected branch is judged for itself'

const SEALED = '[refs.sealed]\nmatch = ["sealed"]\ncommit = "deny"\n'

export async function run(s: Scenario): Promise<void> {
  await enforcePolicy(s, SEALED)
  await s.quiet(['branch', 'sealed'])
  s.append('app.js', 'more()\n')
  await s.quiet(['add', 'app.js'])
  await s.hook('pre-commit') // leaves a receipt for work, as a commit that was aborted in the editor does
  await s.quiet(['symbolic-ref', 'HEAD', 'refs/heads/sealed'])
  await s.blocked(['commit', '-n', '-m', 'x'], { rule: /sealed/ })
  await s.quiet(['symbolic-ref', 'HEAD', 'refs/heads/work'])
  await s.passes(['commit', '-m', 'on a branch of its own'])
  await s.quiet(['checkout', '-q', 'sealed'])
  await s.blocked(['cherry-pick', 'work'], { rule: /sealed/ })
}
