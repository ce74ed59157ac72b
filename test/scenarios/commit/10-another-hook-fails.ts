import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = 'a hook that was there before still runs, and its failure still counts'

export async function run(s: Scenario): Promise<void> {
  const cwd = s.path('..', 'other')
  await s.quiet(['init', '-q', '-b', 'work', cwd])
  s.write('../other/.git/hooks/pre-commit', '#!/bin/sh\necho ran >> ../ran\ntest ! -e forbidden\n', 0o755)
  await s.install(cwd)
  await s.commitUnseen('first', { cwd })
  s.write('../other/forbidden', '')
  await s.quiet(['add', '-A'], { cwd })
  const result = await s.git(['commit', '-m', 'x'], { cwd })
  expect(result.code, result.output).not.toBe(0)
  s.remove('../other/forbidden')
  s.write('../other/token.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'], { cwd })
  await s.blocked(['commit', '-m', 'x'], { cwd, at: 'token.js:1' })
  s.write('../other/token.js', 'const token = process.env.TOKEN\n')
  await s.quiet(['add', '-A'], { cwd })
  await s.passes(['commit', '-m', 'x'], { cwd })
}
