/** Random, mutated and wrapped commands out of a seed: the same run gives the same commands. */
import { OBJECTED } from './objected.ts'
import { UNOBJECTED } from './unobjected.ts'

export type Random = () => number

/** A generator of numbers in [0, 1) (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!
const ALL = [...Object.values(OBJECTED).flat(), ...UNOBJECTED]
const PIECES = [
  ...'"\'`$(){}[]<>|&;#\\*?~!=:+,^%@-/ \n\t\r',
  ...[
    '$(',
    '${',
    '$((',
    '<<EOF\n',
    '<<<',
    '<(',
    '&&',
    '||',
    ';;',
    '>>',
    "$'",
    '$"',
    '\\\n',
    '[[ ',
    ' ]]',
    '((',
    '))',
  ],
  ...[
    ' if ',
    ' then ',
    ' fi ',
    ' for x in ',
    ' do ',
    ' done ',
    ' case ',
    ' esac ',
    ' function f ',
    ' { ',
    ' } ',
  ],
  ...[
    'git',
    'commit',
    '-n',
    '--no-verify',
    'sh -c ',
    'eval ',
    'xargs ',
    '\0',
    '\uFDD0',
    '\u{1F600}',
    'é',
    '\x1b',
  ],
]

/** A command with a few of its characters changed, two of them joined, or nothing but pieces. */
export function mutated(random: Random): string {
  if (random() < 0.15)
    return Array.from({ length: 1 + Math.floor(random() * 60) }, () => pick(PIECES, random)).join('')
  let text = pick(ALL, random)
  if (random() < 0.2) text += pick(PIECES, random) + pick(ALL, random)
  for (let left = 1 + Math.floor(random() * 6); left > 0; left--) text = edited(text, random)
  return text
}

function edited(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1))
  const end = at + Math.floor(random() * 6)
  const kind = random()
  if (kind < 0.4) return text.slice(0, at) + pick(PIECES, random) + text.slice(at)
  if (kind < 0.6) return text.slice(0, at) + text.slice(end)
  if (kind < 0.8) return text.slice(0, end) + text.slice(at)
  return text.slice(0, at) + text.slice(at, end).repeat(1 + Math.floor(random() * 40)) + text.slice(end)
}

/** Words that are denied or asked about, however they are run. */
const BAD: string[][] = [
  ['git', 'commit', '-n', '-m', 'x'],
  ['git', 'commit', '-anm', 'x'],
  ['git', 'commit', '--no-verif', '-m', 'a b'],
  ['git', '-C', 'sub', 'push', '--no-verify'],
  ['git', '-c', 'core.hooksPath=/x', 'commit', '-m', 'x'],
  ['git', 'config', 'core.hooksPath', '/x'],
  ['git', 'push', '-f', 'origin', 'main'],
  ['git', 'push', 'origin', '+topic:main'],
  ['git', 'push', 'origin', ':main'],
  ['git', 'reset', '--hard'],
  ['git', 'update-ref', 'refs/heads/main', 'abc'],
  ['git', 'branch', '-D', 'topic'],
  ['gh', 'pr', 'merge', '3', '--admin'],
  ['gh', 'api', '-X', 'DELETE', 'repos/o/r/branches/main/protection'],
  ['rm', '-rf', '.git/hooks'],
  ['rm', '.husky/pre-commit'],
  ['chmod', '-x', '.git/hooks/pre-commit'],
  ['portcullis', 'approve', 'abc'],
]

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const encoded = (text: string) => Buffer.from(text).toString('base64')

/** Ways to run a command of words: what they give is one too. */
const PREFIXES = [
  'sudo',
  'sudo -u bob',
  'env',
  'env -i A=b',
  'timeout 5',
  'timeout -k 1 -s INT 5',
  'nice -n 5',
  'nohup',
  'command',
  'exec',
  'stdbuf -oL',
  'setsid',
  'time',
  'xargs -n 1',
  'ionice -c2',
  'doas',
  'chronic',
  'npx -y',
  'busybox',
  'poetry run',
  'A=b',
  'A=b C="d e"',
  '\\command',
  'strace -f',
  'flock /tmp/l',
  'find . -maxdepth 0 -exec',
]

