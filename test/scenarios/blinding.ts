/** Attributes and configuration that make `git diff` show less than git commits. */
import type { Block, Scenario } from './harness.ts'

/** A token goes into prod.env, which `arrange` has made git's diff blind to; the commit must be blocked, then mended. */
export async function blind(
  s: Scenario,
  arrange: (s: Scenario) => Promise<void> | void,
  how: { before?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  s.write('prod.env', 'PORT=1\n')
  await s.commitUnseen()
  await arrange(s)
  const token = s.secret()
  s.append('prod.env', `TOKEN=${token}\n`)
  await s.quiet(['add', '-A'])
  const want: Block = { at: 'prod.env:2', ...(how.env ? { env: how.env } : {}) }
  const before = how.before ?? []
  await s.blocked([...before, 'commit', '-m', 'settings'], want)
  await s.blocked([...before, 'commit', '-n', '-m', 'settings'], want)
  s.edit('prod.env', token, '')
  await s.quiet(['add', '-A'])
  await s.passes([...before, 'commit', '-m', 'settings'], how.env ? { env: how.env } : {})
}
