import type { Scenario } from '../harness.ts'

export const title = '`insteadOf`'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['config', `url.${s.remote}.insteadOf`, 'short:app'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', 'short:app', 'work'], { at: 'app.js:5' })
}
