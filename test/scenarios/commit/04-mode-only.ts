import type { Scenario } from '../harness.ts'

export const title = 'only the mode changes: nothing is introduced'

export async function run(s: Scenario): Promise<void> {
  s.write('run.sh', `TOKEN="${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['update-index', '--chmod=+x', 'run.sh'])
  await s.passes(['commit', '-m', 'executable'])
}
