/** What this clone's own history says of an audit log: asked once, when a log begins, so it may wait for git. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface AuditTraces {
  /** `refs/portcullis/checkpoints/…` */
  checkpoints: string[]
  /** values of `Portcullis-Audit:` in commits that this clone made */
  trailers: string[]
}

const REFS = 'refs/portcullis/checkpoints'

/** Commits that were fetched may carry trailers of other clones: only those in HEAD's reflog that were made here count. */
export function auditTraces(gitDir: string): AuditTraces {
  if (!existsSync(join(gitDir, 'HEAD'))) return { checkpoints: [], trailers: [] }
  const format = '--format=%x00%gs%n%(trailers:key=Portcullis-Audit,valueonly)'
  return {
    checkpoints: answer(gitDir, ['for-each-ref', '--format=%(refname)', REFS]).split('\n').filter(Boolean),
    trailers: answer(gitDir, ['log', '-g', '-n', '200', format, 'HEAD']).split('\0').flatMap(madeHere),
  }
}

function madeHere(entry: string): string[] {
  const [action = '', ...values] = entry.split('\n')
  return /^commit\b/.test(action) ? values.filter(Boolean) : []
}

/** Empty where git says no: no repository, no commit, no git. */
function answer(gitDir: string, args: string[]): string {
  const { execFileSync } = process.getBuiltinModule('node:child_process') // 6 ms that later records need not pay
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore']
    return execFileSync('git', [`--git-dir=${gitDir}`, ...args], { stdio, encoding: 'utf8', timeout: 10_000 })
  } catch {
    return ''
  }
}
