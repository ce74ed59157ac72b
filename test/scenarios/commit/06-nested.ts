import type { Scenario } from '../harness.ts'

export const title = 'base64 inside base64'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write(
    'secret.yaml',
    `data: ${Buffer.from(`{"note":"${Buffer.from(`u:${token}`).toString('base64')}"}`).toString('base64')}\n`,
  )
  await s.quiet(['add', 'secret.yaml'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'secret.yaml:1' })
}
