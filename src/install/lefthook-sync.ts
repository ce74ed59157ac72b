/** After its configuration changed lefthook must write its hook files anew; otherwise new events wait for its next run. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Survey } from './survey.ts'

/** Runs `lefthook install` where lefthook is there; `doctor` shows what is missing otherwise. */
export function syncLefthook({ root, env, managers }: Survey): void {
  if (!managers.some(({ name }) => name === 'lefthook')) return
  const local = join(root, 'node_modules/.bin/lefthook')
  spawnSync(existsSync(local) ? local : 'lefthook', ['install'], {
    cwd: root,
    env,
    stdio: 'ignore',
    timeout: 30_000,
  })
}
