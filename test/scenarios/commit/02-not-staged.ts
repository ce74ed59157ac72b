import type { Scenario } from '../harness.ts'

export const title = 'in the file but not staged: it is not committed'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', 'const a = 1\n')
  await s.quiet(['add', 'app.js'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  s.write('untracked.js', `const token = "${s.secret()}"\n`)
  await s.passes(['commit', '-m', 'index'])
}
