/** Programs that run another command given in their words. */
import { isOpen, UNKNOWN } from '../shell/marks.ts'

export interface Wrapper {
  /** short flags whose value is the next word, unless attached */
  short?: string
  /** long options whose value is the next word, unless joined with `=` */
  long?: string
  /** words before the command that are not options */
  skip?: number
  /** `NAME=value` words before the command are variables */
  assigns?: boolean
  /** with one of these nothing is run */
  unless?: RegExp
}

const OF_PACKAGES: Wrapper = {
  short: 'pw',
  long: 'package prefix workspace',
  unless: /^(-c|--call|--shell-mode)$/,
}

/** By program name. */
export const WRAPPERS: Record<string, Wrapper> = {
  __proto__: null as never,
  sudo: {
    short: 'ugUhpCrtTDR',
    long: 'user group host prompt chdir chroot close-from role type other-user',
    assigns: true,
  },
  doas: { short: 'uC' },
  pkexec: { long: 'user' },
  runuser: { short: 'ugG', long: 'user group' },
  env: { short: 'uCP', long: 'unset chdir block-signal default-signal ignore-signal', assigns: true },
  nohup: {},
  nice: { short: 'n', long: 'adjustment' },
  ionice: { short: 'cnpPu', long: 'class classdata' },
  chrt: { skip: 1 },
  taskset: { short: 'c', skip: 1 },
  setsid: {},
  setarch: { skip: 1 },
  stdbuf: { short: 'ioe', long: 'input output error' },
  time: { short: 'fo', long: 'format output' },
  timeout: { short: 'ks', long: 'kill-after signal', skip: 1 },
  gtimeout: { short: 'ks', long: 'kill-after signal', skip: 1 },
  command: { unless: /^-[pvV]*[vV]/ },
  builtin: {},
  exec: { short: 'a' },
  noglob: {},
  nocorrect: {},
  '-': {},
  xargs: {
    short: 'InPLdEsaiJ',
    long: 'max-args max-procs max-lines delimiter arg-file replace max-chars process-slot-var',
  },
  unbuffer: { short: '' },
  chronic: {},
  caffeinate: { short: 'tw' },
  rlwrap: {},
  faketime: { skip: 1 },
  firejail: {},
  strace: { short: 'oepsPEaSIbu' },
  ltrace: { short: 'oensSau' },
  unshare: { short: 'SGRw' },
  chroot: { skip: 1 },
  proxychains: { short: 'f' },
  proxychains4: { short: 'f' },
  torsocks: {},
  dbus: {},
  'dbus-run-session': {},
  'systemd-run': { short: 'pMEu', long: 'unit property setenv slice machine' },
  'systemd-inhibit': { long: 'what who why mode' },
  'xvfb-run': { short: 'nse' },
  npx: OF_PACKAGES,
  bunx: OF_PACKAGES,
  pnpx: OF_PACKAGES,
  corepack: {},
  'cross-env': { assigns: true },
  'env-cmd': { short: 'f' },
  dotenv: { short: 'efvp' },
  dotenvx: { short: 'f' },
  uvx: {},
  flock: { short: 'wE', long: 'timeout conflict-exit-code', skip: 1, unless: /^(-c|--command)$/ },
  fd: { unless: /./ },
  busybox: {},
  toybox: {},
  watchexec: { short: 'wei' },
  entr: {},
  hyperfine: { unless: /./ },
  tsocks: {},
  winpty: {},
  start: {},
  gosu: { skip: 1 },
  'su-exec': { skip: 1 },
  setpriv: { long: 'reuid regid groups' },
  prlimit: {},
  cpulimit: { short: 'l' },
  catchsegv: {},
  valgrind: {},
  perf: { skip: 1 },
  coverage: { skip: 1 },
  notify: {},
}

/** `pnpm exec`, `poetry run` and the like: the word that must come before the command. */
export const RUNNERS: Record<string, RegExp> = {
  __proto__: null as never,
  npm: /^(exec|x)$/,
  pnpm: /^(exec|dlx)$/,
  yarn: /^(exec|dlx)$/,
  bun: /^x$/,
  poetry: /^run$/,
  pipenv: /^run$/,
  uv: /^run$/,
  hatch: /^run$/,
  pdm: /^run$/,
  rye: /^run$/,
  bundle: /^exec$/,
  mise: /^(exec|x)$/,
  asdf: /^exec$/,
  direnv: /^exec$/,
  doppler: /^run$/,
  op: /^run$/,
  infisical: /^run$/,
  rustup: /^run$/,
  conda: /^run$/,
  nix: /^(develop|shell|run)$/,
  devbox: /^run$/,
  volta: /^run$/,
  fnm: /^exec$/,
  nvm: /^exec$/,
  systemd: /^run$/,
  dvx: /^run$/,
}

export interface Unwrapped {
  words: string[]
  assigned: [name: string, value: string][]
}

/** What a wrapper runs; null where it runs nothing that is written here. `words` begins with the wrapper. */
export function unwrap(words: readonly string[], wrapper: Wrapper): Unwrapped | null {
  const assigned: [string, string][] = []
  let skip = wrapper.skip ?? 0
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!
    if (word === '--') return { words: words.slice(at + 1 + skip), assigned }
    if (wrapper.unless?.test(word)) return null
    if (word.startsWith('-') && word.length > 1) at += takes(word, wrapper) ? 1 : 0
    else if (wrapper.assigns && /^[A-Za-z_]\w*=/.test(word)) assigned.push(pair(word))
    else if (skip > 0) skip--
    else return { words: words.slice(at), assigned }
  }
  return { words: [], assigned }
}

function takes(word: string, { short = '', long = '' }: Wrapper): boolean {
  if (word.startsWith('--')) return !word.includes('=') && long.split(' ').includes(word.slice(2))
  const first = [...word.slice(1)].findIndex(letter => short.includes(letter))
  return first >= 0 && first === word.length - 2
}

function pair(word: string): [string, string] {
  const at = word.indexOf('=')
  return [word.slice(0, at), word.slice(at + 1)]
}

/** `env -S 'git commit'`: the option's value is split as words. null: there is none. */
export function splitString(words: readonly string[]): { text: string; rest: string[] } | null {
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!
    if (/^(-\w*S|--split-string)$/.test(word)) return { text: words[at + 1] ?? '', rest: words.slice(at + 2) }
    const joined = /^(?:-[a-zA-Z]*S|--split-string=)([\s\S]+)$/.exec(word)?.[1]
    if (joined) return { text: joined, rest: words.slice(at + 1) }
    if (!word.startsWith('-') && !word.includes('=')) return null
  }
  return null
}

/** A word that anything may be replaced in or come behind: what xargs and find put there. */
export function withArguments(words: readonly string[], replaced: string | null): string[] {
  if (replaced === null) return [...words, `./${UNKNOWN}`]
  return words.map(word =>
    word.includes(replaced) && !isOpen(word) ? word.replaceAll(replaced, UNKNOWN) : word,
  )
}
