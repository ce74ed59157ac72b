/** Judges a command by what its program does: wrappers first, then git and the rest. */
import { isExact, REPOSITORY, UNKNOWN, written } from '../shell/marks.ts'
import type { Act, Bench } from './bench.ts'
import { judgeFiles, namesRepository } from './files.ts'
import { judgeForge } from './forge.ts'
import { judgeGit } from './git/git.ts'
import { WRITES } from './git/names.ts'
import { judgeInterpreter } from './interpreters.ts'
import { printedBy } from './printers.ts'
import { programOf } from './program.ts'
import { foundBy, runsCommand } from './runners.ts'
import { runsScript } from './scripts.ts'
import { judgeTools } from './tools.ts'

/** Judges one command; gives what it prints where that is known. */
export function judgeProgram(act: Act, bench: Bench): string {
  const [word] = act.words
  if (word === undefined) return ''
  const name = programOf(word)
  if (name === null) return judgeOpenProgram(act, bench)
  if (name === 'git') return judgeGit(act, bench)
  const output = printedBy(name, act, bench)
  if (output !== null) return output
  judgeSending(name, act, bench)
  if (runsScript(name, act, bench) || runsCommand(name, act, bench)) {
    return name === 'find' ? foundBy(act).join('\n') : UNKNOWN
  }
  const known = [judgeForge, judgeTools, judgeFiles, judgeInterpreter].filter(judge =>
    judge(name, act, bench),
  )
  if (known.length === 0) judgeOther(name, act, bench)
  const paths = /^(ls|fd)$/.test(name)
    ? act.words
        .slice(1)
        .map(word => `${word}/${UNKNOWN}\n`)
        .join('')
    : UNKNOWN
  return (paths || UNKNOWN) + (READS_FILES.test(name) && namesRepository(act) ? REPOSITORY : '')
}

/** The program itself is only known when it runs: asked where there is nothing else, or what follows looks like git's. */
function judgeOpenProgram(act: Act, bench: Bench): string {
  const [, ...rest] = act.words
  const like = rest.some(word => WRITES.has(word) || /^(pr|repo|api|-n|--no-verify|--force|-f)$/.test(word))
  if (rest.length === 0 || like) bench.say('unknown-program')
  return UNKNOWN
}

const READS_FILES = /^(tar|zip|7z|cat|gzip|zstd|bzip2|xz|cpio|rar|base64|openssl|find|dd)$/
const SENDS =
  /^(curl|wget|nc|ncat|netcat|socat|scp|rsync|sftp|ftp|ssh|aws|gsutil|gcloud|rclone|az|telnet|http|xh)$/

/** git's folder on its way elsewhere. */
function judgeSending(name: string, act: Act, bench: Bench): void {
  if (!SENDS.test(name)) return
  const remote = /^(scp|rsync)$/.test(name)
    ? act.words.slice(1).some(word => /^[^/-][^/]*:/.test(word))
    : true
  if (act.input?.includes(REPOSITORY) || (remote && namesRepository(act))) bench.say('repository-sent')
}

/** Programs whose arguments are only text or names, though they may be called git. */
const TEXT = new Set(
  'echo printf cat ls grep egrep fgrep rg ag ack which whereis type man info tldr help apropos brew apt apt-get dnf yum pacman apk snap choco winget scoop pip pip3 pipx cargo gem go npm yarn pnpm bun docker podman kubectl helm terraform vim vi nvim nano emacs code less more head tail wc diff sort file stat touch mkdir basename dirname test [ [[ : true false read say notify-send logger jq sed awk make cmake systemctl service useradd usermod id groups getent hash alias unalias export set unset trap kill pgrep pkill killall ps cd pushd export declare local readonly typeset return exit wait umask ulimit let (( open xdg-open tee cut tr uniq column ffmpeg convert'.split(
    ' ',
  ),
)

/** An unknown program that is handed a command of git: it may run it. */
function judgeOther(name: string, act: Act, bench: Bench): void {
  judgeHookProgram(name, act, bench)
  if (TEXT.has(name)) return
  for (let at = 1; at < act.words.length; at++) {
    const inner = isExact(act.words[at]!) ? programOf(written(act.words[at]!)) : null
    if (inner !== 'git' && inner !== 'gh') continue
    const words = act.words.slice(at)
    if (words.length < 2) return
    if (bench.aside(() => bench.act({ ...act, words })).length > 0) bench.say('unknown-part')
    return
  }
}

/** `git-commit`, `git-push`: git's commands by their own files; a script that this line wrote. */
function judgeHookProgram(name: string, act: Act, bench: Bench): void {
  if (/^git-[a-z-]+$/.test(name)) bench.act({ ...act, words: ['git', name.slice(4), ...act.words.slice(1)] })
}
