/** Code for another language on the command line: its strings are looked at, not the language. */
import { isOpen, UNKNOWN, written } from '../shell/marks.ts'
import { type Act, type Bench, inside } from './bench.ts'
import { judgePath } from './files.ts'
import { judgeUrl } from './forge.ts'

/** The flags that give code, by program; a version may follow the name. */
const CODE: [program: RegExp, flag: RegExp][] = [
  [/^(python|pypy)[\d.]*$/, /^-[a-zA-Z]*c$/],
  [/^py$/, /^-c$/],
  [/^(node|nodejs)$/, /^(-e|-p|-pe|--eval|--print)$/],
  [/^(bun|deno|tsx|ts-node)$/, /^(-e|-p|--eval|eval|--print)$/],
  [/^perl[\d.]*$/, /^-\w*[eE]$/],
  [/^(ruby|jruby|lua|luajit|julia|Rscript|rscript|elixir|groovy|scala|guile|racket)[\d.]*$/, /^-\w*e$/],
  [/^php[\d.]*$/, /^(-r|-B|-R|-E)$/],
  [/^osascript$/, /^-e$/],
  [/^(tclsh|expect)$/, /^-c$/],
  [/^(awk|gawk|mawk|nawk)$/, /^(--source|-e)$/],
  [/^(sqlite3|psql|mysql|gdb|lldb)$/, /^(-c|-e|-ex|-cmd|-o|-batch)$/],
]

/** Judges an interpreter that is given code; false where the program is none. */
export function judgeInterpreter(name: string, act: Act, bench: Bench): boolean {
  const row = CODE.find(([program]) => program.test(name))
  if (!row) return false
  for (const code of codeOf(name, row[1], act)) judgeCode(written(code), act, bench)
  return true
}

function codeOf(name: string, flag: RegExp, act: Act): string[] {
  const words = act.words.slice(1)
  const given = words.filter((_word, at) => flag.test(words[at - 1] ?? ''))
  const joined = words
    .map(word => /^(?:--eval=|--print=|-e=?|-c)([\s\S]+)$/.exec(word)?.[1] ?? '')
    .filter(text => /\W/.test(text))
  const all = [...given, ...joined]
  if (/awk/.test(name)) all.push(words.find(word => !word.startsWith('-')) ?? '')
  const file = words.find(word => !word.startsWith('-'))
  const known = file === undefined || file === '-' ? undefined : act.scope.files.get(file)
  if (known !== undefined) all.push(known)
  else if (all.length === 0 && act.input !== null && (file === undefined || file === '-')) all.push(act.input)
  return all
}

const RUNS =
  /subprocess|system|exec|spawn|popen|\brun\b|\bcall\b|check_(call|output)|qx|`|%x|open3|backtick|proc_open|passthru|shell|Process|Command|\bsh\b|cmd|pty|fork|pexpect|\|&|getline|\|/i
const CHANGES =
  /remove|unlink|rmtree|rmdir|rmSync|\brm\b|writeFile|appendFile|write|open\(|chmod|rename|move|copy|truncate|symlink|replace|delete|FileUtils|file_put_contents|touch|shutil|>/i

/** A text that may start programs or change files, by the strings in it. */
function judgeCode(code: string, act: Act, bench: Bench): void {
  const joined = quotedWords(code).replace(/(["'])\s*(?:\+|\.\.?|<<|~)\s*\1/g, '')
  const strings = stringsOf(joined)
  if (RUNS.test(joined)) {
    for (const list of listsOf(joined, strings)) judgeList(list, act, bench)
    for (const { text } of strings) judgeString(text, act, bench)
    for (const text of bareCommands(joined)) judgeString(text, act, bench)
  }
  if (LIBRARIES.test(joined) && /commit|push|reset|create_?ref|update/i.test(joined))
    bench.say('plumbing', 'ask')
  if (/\b(post|put|patch|delete|fetch|request)\b/i.test(joined))
    for (const { text } of strings) judgeUrl(text, joined, bench)
  if (CHANGES.test(joined)) for (const { text } of strings) judgePaths(text, act, bench)
  if (isOpen(joined) && /exec|eval|system/.test(joined) && joined.replaceAll(UNKNOWN, '').length < 40)
    bench.say('unknown-script')
}

/** perl's `qw(git commit)` is a list of strings, `qq{…}` one */
function quotedWords(code: string): string {
  const plain = code.replace(/\bqq?\s*\{([^{}'"]{0,500})\}/g, (_all, text: string) => `'${text}'`)
  return plain.replace(/\bqw\s*[([{</|!]([^)\]}>/|!]{0,500})[)\]}>/|!]/g, (_all, words: string) =>
    words
      .trim()
      .split(/\s+/)
      .map(word => `'${word}'`)
      .join(', '),
  )
}

/** git without git */
const LIBRARIES =
  /\b(pygit2|dulwich|GitPython|from git\b|import git\b|git\.Repo|simple-git|isomorphic-git|nodegit|libgit2|[Rr]ugged|JGit|go-git)\b/

interface Literal {
  text: string
  from: number
  to: number
}

const STRING = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|`((?:[^`\\]|\\[\s\S])*)`/g

function stringsOf(code: string): Literal[] {
  return [...code.matchAll(STRING)].slice(0, 256).map(match => ({
    text: (match[1] ?? match[2] ?? match[3] ?? '').replace(/\\n/g, '\n').replace(/\\([\s\S])/g, '$1'),
    from: match.index,
    to: match.index + match[0].length,
  }))
}

/** Strings with nothing but commas and brackets between them: a list of arguments. */
function listsOf(code: string, strings: Literal[]): string[][] {
  const lists: string[][] = []
  let last: Literal | null = null
  for (const literal of strings) {
    const between = last ? code.slice(last.to, literal.from) : 'x'
    if (/^[\s,[\](){}]*(?:\w+\s*[:=])?[\s,[\](){}]*$/.test(between) && between.includes(','))
      lists.at(-1)!.push(literal.text)
    else lists.push([literal.text])
    last = literal
  }
  return lists.filter(list => list.length > 1)
}

function judgeList(list: string[], act: Act, bench: Bench): void {
  for (let at = 0; at < list.length - 1 && at < 4; at++) {
    if (/(^|[/\\])(git|gh|glab|rm|sh|bash)(\.exe)?$/i.test(list[at]!)) {
      bench.act({ ...act, words: list.slice(at), input: null })
      return
    }
  }
}

/** A string that reads as a command of what is guarded. */
function judgeString(text: string, act: Act, bench: Bench): void {
  if (
    !/(^|[\s;&|("'`/\\])(git|gh|glab|rm|portcullis|guard|husky|lefthook|sh|bash|hub)(\.exe)?['"]?\s/i.test(
      text,
    )
  )
    return
  bench.script(text, inside(act, []))
}

/** perl's and ruby's `qx(…)`, `%x(…)`, and awk's pipes need no quotes. */
function bareCommands(code: string): string[] {
  return [...code.matchAll(/(?:qx|%x)\s*[({[/]([^)}\]/]*)/g)].map(match => match[1]!)
}

function judgePaths(text: string, act: Act, bench: Bench): void {
  if (text.length < 300 && !/\s/.test(text)) judgePath(text, act.scope, bench)
  if (/(^|\/)\.git\/?$/.test(text)) bench.say('repository-removed', 'ask')
}
