/** Configuration keys that decide what hooks run, what programs git starts, where a push goes and in whose name. */
import { isExact, mayBe, UNKNOWN } from '../../shell/marks.ts'
import type { Bench } from '../bench.ts'
import type { RuleId } from '../rules.ts'
import { judgeAlias } from './alias.ts'
import { judgeConfiguredPush } from './push-config.ts'

type Judge = (value: string, key: string, bench: Bench) => RuleId | [RuleId, 'deny' | 'ask'] | null

const always =
  (rule: RuleId): Judge =>
  () =>
    rule

/** Programs a person's git starts anyway; with them a key executes nothing new. */
const HARMLESS =
  /^(|true|false|:|cat|less( -\S+)*|more|head|delta|diff-so-fancy|vi|vim|nvim|nano|emacs|code( --wait| -w)*|ed|bat|no|yes|on|off|0|1)$/
const SSH = /^\S*\bssh(\.exe)?( |$)(?!.*(proxycommand|localcommand|[;&|`$<>]|-F))/i
const HELPER =
  /^(|store|cache( .*)?|osxkeychain|manager(-core)?|wincred|libsecret|gh|!(\S*\/)?gh auth git-credential)$/

const program: Judge = value => (HARMLESS.test(value) ? null : 'code-execution')
const off: Judge = value => (/^(false|no|off|0|)$/i.test(value) || !isExact(value) ? 'signing' : null)

/** Patterns of lower-case keys; `*` stands for anything, dots too. */
const KEYS: [pattern: string, judge: Judge][] = [
  ['core.hookspath', always('hook-config')],
  ['include.path', always('hook-config')],
  ['includeif.*', always('hook-config')],
  ['hook.*', always('hook-config')],
  ['core.worktree', always('hook-config')],
  ['init.templatedir', always('hook-config')],
  ['husky.*', always('hook-config')],
  ['core.sshcommand', value => (SSH.test(value) ? null : 'code-execution')],
  ['core.fsmonitor', program],
  ['core.pager', program],
  ['pager.*', program],
  ['core.editor', program],
  ['sequence.editor', program],
  ['core.askpass', program],
  ['core.gitproxy', always('code-execution')],
  ['core.attributesfile', always('code-execution')],
  ['core.alternaterefscommand', always('code-execution')],
  ['credential.helper', value => (HELPER.test(value) ? null : 'code-execution')],
  ['credential.*.helper', value => (HELPER.test(value) ? null : 'code-execution')],
  ['diff.external', program],
  ['diff.*.command', program],
  ['diff.*.textconv', program],
  ['filter.*.clean', value => (/^git-lfs /.test(value) ? null : 'code-execution')],
  ['filter.*.smudge', value => (/^git-lfs /.test(value) ? null : 'code-execution')],
  ['filter.*.process', value => (/^git-lfs /.test(value) ? null : 'code-execution')],
  ['merge.*.driver', program],
  ['mergetool.*.cmd', program],
  ['difftool.*.cmd', program],
  ['browser.*.cmd', program],
  ['man.*.cmd', program],
  ['trailer.*.cmd', program],
  ['trailer.*.command', program],
  ['interactive.difffilter', program],
  ['sendemail.*cmd', program],
  ['uploadpack.packobjectshook', always('code-execution')],
  ['remote.*.uploadpack', always('code-execution')],
  ['remote.*.receivepack', always('code-execution')],
  ['remote.*.vcs', always('code-execution')],
  ['protocol.ext.allow', always('code-execution')],
  ['protocol.allow', always('code-execution')],
  ['submodule.*.update', value => (/^(checkout|rebase|merge|none)$/.test(value) ? null : 'code-execution')],
  ['alias.*', (value, key, bench) => judgeAlias(value, key.slice('alias.'.length), bench)],
  ['gpg.program', always('signing')],
  ['gpg.format', () => ['signing', 'ask']],
  ['core.excludesfile', () => ['index-hidden', 'ask']],
  ['gpg.*.program', always('signing')],
  ['gpg.ssh.allowedsignersfile', always('signing')],
  ['gpg.ssh.revocationfile', always('signing')],
  ['gpg.ssh.defaultkeycommand', always('signing')],
  ['gpg.mintrustlevel', always('signing')],
  ['commit.gpgsign', off],
  ['tag.gpgsign', off],
  ['tag.forcesignannotated', off],
  ['push.gpgsign', off],
  ['merge.verifysignatures', off],
  ['user.signingkey', always('signing')],
  ['user.name', always('identity-config')],
  ['user.email', always('identity-config')],
  ['author.*', always('identity-config')],
  ['committer.*', always('identity-config')],
  ['remote.*.push', (value, _key, bench) => judgeConfiguredPush(value, bench)],
  ['remote.*.mirror', value => (/^(false|no|off|0|)$/i.test(value) ? null : 'push-config')],
  ['remote.*.prune', () => null],
  ['push.followtags', () => null],
  ['remote.*.url', (value, _key, bench) => address(value, bench)],
  ['remote.*.pushurl', (value, _key, bench) => address(value, bench)],
  ['url.*.insteadof', always('remote-address')],
  ['url.*.pushinsteadof', always('remote-address')],
  ['remote.pushdefault', (value, _key, bench) => address(value, bench, 'ask')],
  ['branch.*.pushremote', (value, _key, bench) => address(value, bench, 'ask')],
  ['http.proxy', () => ['remote-address', 'ask']],
  ['http.*.proxy', () => ['remote-address', 'ask']],
  ['gc.pruneexpire', value => (/now|all/.test(value) ? 'history-dropped' : null)],
  ['gc.reflogexpire*', value => (/now|all|^0$/.test(value) ? 'history-dropped' : null)],
  ['core.logallrefupdates', value => (/^(false|no|off|0)$/i.test(value) ? 'history-dropped' : null)],
  ['receive.deny*', value => (/^(false|no|off|0|ignore)$/i.test(value) ? ['push-config', 'ask'] : null)],
]

/** Judges one key as it would be set; `value` null: it is taken away. */
export function judgeKey(key: string, value: string | null, bench: Bench): void {
  const lower = key.toLowerCase()
  for (const [pattern, judge] of KEYS) {
    if (!matches(lower, pattern)) continue
    const found = judge(value ?? '', lower, bench)
    if (found && !isExact(key)) bench.say('unknown-part')
    else if (Array.isArray(found)) bench.say(...found)
    else if (found) bench.say(found)
    if (found) return
  }
}

/** Judges what removing a key or a section does: only what the guard stands on is missed. */
export function judgeRemoval(key: string, bench: Bench): void {
  const lower = key.toLowerCase()
  const stands = [
    'include.path',
    'include',
    'includeif.*',
    'core.hookspath',
    'core',
    'hook',
    'hook.*',
    'gpg.*',
    'commit.gpgsign',
    'user.signingkey',
  ]
  for (const pattern of stands) {
    if (!matches(lower, pattern)) continue
    bench.say(
      !isExact(key) ? 'unknown-part' : /^(core|hook|include)/.test(pattern) ? 'hook-config' : 'signing',
    )
    return
  }
}

function address(value: string, bench: Bench, verdict: 'deny' | 'ask' = 'deny'): ReturnType<Judge> {
  const allowed = isExact(value) ? (bench.context.isRemoteAllowed?.(value) ?? null) : null
  return allowed === true ? null : ['remote-address', verdict]
}

function matches(key: string, pattern: string): boolean {
  if (key.startsWith(UNKNOWN) && key.length === 1) return true
  if (!isExact(key)) return mayBe(key, pattern.replaceAll('*', 'x')) || mayBe(key, pattern)
  const at = pattern.indexOf('*')
  if (at < 0) return key === pattern
  const [head, tail] = [pattern.slice(0, at), pattern.slice(at + 1)]
  return key.length >= head.length + tail.length && key.startsWith(head) && key.endsWith(tail)
}
