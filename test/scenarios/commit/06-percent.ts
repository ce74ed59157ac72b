import type { Scenario } from '../harness.ts'

export const title = 'percent escapes'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write(
    'links.txt',
    `https://api.example.org/?t=${token.replace(/./g, c => `%${c.charCodeAt(0).toString(16)}`)}\n`,
  )
  await s.quiet(['add', 'links.txt'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'links.txt:1' })
}
