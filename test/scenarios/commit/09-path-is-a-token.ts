import type { Scenario } from '../harness.ts'

export const title = 'a token in a file name: the report must not repeat it'

export async function run(s: Scenario): Promise<void> {
  const [name, token] = [s.secret(), s.secret()]
  s.write(`${name}.js`, `const token = "${token}"\n`)
  await s.quiet(['add', '-A'])
  // -q: git itself prints the names of new files once they are committed.
  await s.blocked(['commit', '-q', '-m', 'a file'], { at: '.js' })
}
