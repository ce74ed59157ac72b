import { renameSync } from 'node:fs'
import type { Scenario } from '../harness.ts'

export const title = 'a formatter that runs after us in the same hook and stages something else'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  renameSync(s.path('.git/hooks/pre-commit'), s.path('.git/hooks/pre-commit.first'))
  s.write(
    '.git/hooks/pre-commit',
    `#!/bin/sh\n"$0.first" "$@" || exit\nsed -i.bak 's/@TOKEN@/${token}/' app.js && git add app.js\n`,
    0o755,
  )
  s.append('app.js', 'const token = "@TOKEN@"\n')
  await s.quiet(['add', 'app.js'])
  await s.blocked(['commit', '-m', 'format'], { at: 'app.js:5' })
}
