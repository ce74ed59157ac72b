import type { Scenario } from '../harness.ts'

export const title = 'unicode escapes'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write(
    'data.json',
    `{"t": "${token.replace(/./g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"}\n`,
  )
  await s.quiet(['add', 'data.json'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'data.json:1' })
}
