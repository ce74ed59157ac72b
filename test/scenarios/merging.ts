/** Set-ups that several merge scenarios share. */
import type { Scenario } from './harness.ts'

/** A merge of `side` that git makes by itself and whose result holds a token that neither parent has. */
export async function drivenMerge(s: Scenario): Promise<string> {
  const token = s.secret()
  s.write('.gitattributes', 'settings.js merge=regenerate\n')
  s.write('settings.js', 'export const a = 1\n')
  await s.commitUnseen('settings')
  await s.quiet(['branch', 'side'])
  s.write('settings.js', 'export const a = 2\n')
  await s.commitUnseen('ours')
  await s.quiet(['checkout', '-q', 'side'])
  s.write('settings.js', 'export const a = 3\n')
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  s.write('../generated', `export const a = 4\nexport const token = "${token}"\n`)
  await s.quiet(['config', 'merge.regenerate.driver', `cp ${s.path('..', 'generated')} %A`])
  return token
}

/** `work` and `side` change the same line; `merge side` stops with a conflict in app.js. */
export async function conflict(s: Scenario): Promise<void> {
  await s.quiet(['branch', 'side'])
  s.edit('app.js', '8080', '9090')
  await s.commitUnseen('ours')
  await s.quiet(['checkout', '-q', 'side'])
  s.edit('app.js', '8080', '7070')
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
}