/** Ways to run any script. */
const SCRIPTS: ((text: string) => string)[] = [
  text => `bash -c ${quoted(text)}`,
  text => `sh -ec ${quoted(text)} name arg`,
  text => `sudo sh -c ${quoted(text)}`,
  text => `env A=b zsh -c ${quoted(text)}`,
  text => `eval ${quoted(text)}`,
  text => `(${text}\n)`,
  text => `{ ${text}\n}`,
  text => `if true; then ${text}\nfi`,
  text => `if false; then :; else ${text}\nfi`,
  text => `for i in 1 2; do ${text}\ndone`,
  text => `while true; do ${text}\nbreak; done`,
  text => `case x in y) :;; *) ${text}\n;; esac`,
  text => `x=$(${text}\n)`,
  text => `echo "$(${text}\n)"`,
  text => `cat <(${text}\n)`,
  text => `true && { ${text}\n}`,
  text => `ls; ${text}`,
  text => `ls | { ${text}\n}`,
  text => `f() { ${text}\n}; f`,
  text => `echo ${quoted(text.replaceAll('\\', '\\\\'))} | sh`,
  text => `printf %s ${quoted(text)} | bash`,
  text => `bash <<'END${text.length}'\n${text}\nEND${text.length}\n`,
  text => `cat <<'END${text.length}' | sh\n${text}\nEND${text.length}\n`,
  text => `bash <<< ${quoted(text)}`,
  text => `echo ${encoded(text)} | base64 -d | sh`,
  text => `trap ${quoted(text)} EXIT`,
  text => `S=${quoted(text)}; eval "$S"`,
  text => `S=${quoted(text)}; bash -c "$S"`,
  text => `git -c alias.zz=${quoted(`!${text}`)} zz`,
  text => `git rebase --exec ${quoted(text)} main`,
  text => `git submodule foreach ${quoted(text)}`,
]

/** A bad command in a random number of disguises; `steps` says which, for whoever reads a failure. */
export function disguised(random: Random): string {
  const words = pick(BAD, random)
  const some = words.map(word => (random() < 0.5 ? spelled(word, random) : plain(word)))
  let text = some.join(pick([' ', '  ', ' \\\n '], random))
  for (let left = Math.floor(random() * 3); left > 0; left--) text = prefixed(text, random)
  for (let left = Math.floor(random() * 4); left > 0; left--) text = pick(SCRIPTS, random)(text)
  return text
}

function prefixed(text: string, random: Random): string {
  const prefix = pick(PREFIXES, random)
  if (prefix.startsWith('A=')) return /^(A=|\\?command|time)/.test(text) ? text : `${prefix} ${text}`
  // assignments and keywords belong to the shell: no program takes them
  if (/^(A=|time )/.test(text)) return text
  return prefix.startsWith('find') ? `${prefix} ${text} \\;` : `${prefix} ${text}`
}

function plain(word: string): string {
  return /^[\w./:=+-]+$/.test(word) ? word : quoted(word)
}

/** The word with quotes, escapes and expansions that give the same. */
function spelled(word: string, random: Random): string {
  const kind = random()
  if (kind < 0.2) return quoted(word)
  if (kind < 0.4) return `"${word}"`
  if (kind < 0.5)
    return `$'${[...word].map(char => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}'`
  if (kind < 0.6) return `"$(printf %s ${quoted(word)})"`
  if (kind < 0.7) return `"$(echo ${quoted(word)})"`.replace(/echo '-[neE]+'/, `printf -- ${quoted(word)}`)
  if (kind < 0.8) return [...word].map(char => `\\${char}`).join('')
  return [...word]
    .map(char => (random() < 0.3 ? `"${char}"` : random() < 0.3 ? `''${plain(char)}` : plain(char)))
    .join('')
}
