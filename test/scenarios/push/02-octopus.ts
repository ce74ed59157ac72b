import type { Scenario } from '../harness.ts'

export const title = 'an octopus merge'

export async function run(s: Scenario): Promise<void> {
  for (const name of ['a', 'b', 'c']) {
    await s.quiet(['checkout', '-qb', name, 'main'])
    s.write(`${name}.js`, name === 'c' ? `const token = "${s.secret()}"\n` : 'export {}\n')
    await s.commitUnseen(name)
  }
  await s.quiet(['checkout', '-q', 'work'])
  await s.passes(['merge', '--no-edit', 'a', 'b', 'c'])
  await s.blocked(['push', 'origin', 'work'], { at: 'c.js:1' })
}
