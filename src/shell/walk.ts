/** Runs a script as far as that can be done without running anything: every simple command is told to a host, in order. */
import { declare, isBuiltin } from './builtins.ts'
import { fieldsOf, plainOf, type Runner, textOf } from './expand.ts'
import { isOpen, UNKNOWN } from './marks.ts'
import { type Budget, LIMITS, nested, spend, spendWord } from './reader.ts'
import { fork, merge, resolvePath, type Scope } from './scope.ts'
import type { Assignment, Chain, Group, Node, Pipeline, Redirect, Script, Simple, Word } from './types.ts'

/** A redirection with its target expanded. */
export interface Written {
  op: string
  target: string
}

/** A simple command as it would run. Texts may hold marks (./marks.ts). */
export interface Call {
  words: string[]
  /** variables that this command line set, this command's own among them */
  environment: ReadonlyMap<string, string>
  redirects: Written[]
  /** what it reads on stdin where the line says it; null: not from this line */
  input: string | null
}

export interface Host {
  budget: Budget
  /** Judges a command; gives what it prints, where that is known. */
  call(call: Call, scope: Scope): string
}

/** Walks the script; gives what it prints. Throws ShellError (`too large`). */
export function walk(script: Script, scope: Scope, host: Host, input: string | null = null): string {
  let output = ''
  for (const chain of script.chains) output += walkChain(chain, scope, host, input)
  return output.length > LIMITS.input ? UNKNOWN : output
}

function walkChain(chain: Chain, scope: Scope, host: Host, input: string | null): string {
  if (chain.length === 1) return walkPipeline(chain[0]!, scope, host, input)
  const taken = fork(scope)
  const output = chain.map(pipeline => walkPipeline(pipeline, taken, host, input)).join('')
  merge(scope, taken)
  return output
}

function walkPipeline(pipeline: Pipeline, scope: Scope, host: Host, input: string | null): string {
  if (pipeline.length === 1) return walkNode(pipeline[0]!, scope, host, input)
  let text = input
  for (const node of pipeline) {
    const own = fork(scope)
    text = walkNode(node, own, host, text)
    merge(scope, { ...own, folder: scope.folder })
  }
  return text ?? ''
}

/** One command. */
export function walkNode(node: Node, scope: Scope, host: Host, input: string | null): string {
  if (node.kind === 'function') {
    scope.functions.set(node.name, node.body)
    return ''
  }
  if (node.kind === 'group') return nested(host.budget, () => walkGroup(node, scope, host, input))
  return walkSimple(node, scope, host, input)
}

function walkGroup(node: Group, outer: Scope, host: Host, input: string | null): string {
  const scope = node.isolated ? fork(outer) : outer
  const redirects = node.redirects.map(redirect => writtenTo(redirect, scope, host))
  const read = inputOf(node.redirects, redirects, scope, host) ?? input
  const outputs = [walk(node.first, scope, host, read)]
  if (node.branches.length > 0) outputs.push(UNKNOWN)
  for (const script of node.branches) walkBranch(node, script, scope, host, read)
  const output = outputs.join('')
  if (redirects.length > 0) host.call(bare(redirects, output), scope)
  keepFiles(redirects, output, scope)
  return output
}

/** How many values of a `for` are tried one by one; past it they count as not known. */
const VALUES = 32

function walkBranch(node: Group, script: Script, scope: Scope, host: Host, input: string | null): void {
  const values = node.loop?.words.flatMap(word => fieldsOf(word, scope, runnerOf(host))) ?? ['']
  const own = fork(scope)
  for (const value of values.length > VALUES ? [UNKNOWN] : values) {
    if (node.loop) own.variables.set(node.loop.name, [value])
    walk(script, own, host, input)
  }
  merge(scope, own)
}

function bare(redirects: Written[], input: string): Call {
  return { words: [], environment: new Map(), redirects, input }
}

function walkSimple(node: Simple, scope: Scope, host: Host, input: string | null): string {
  if (!node.words.some(hasChoice) && !node.assignments.some(one => hasChoice(one.value))) {
    return runSimple(node, scope, host, input)
  }
  const taken = fork(scope)
  taken.defaults = true
  runSimple(node, taken, host, input)
  const output = runSimple(node, scope, host, input)
  merge(scope, taken)
  return output
}

