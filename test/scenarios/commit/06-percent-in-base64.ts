import type { Scenario } from '../harness.ts'

export const title = 'base64 of a percent-escaped URL'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write(
    'secret.txt',
    `t=${Buffer.from(`https://x.example/?t=${token.replaceAll('_', '%5F')}`).toString('base64')}\n`,
  )
  await s.quiet(['add', 'secret.txt'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'secret.txt:1' })
}
