/** What writes, removes, moves or changes files that are guarded: redirections and the usual tools. */

import { isOpen, REPOSITORY, UNKNOWN, written } from '../shell/marks.ts'
import { resolvePath, type Scope } from '../shell/scope.ts'
import type { Call } from '../shell/walk.ts'
import type { Act, Bench } from './bench.ts'
import { guardedPath, holdsGuarded, isEverything, isRepositoryData, removesRepository } from './paths.ts'

/** Redirections that write. */
export function judgeWrites(call: Call, scope: Scope, bench: Bench): void {
  for (const { op, target } of call.redirects) {
    if (op.includes('>') && !/^\d+$|^-$/.test(target)) judgePath(target, scope, bench)
  }
}

/** Judges one path that is changed. */
export function judgePath(path: string, scope: Scope, bench: Bench): void {
  const rule = guardedPath(path, scope, bench)
  if (rule) bench.say(rule)
}

type FileJudge = (args: string[], act: Act, bench: Bench, options: string[]) => void

const all: FileJudge = (args, act, bench) => args.forEach(path => void judgePath(path, act.scope, bench))
/** the last word is where it goes, `-t` aside */
const target: FileJudge = (args, act, bench, options) => {
  const folder = options.map(option => /^(?:-t|--target-directory=)(.+)$/.exec(option)?.[1]).find(Boolean)
  const last = folder ?? args.at(-1)
  if (last !== undefined) into(args.slice(0, folder ? undefined : -1), last, act, bench)
}
const inPlace: FileJudge = (args, act, bench, options) => {
  if (options.some(option => /^-[a-zA-Z]*i|^--in-place/.test(option))) all(args, act, bench, options)
  for (const script of args) {
    for (const [, path] of script.matchAll(/(?:^|[;}\d/$])\s*w\s+(\S+)/g)) judgePath(path!, act.scope, bench)
  }
}

/** A file put into a folder has its own name there. */
function into(sources: string[], folder: string, act: Act, bench: Bench): void {
  judgePath(folder, act.scope, bench)
  if (/^[/~]/.test(folder)) return
  for (const source of sources) judgePath(`${folder}/${source.split('/').at(-1)}`, act.scope, bench)
}

const FILES: Record<string, FileJudge> = {
  __proto__: null as never,
  rm: remove,
  rmdir: all,
  unlink: all,
  shred: all,
  trash: all,
  'trash-put': all,
  rimraf: remove,
  del: remove,
  erase: remove,
  rd: remove,
  mv: (args, act, bench, options) => {
    all(args, act, bench, options)
    target(args, act, bench, options)
    if (args.slice(0, -1).some(path => holdsGuarded(path, act.scope))) bench.say('guard-files')
    for (const path of args.slice(0, -1))
      if (/(^|\/)\.git$/.test(resolvePath(act.scope, path))) bench.say('repository-removed')
  },
  cp: target,
  install: target,
  ln: target,
  rsync: target,
  scp: target,
  link: target,
  rename: all,
  truncate: all,
  touch: () => {},
  tee: all,
  sponge: all,
  chmod: modes,
  chown: (args, act, bench, options) => all(args.slice(1), act, bench, options),
  chattr: all,
  chflags: all,
  setfacl: all,
  icacls: all,
  attrib: all,
  sed: inPlace,
  gsed: inPlace,
  perl: (args, act, bench, options) => {
    if (options.some(option => /^-[a-zA-Z]*i/.test(option))) all(args, act, bench, options)
  },
  ruby: (args, act, bench, options) => {
    if (options.some(option => /^-[a-zA-Z]*i/.test(option))) all(args, act, bench, options)
  },
  ed: all,
  ex: all,
  patch: all,
  dd: args => void args,
  curl: outputs,
  wget: outputs,
  tar: unpack,
  unzip: unpack,
  yq: inPlace,
  jq: () => {},
  sd: all,
  git: () => {},
}
FILES.dd = (args, act, bench) => {
  for (const word of args) if (word.startsWith('of=')) judgePath(word.slice(3), act.scope, bench)
}

/** Judges a tool that changes files; false where the program is none. */
export function judgeFiles(name: string, act: Act, bench: Bench): boolean {
  const judge = FILES[name]
  if (!judge) return false
  const { args, options } = parted(act.words.slice(1))
  judge(args, act, bench, options)
  return true
}

function parted(words: readonly string[]): { args: string[]; options: string[] } {
  const at = words.indexOf('--')
  const before = at < 0 ? words : words.slice(0, at)
  const options = before.filter(word => word.startsWith('-') && word.length > 1)
  const args = before.filter(word => !word.startsWith('-') || word.length === 1)
  return { args: [...args, ...(at < 0 ? [] : words.slice(at + 1))], options }
}

function remove(args: string[], act: Act, bench: Bench, options: string[]): void {
  all(args, act, bench, options)
  const recursive =
    options.some(option => /^-[a-zA-Z]*[rR]|^--recursive/.test(option)) || act.words[0] !== 'rm'
  if (!recursive) return
  if (args.some(path => holdsGuarded(path, act.scope))) bench.say('guard-files')
  if (args.some(path => isEverything(path, act.scope)) && bench.facts.isClean() !== true)
    bench.say('work-discarded')
  for (const path of args) {
    if (path === UNKNOWN || !removesRepository(path, act.scope)) continue
    bench.say('repository-removed', isOpen(path) ? 'ask' : 'deny')
  }
  if (args.some(path => path === `${UNKNOWN}/`)) bench.say('unknown-part')
}

/** Taking the executable bit away disables a hook; giving it does not. */
function modes(args: string[], act: Act, bench: Bench): void {
  const [mode = '', ...paths] = act.words
    .slice(1)
    .filter(word => !/^(-R|-[vcf]+|--recursive|--verbose)$/.test(word))
  if (/^(\+x|u\+x|a\+x|ug\+x|[0-7]?[75]55|[0-7]?700|[0-7]?750|[0-7]?775)$/.test(mode)) return
  all(paths, act, bench, [])
  void args
}

function outputs(_args: string[], act: Act, bench: Bench): void {
  act.words.forEach((word, at) => {
    const value = /^(?:-o|-O|--output|--output-document)(?:=(.*))?$/s.exec(word)
    if (value) judgePath(value[1] ?? act.words[at + 1] ?? '', act.scope, bench)
  })
}

function unpack(args: string[], act: Act, bench: Bench): void {
  act.words.forEach((word, at) => {
    if (/^(-C|-d|--directory)$/.test(word)) judgePath(act.words[at + 1] ?? '', act.scope, bench)
  })
  if (/^-?-?\w*x/.test(act.words[1] ?? ''))
    for (const path of args.slice(1)) judgePath(written(path), act.scope, bench)
}

/** A bundle or archive that this line made. */
function isCopy(path: string, scope: Scope): boolean {
  return scope.files.get(resolvePath(scope, path))?.includes(REPOSITORY) ?? false
}

/** Whether one of the words is git's own folder or in it. */
export function namesRepository(act: Act): boolean {
  return act.words.slice(1).some(word => {
    const path = word.replace(/^[^=]*=@?|^@/, '')
    return isRepositoryData(path, act.scope) || isCopy(path, act.scope)
  })
}
