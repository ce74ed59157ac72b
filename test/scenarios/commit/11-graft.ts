import type { Scenario } from '../harness.ts'

export const title = '`git replace --graft` and .git/info/grafts hide the commit between'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen()
  s.edit('app.js', token, '')
  const clean = await s.commitUnseen()
  await s.quiet(['replace', '--graft', clean, 'main'])
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
  await s.quiet(['replace', '-d', clean])
  s.write('.git/info/grafts', `${clean} ${await s.quiet(['rev-parse', 'main'])}\n`)
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}
