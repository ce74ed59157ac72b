import type { Scenario } from '../harness.ts'

export const title = 'a token of the past is brought back'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen()
  s.edit('app.js', token, '')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
  s.edit('app.js', '""', `"${token}"`)
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}
