import type { Scenario } from '../harness.ts'

export const title = 'a file system monitor that claims nothing changed'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', 'app.js'])
  s.write('../monitor.sh', '#!/bin/sh\nprintf "token\\0"\n', 0o755)
  await s.quiet(['config', 'core.fsmonitor', s.path('..', 'monitor.sh')])
  await s.quiet(['update-index', '--fsmonitor'])
  await s.blocked(['commit', '-m', 'x'], { at: 'app.js:5' })
}
