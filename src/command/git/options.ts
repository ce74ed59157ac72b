/** git's own way of reading arguments: clusters of short flags, long options by any unique beginning, `--`. */
import { isExact, MANY, ONE, UNKNOWN } from '../../shell/marks.ts'

/** The options of one subcommand. */
export interface Spec {
  /** short flags that take a value, attached or as the next word */
  short: string
  /** short flags whose value can only be attached (`-S[key]`) */
  attached?: string
  /** long names; `=` behind those that take the next word as value */
  long: string
  /** what a short flag is in long */
  names?: Record<string, string>
  /** the first argument that is no option ends the options */
  stops?: boolean
}

export interface Parsed {
  /** long names (short ones by `names`, else the letter) with the last value given */
  options: Map<string, string>
  /** every value given, in order */
  values: [name: string, value: string][]
  /** what is no option; those behind `--` in `paths` too */
  args: string[]
  paths: string[]
  /** `--` was there */
  dashes: boolean
  /** a word that may become an option when it runs */
  open: boolean
}

/** Reads `words`, the subcommand's own arguments. */
export function parseOptions(words: readonly string[], spec: Spec): Parsed {
  const parsed: Parsed = { options: new Map(), values: [], args: [], paths: [], dashes: false, open: false }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word === '--') {
      parsed.dashes = true
      parsed.paths.push(...words.slice(at + 1))
      parsed.args.push(...parsed.paths)
      return parsed
    }
    if (word.startsWith('--')) at += readLong(word, words[at + 1], spec, parsed)
    else if (word.startsWith('-') && word !== '-') at += readShort(word, words[at + 1], spec, parsed)
    else {
      if (mayBeOption(word)) parsed.open = true
      parsed.args.push(word)
      if (spec.stops) {
        parsed.args.push(...words.slice(at + 1))
        return parsed
      }
    }
  }
  return parsed
}

/** Begins with what is not known, so it may begin with a dash. A glob that begins a word gives file names. */
export function mayBeOption(word: string): boolean {
  return word.startsWith(UNKNOWN)
}

/** How many of the words behind it were its value. */
function readLong(word: string, next: string | undefined, spec: Spec, parsed: Parsed): number {
  const at = word.indexOf('=')
  const typed = at < 0 ? word.slice(2) : word.slice(2, at)
  if (!isExact(typed)) parsed.open = true
  const found = longOption(typed, spec)
  const takes = found?.endsWith('=') ?? false
  const name = found?.replace('=', '') ?? typed
  if (at >= 0) return set(parsed, name, word.slice(at + 1), 0)
  return takes ? set(parsed, name, next ?? '', 1) : set(parsed, name, '', 0)
}

function set(parsed: Parsed, name: string, value: string, used: number): number {
  parsed.options.set(name, value)
  parsed.values.push([name, value])
  const opposite = name.startsWith('no-') ? name.slice(3) : `no-${name}`
  parsed.options.delete(opposite)
  return used
}

const names = new WeakMap<Spec, string[]>()

/** The option that `typed` begins: an exact name, else the only one. null: none or several, which git refuses. */
function longOption(typed: string, spec: Spec): string | null {
  const all = names.get(spec) ?? allNames(spec)
  names.set(spec, all)
  const exact = all.find(name => name.replace('=', '') === typed)
  if (exact) return exact
  const begun = all.filter(name => name.startsWith(typed))
  return begun.length === 1 ? begun[0]! : null
}

/** Each option and its negation. */
function allNames(spec: Spec): string[] {
  return spec.long.split(' ').flatMap(name => {
    const bare = name.replace('=', '')
    return [name, bare.startsWith('no-') ? bare.slice(3) : `no-${bare}`]
  })
}

function readShort(word: string, next: string | undefined, spec: Spec, parsed: Parsed): number {
  if (word.length > 64) parsed.open = true
  for (let at = 1; at < Math.min(word.length, 64); at++) {
    const letter = word[at]!
    if (letter === UNKNOWN || letter === MANY || letter === ONE) parsed.open = true
    const name = spec.names?.[letter] ?? letter
    const rest = word.slice(at + 1)
    if (spec.attached?.includes(letter)) return set(parsed, name, rest, 0)
    if (spec.short.includes(letter))
      return rest ? set(parsed, name, rest, 0) : set(parsed, name, next ?? '', 1)
    set(parsed, name, '', 0)
  }
  return 0
}
