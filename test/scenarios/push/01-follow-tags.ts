import type { Scenario } from '../harness.ts'

export const title = '`push --follow-tags`: the message of a tag that comes along'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.quiet(['tag', '-a', '-m', `see ${s.secret()}`, 'v1'])
  await s.blocked(['push', '--follow-tags', 'origin', 'work'])
  await s.passes(['push', '--no-follow-tags', 'origin', 'work'])
}
