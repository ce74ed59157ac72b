/** `git push`. */
import { isExact, isOpen } from '../../shell/marks.ts'
import type { Bench } from '../bench.ts'
import { type GitCommand, has } from './command.ts'
import { type How, judgeRefspec } from './refspec.ts'

/** Where it goes, what it forces, deletes and protects; a dry run does none of it. */
export function judgePush(git: GitCommand, bench: Bench): void {
  if (has(git, 'no-verify')) bench.say('hook-skip')
  if (has(git, 'receive-pack', 'exec')) bench.say('code-execution')
  if (git.parsed.open) bench.say('unknown-part')
  if (has(git, 'dry-run')) return
  if (bench.seen.cloned) bench.say('fresh-clone')
  if (has(git, 'mirror', 'all', 'branches', 'prune')) bench.say('push-everything')
  if (has(git, 'no-signed')) bench.say('signing', 'ask')
  judgeRefs(git, bench)
}

function judgeRefs(git: GitCommand, bench: Bench): void {
  const [first, ...rest] = git.parsed.args
  const repository = git.parsed.options.get('repo') ?? first
  const how = howOf(git)
  if (repository !== undefined) judgeRemote(repository, bench)
  const specs = git.parsed.options.has('repo') && first !== undefined ? git.parsed.args : rest
  if (has(git, 'tags') && (how.force || how.lease)) bench.say('push-force')
  if (specs.length === 0) {
    judgeDefault(how, git, bench)
    return
  }
  specs.forEach((spec, index) => {
    if (spec === 'tag') return
    judgeRefspec(specs[index - 1] === 'tag' ? `refs/tags/${spec}` : spec, how, bench)
  })
}

function howOf(git: GitCommand): How {
  return { force: has(git, 'force'), lease: has(git, 'force-with-lease'), remove: has(git, 'delete') }
}

/** No refspec: the current branch, as configured. The hook sees a plain one; a forced one must be known. */
function judgeDefault(how: How, git: GitCommand, bench: Bench): void {
  if (has(git, 'mirror', 'all', 'branches', 'tags')) return
  judgeRefspec('HEAD', how, bench)
}

/** A remote by name is the configuration's; an address of its own goes past it. */
export function judgeRemote(remote: string, bench: Bench): void {
  if (isOpen(remote)) return void (/^.$/su.test(remote) && bench.say('unknown-part'))
  if (/^ext::/.test(remote)) {
    bench.say('code-execution')
    return
  }
  const allowed = isExact(remote) ? (bench.context.isRemoteAllowed?.(remote) ?? null) : null
  if (allowed === false) {
    bench.say('remote-address')
    return
  }
  if (allowed === null && isAddress(remote)) bench.say('remote-address')
}

/** `https://…`, `host:path`, a path */
export function isAddress(remote: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(remote) || /^[^/\s]+:/.test(remote) || /^(\.{0,2}|~)\//.test(remote)
}
