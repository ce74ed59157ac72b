import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = 'a rebase that picks a commit with a token stops there, and goes on when it is taken out'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('token.js', `const token = "${token}"\n`)
  await s.commitUnseen('ours')
  await s.quiet(['checkout', '-qb', 'upstream', 'main'])
  s.append('README.md', 'More.\n')
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.blocked(['rebase', 'upstream'], { at: 'token.js:1', headMoves: true })
  s.write('token.js', 'const token = process.env.TOKEN\n')
  await s.quiet(['add', 'token.js'])
  await s.git(['rebase', '--continue'])
  if (await rebasing(s)) await s.git(['rebase', '--skip'])
  expect(await rebasing(s)).toBe(false)
  expect(await s.quiet(['show', 'work:token.js'])).toBe('const token = process.env.TOKEN')
  await s.passes(['push', 'origin', 'work'])
}

/** A blocked pick is rescheduled: after "fix, add, --continue" git may bring the same pick again. */
async function rebasing(s: Scenario): Promise<boolean> {
  return (await s.git(['symbolic-ref', '-q', 'HEAD'])).code !== 0
}
