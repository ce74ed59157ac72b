/** Programs that run a text as a script: shells, eval, source, ssh to this machine, su -c and others. */
import { isOpen, UNKNOWN, written } from '../shell/marks.ts'
import { resolvePath } from '../shell/scope.ts'
import { type Act, type Bench, inside } from './bench.ts'
import { runPowershell } from './powershell.ts'
import { mentionsGuarded } from './quick.ts'

type Runs = (act: Act, bench: Bench) => void

const SHELLS = /^(sh|bash|zsh|dash|ash|ksh|ksh93|mksh|fish|rbash|posh|yash|csh|tcsh|osh)$/

const SCRIPTS: Record<string, Runs> = {
  __proto__: null as never,
  eval: (act, bench) => evaluate(act, bench),
  source,
  '.': source,
  trap: (act, bench) => void (act.words.length > 2 && bench.script(text(act.words[1]!), act.scope)),
  pwsh: powershell,
  powershell,
  cmd: (act, bench) => {
    const at = act.words.findIndex(word => /^\/\/?[ck]$/i.test(word))
    if (at > 0)
      runPowershell(
        act.words
          .slice(at + 1)
          .map(text)
          .join(' '),
        'cmd',
        act.scope,
        bench,
      )
  },
  su: flagged(/^(-c|--command|--session-command)$/),
  script: flagged(/^(-\w*c|--command)$/),
  flock: flagged(/^(-c|--command)$/),
  watch: rest('nd'),
  parallel,
  ssh,
  'nix-shell': flagged(/^(--run|--command)$/),
  nix: flagged(/^(-c|--command)$/),
  npx: flagged(/^(-c|--call)$/),
  npm: flagged(/^(-c|--call)$/),
  tmux: lastWords,
  screen: lastWords,
  at: piped,
  batch: piped,
  crontab: piped,
  hyperfine: lastWords,
  nodemon: flagged(/^(-x|--exec)$/),
  concurrently: lastWords,
  wsl: rest('de'),
  vim: editor,
  vi: editor,
  nvim: editor,
  entr: lastWords,
  make: flagged(/^--eval$/),
}

/** Judges a program that runs a script; false where it is none. */
export function runsScript(name: string, act: Act, bench: Bench): boolean {
  if (SHELLS.test(name)) {
    shell(act, bench)
    return true
  }
  const run = SCRIPTS[name]
  if (!run) return runsFile(act, bench)
  run(act, bench)
  return /^(eval|source|\.|trap|pwsh|powershell|cmd|ssh|parallel|watch)$/.test(name)
}

function text(word: string): string {
  return written(word)
}

/** `sh -c TEXT`, `sh FILE`, `sh` that reads its script */
function shell(act: Act, bench: Bench): void {
  const { words } = act
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!
    if (/^[-+]\w*c\w*$/.test(word) && !word.startsWith('--')) {
      command(act, at + 1, bench)
      return
    }
    if (word === '--command') {
      command(act, at + 1, bench)
      return
    }
    if (/^(-s|-|--)$/.test(word) || /^-\w*s$/.test(word)) continue
    if (/^[-+]\w*[oO]$/.test(word) || /^--(rcfile|init-file)$/.test(word)) at++
    else if (!/^[-+]/.test(word)) {
      file(act, at, bench)
      return
    }
  }
  if (act.input !== null) bench.script(text(act.input), inside(act, []), null)
}

/** Options may stand between `-c` and its text. */
function command(act: Act, from: number, bench: Bench): void {
  let at = from
  while (/^[-+][a-zA-Z]+$|^--$/.test(act.words[at] ?? '')) at++
  bench.script(text(act.words[at] ?? ''), inside(act, act.words.slice(at + 2)), act.input)
}

function file(act: Act, at: number, bench: Bench): void {
  const path = act.words[at]!
  const known = path === '/dev/stdin' ? act.input : act.scope.files.get(resolvePath(act.scope, path))
  if (known) bench.script(text(known), inside(act, act.words.slice(at + 1)))
  else if (path.startsWith(UNKNOWN) && path.length === 1) bench.say('unknown-script')
}

/** A script that this line wrote before. */
function runsFile(act: Act, bench: Bench): boolean {
  const known = act.scope.files.get(resolvePath(act.scope, act.words[0]!))
  if (known === undefined || !act.words[0]!.includes('/')) return false
  if (isOpen(known) ? mentionsGuarded(known) || known === UNKNOWN : true)
    bench.script(text(known), inside(act, act.words.slice(1)))
  return true
}

