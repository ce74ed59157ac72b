/** What one refspec of a push does to which ref, asked of the policy. */
import { isExact, isOpen, MANY, mayBe } from '../../shell/marks.ts'
import type { Bench } from '../bench.ts'
import type { RuleId } from '../rules.ts'
import type { RefAct } from '../types.ts'

export interface How {
  force: boolean
  lease: boolean
  remove: boolean
}

const PROTECTED = ['main', 'master', 'trunk', 'production', 'release']

/** Without a policy: the usual protected branches take nothing, an agent's own everything. Full ref names. */
export function judgeRefByDefault(ref: string | null, act: RefAct): 'deny' | 'ask' | 'none' {
  if (ref === null) return act === 'push' ? 'none' : 'deny'
  const name = ref.replace(/^refs\/heads\//, '')
  if (name.startsWith('agent/')) return 'none'
  if (ref.startsWith('refs/tags/')) return act === 'push' ? 'none' : 'deny'
  if (ref.startsWith('refs/replace/')) return 'deny'
  if (PROTECTED.includes(name) || name.startsWith('release/')) return 'deny'
  if (act === 'push' || act === 'lease') return 'none'
  return act === 'delete' ? 'ask' : 'deny'
}

/** Judges `[+]source[:target]` as `git push REMOTE` takes it. */
export function judgeRefspec(spec: string, how: How, bench: Bench): void {
  const bare = spec.replace(/^\+/, '')
  const at = bare.indexOf(':')
  const source = at < 0 ? bare : bare.slice(0, at)
  const written = at < 0 ? bare : bare.slice(at + 1)
  // git refuses `a:+b`; whoever writes it means to force
  const plus = spec.startsWith('+') || written.startsWith('+')
  const target = written.replace(/^\+/, '')
  if (bare === ':' || bare.includes('*') || bare.includes(MANY)) {
    judgeAll(bare, plus || how.force, bench)
    return
  }
  const remove = how.remove || (at === 0 && source === '')
  const act: RefAct = remove ? 'delete' : plus || how.force ? 'force' : how.lease ? 'lease' : 'push'
  judgeTarget(target === '' ? source : target, act, bench)
}

/** A pattern, or `:` (all that match): every branch is meant, unless it stays in one folder. */
function judgeAll(spec: string, force: boolean, bench: Bench): void {
  if (/^(refs\/heads\/)?agent\/[^:]*:(refs\/heads\/)?agent\//.test(spec)) return
  if (/^refs\/tags\//.test(spec) && !force) return
  bench.say('push-everything')
}

function judgeTarget(target: string, act: RefAct, bench: Bench): void {
  if (isOpen(target)) {
    judgeOpen(target, act, bench)
    return
  }
  const ref = fullName(target, bench)
  const verdict = (bench.context.judgeRef ?? judgeRefByDefault)(ref, act)
  if (verdict !== 'none') bench.say(RULES[act], verdict)
}

const RULES: Record<RefAct, RuleId> = {
  push: 'push-protected',
  force: 'push-force',
  lease: 'push-force',
  delete: 'push-delete',
}

/** The agent's own folder stays its own whatever the rest is. */
function judgeOpen(target: string, act: RefAct, bench: Bench): void {
  if (/^(refs\/heads\/)?agent\//.test(target) && act !== 'delete') return
  const known = PROTECTED.some(name => mayBe(target, name) || mayBe(target, `refs/heads/${name}`))
  if (act !== 'push' || known) bench.say('unknown-part')
}

/** null: HEAD's branch, and it is not known which that is */
function fullName(target: string, bench: Bench): string | null {
  if (!isExact(target)) return null
  if (target === 'HEAD' || target === '@') {
    const branch = bench.facts.currentBranch()
    return branch === null ? null : `refs/heads/${branch}`
  }
  if (target.startsWith('refs/')) return target
  if (/^(heads|tags|remotes)\//.test(target)) return `refs/${target}`
  return /^v?\d+(\.\d+)+/.test(target) ? `refs/tags/${target}` : `refs/heads/${target}`
}
