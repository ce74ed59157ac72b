import type { Scenario } from '../harness.ts'

export const title = 'a clean filter takes the token out: what is committed is clean'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('../clean.sh', `sed 's/${token}/@TOKEN@/'\n`)
  await s.quiet(['config', 'filter.hide.clean', `sh ${s.path('..', 'clean.sh')}`])
  s.write('.gitattributes', '*.env filter=hide\n')
  s.write('prod.env', `PORT=1\nTOKEN=${token}\n`)
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'settings'])
}