/** Whether it says what to take for a variable that may not be set: then both are tried. */
function hasChoice(word: Word): boolean {
  return word.parts.some(part => part.kind === 'parameter' && /^:?[-=+]$/.test(part.op))
}

function runSimple(node: Simple, scope: Scope, host: Host, input: string | null): string {
  const runner = runnerOf(host)
  const words = node.words.flatMap(word => fieldsOf(word, scope, runner))
  for (const _ of words) spendWord(host.budget)
  const own = words.length > 0 && !isBuiltin(words[0]!)
  const target = own ? fork(scope) : scope
  for (const assignment of node.assignments) assign(assignment, target, runner)
  const redirects = node.redirects.map(redirect => writtenTo(redirect, scope, host))
  const read = inputOf(node.redirects, redirects, scope, host) ?? input
  const call: Call = { words, environment: environmentOf(target), redirects, input: read }
  const output = perform(call, scope, host)
  keepFiles(redirects, output, scope)
  return output
}

function perform(call: Call, scope: Scope, host: Host): string {
  const { words } = call
  const body = scope.functions.get(words[0] ?? '')
  if (body) return nested(host.budget, () => callFunction(body, words.slice(1), scope, host, call.input))
  const output = host.call(call, scope)
  return declare(words, scope) ? '' : output
}

function callFunction(body: Node, words: string[], scope: Scope, host: Host, input: string | null): string {
  const outer = scope.positional
  scope.positional = words
  spendWord(host.budget)
  const output = walkNode(body, scope, host, input)
  scope.positional = outer
  return output
}

function assign({ name, append, value, array }: Assignment, scope: Scope, runner: Runner): void {
  const values = array?.flatMap(word => fieldsOf(word, scope, runner)) ?? [plainOf(value, scope, runner)]
  const before = scope.variables.get(name)
  if (!append) scope.variables.set(name, values)
  else if (before === null || before === undefined)
    scope.variables.set(name, array ? null : [UNKNOWN + values[0]])
  else scope.variables.set(name, array ? [...before, ...values] : [(before[0] ?? '') + values[0]])
}

function environmentOf(scope: Scope): Map<string, string> {
  spend(scope.budget, 40 + scope.variables.size)
  const environment = new Map<string, string>()
  for (const [name, values] of scope.variables)
    environment.set(name, values === null ? UNKNOWN : (values[0] ?? ''))
  for (const name of ['IFS', 'PWD']) environment.delete(name)
  if (environment.get('HOME') === '~') environment.delete('HOME')
  return environment
}

function writtenTo(redirect: Redirect, scope: Scope, host: Host): Written {
  return { op: redirect.op, target: textOf(redirect.target, scope, runnerOf(host)) }
}

/** What a heredoc, a here-string or a file written by this line gives to read; null where stdin is another. */
function inputOf(list: Redirect[], written: Written[], scope: Scope, host: Host): string | null {
  let input: string | null = null
  for (const [index, redirect] of list.entries()) {
    if (redirect.body) input = plainOf(redirect.body, scope, runnerOf(host))
    else if (redirect.op === '<<<') input = `${plainOf(redirect.target, scope, runnerOf(host))}\n`
    else if (redirect.op === '<')
      input = scope.files.get(resolvePath(scope, written[index]!.target)) ?? UNKNOWN
  }
  return input
}

function keepFiles(redirects: Written[], output: string, scope: Scope): void {
  for (const { op, target } of redirects) {
    if (!op.includes('>') || op === '<>') continue
    const path = resolvePath(scope, target)
    if (isOpen(path)) continue
    scope.files.set(path, op.includes('>>') ? (scope.files.get(path) ?? UNKNOWN) + output : output)
  }
}

function runnerOf(host: Host): Runner {
  return {
    output: (script, scope) => nested(host.budget, () => walk(script, fork(scope), host)),
    file: (script, scope) => {
      const output = nested(host.budget, () => walk(script, fork(scope), host))
      const path = `/dev/fd/${63 + scope.files.size}`
      scope.files.set(path, output)
      return path
    },
  }
}
