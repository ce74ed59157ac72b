import type { Scenario } from '../harness.ts'

export const title = 'a rebase of three clean commits goes through'

export async function run(s: Scenario): Promise<void> {
  for (const name of ['a.js', 'b.js', 'c.js']) {
    s.write(name, 'export {}\n')
    await s.commitUnseen(name)
  }
  await s.quiet(['checkout', '-qb', 'upstream', 'main'])
  s.append('README.md', 'More.\n')
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.passes(['rebase', 'upstream'])
}