function evaluate(act: Act, bench: Bench): void {
  const script = act.words
    .slice(act.words[1] === '--' ? 2 : 1)
    .map(text)
    .join(' ')
  bench.script(script, act.scope, act.input)
}

/** Everyday files that set up a shell: they are the user's own. */
const SETUP =
  /(^|\/)(activate(\.\w+)?|nvm\.sh|\.?(bash|zsh)(rc|_profile|env)|\.profile|\.env(\.[\w-]+)?|cargo\/env|sdkman-init\.sh|asdf\.sh|conda\.sh|ghcup\/env|emsdk_env\.sh|profile|setup\.(bash|zsh))$/

function source(act: Act, bench: Bench): void {
  const path = act.words[1] ?? ''
  const known = path === '/dev/stdin' ? act.input : act.scope.files.get(resolvePath(act.scope, path))
  if (known) bench.script(text(known), act.scope)
  else if (!SETUP.test(path)) act.scope.sourced = true
}

function flagged(pattern: RegExp): Runs {
  return (act, bench) => {
    const at = act.words.findIndex(word => pattern.test(word))
    if (at > 0 && act.words[at + 1] !== undefined) bench.script(text(act.words[at + 1]!), inside(act, []))
  }
}

/** All words behind the options are one script. */
function rest(short: string): Runs {
  return (act, bench) => {
    let at = 1
    while (/^-./.test(act.words[at] ?? ''))
      at += short.includes(act.words[at]!.slice(-1)) && act.words[at]!.length === 2 ? 2 : 1
    const script = act.words.slice(at).map(text).join(' ')
    if (script !== '') bench.script(script, inside(act, []))
  }
}

/** Any word with a blank in it may be a command to run. */
function lastWords(act: Act, bench: Bench): void {
  for (const word of act.words.slice(1)) if (/\s/.test(word)) bench.script(text(word), inside(act, []))
}

function piped(act: Act, bench: Bench): void {
  if (act.input !== null && act.input !== UNKNOWN) bench.script(text(act.input), inside(act, []))
}

/** `parallel CMD ::: ARGS`, or commands on stdin */
function parallel(act: Act, bench: Bench): void {
  const end = act.words.findIndex(word => /^:::/.test(word))
  const words = act.words.slice(1, end < 0 ? undefined : end)
  const from = words.findIndex(word => !word.startsWith('-') && !/^\d+%?$/.test(word))
  const values = end < 0 ? [UNKNOWN] : act.words.slice(end + 1).filter(word => !/^:::/.test(word))
  for (const value of values.slice(0, 32)) {
    const own = from < 0 ? [value] : words.slice(from)
    const filled = own.join(' ').includes('{')
      ? own.map(word => word.replace(/\{[.#%/]*\}/g, value))
      : [...own, value]
    if (end >= 0 || from >= 0) bench.script(filled.map(text).join(' '), inside(act, []))
  }
  if (from < 0 && end < 0) piped(act, bench)
}

/** Only to this machine; what runs on another has another repository. */
function ssh(act: Act, bench: Bench): void {
  const at = act.words.findIndex(
    (word, index) => index > 0 && /^([^@\s]+@)?(localhost|127\.0\.0\.1|::1|0)$/.test(word),
  )
  if (at > 0)
    bench.script(
      act.words
        .slice(at + 1)
        .map(text)
        .join(' '),
      inside(act, []),
      act.input,
    )
}

function powershell(act: Act, bench: Bench): void {
  const at = act.words.findIndex(word => /^[-/](c|co|com\w*)$/i.test(word))
  if (at > 0) {
    const script = act.words.slice(at + 1).map(text)
    runPowershell(script.join(' '), 'powershell', act.scope, bench)
    return
  }
  const encoded = act.words.findIndex(word => /^[-/](e|ec|en\w*)$/i.test(word))
  if (encoded > 0) {
    const script = Buffer.from(act.words[encoded + 1] ?? '', 'base64').toString('utf16le')
    runPowershell(script, 'powershell', act.scope, bench)
    return
  }
  if (act.input !== null) runPowershell(text(act.input), 'powershell', act.scope, bench)
}

/** `vim -c '!git …'`, `vim +'!…'` */
function editor(act: Act, bench: Bench): void {
  act.words.forEach((word, at) => {
    const line = word === '-c' || word === '--cmd' ? act.words[at + 1] : /^\+(.*)$/s.exec(word)?.[1]
    const found = /^:?(?:silent!? )?!(.*)$/s.exec(line ?? '')?.[1]
    if (found) bench.script(text(found), inside(act, []))
  })
}
