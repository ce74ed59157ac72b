import type { Scenario } from '../harness.ts'

export const title = 'a clean filter writes the token: the file on disk never had it'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('../clean.sh', `sed 's/@TOKEN@/${token}/'\n`)
  await s.quiet(['config', 'filter.fill.clean', `sh ${s.path('..', 'clean.sh')}`])
  s.write('.gitattributes', '*.env filter=fill\n')
  s.write('prod.env', 'PORT=1\nTOKEN=@TOKEN@\n')
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'settings'], { at: 'prod.env:2' })
}
