/** What a word becomes: quotes off, variables known on this line put in, the rest marked as not known. */
import { braces } from './braces.ts'
import { MANY, ONE, UNKNOWN, written } from './marks.ts'
import { spend } from './reader.ts'
import type { Scope } from './scope.ts'
import type { Part, Script, Word } from './types.ts'
import { parameterValues } from './values.ts'

/** Runs a substitution and gives what it prints: its text, or UNKNOWN in it. */
export interface Runner {
  output(script: Script, scope: Scope): string
  /** a name under which what the process prints can be read */
  file(script: Script, scope: Scope): string
}

interface Fields {
  done: string[]
  open: string | null
}

/** The words that this one becomes: none, one or more. */
export function fieldsOf(word: Word, scope: Scope, runner: Runner): string[] {
  const fields: Fields = { done: [], open: null }
  for (const one of braces(word, scope.budget)) {
    for (const part of one.parts) addPart(fields, part, scope, runner)
    close(fields)
  }
  return fields.done
}

/** The word as one text: an assignment's value, a redirection's target. */
export function textOf(word: Word, scope: Scope, runner: Runner): string {
  const text = word.parts.map(part => partValues(part, scope, runner).join(' ')).join('')
  spend(scope.budget, 1 + (text.length >> 4))
  return text
}

/** As `textOf`, where no globs are looked for (`X=*`, heredocs). */
export function plainOf(word: Word, scope: Scope, runner: Runner): string {
  return written(textOf(word, scope, runner))
}

function addPart(fields: Fields, part: Part, scope: Scope, runner: Runner): void {
  const values = partValues(part, scope, runner)
  if (part.kind === 'text') {
    append(fields, values[0]!)
    return
  }
  if (part.quoted) {
    addQuoted(fields, values)
    return
  }
  for (const [index, value] of values.entries()) {
    if (index > 0) close(fields)
    split(fields, value, scope)
  }
}

/** `"$@"` gives a word for each element, and none for none */
function addQuoted(fields: Fields, values: string[]): void {
  for (const [index, value] of values.entries()) {
    if (index > 0) close(fields)
    append(fields, value)
  }
}

function split(fields: Fields, value: string, scope: Scope): void {
  const separators = scope.variables.get('IFS')?.[0] ?? (scope.variables.get('IFS') === null ? null : '')
  if (separators === null && value !== '') {
    append(fields, UNKNOWN)
    return
  }
  spend(scope.budget, value.length >> 1)
  for (const char of value) {
    if (separators!.includes(char)) close(fields)
    else append(fields, globbed(char))
  }
}

function append(fields: Fields, text: string): void {
  fields.open = (fields.open ?? '') + text
}

function close(fields: Fields): void {
  if (fields.open !== null) fields.done.push(fields.open)
  fields.open = null
}

function partValues(part: Part, scope: Scope, runner: Runner): string[] {
  const values = valuesOf(part, scope, runner)
  for (const value of values) spend(scope.budget, 6 + (value.length >> 4))
  return values
}

function valuesOf(part: Part, scope: Scope, runner: Runner): string[] {
  switch (part.kind) {
    case 'text':
      return [part.quoted ? part.text : globbed(part.text)]
    case 'command':
      return [runner.output(part.script, scope).replace(/\n+$/, '')]
    case 'process':
      return [runner.file(part.script, scope)]
    case 'arithmetic':
      textOf(part.inner, scope, runner)
      return [arithmetic(part.inner)]
    case 'parameter':
      return parameterValues(part, scope, word => plainOf(word, scope, runner))
  }
}

/** a number written as one is known */
function arithmetic(inner: Word): string {
  const text = inner.parts.map(part => (part.kind === 'text' ? part.text : UNKNOWN)).join('')
  return /^\s*\d+\s*$/.test(text) ? text.trim() : UNKNOWN
}

/** Unquoted text with its globs marked: `[…]` is one character of them. */
function globbed(text: string): string {
  if (!/[*?[]/.test(text)) return text
  return text
    .replace(/\[[!^]?\]?[^\][/\s]{0,64}\]/g, ONE)
    .replaceAll('*', MANY)
    .replaceAll('?', ONE)
}
