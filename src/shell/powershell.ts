/** PowerShell and cmd.exe as far as commands can be told apart: words, quotes, escapes, separators, variables set on the line. */
import { UNKNOWN } from './marks.ts'
import { type Budget, nested, openReader, peek, type Reader, spendWord, take } from './reader.ts'
import { ShellError } from './types.ts'

export interface PlainCommand {
  words: string[]
  /** variables set before it, by name */
  assigned: [name: string, value: string][]
  /** files it is redirected to */
  writes: string[]
}

interface State {
  reader: Reader
  shell: 'powershell' | 'cmd'
  variables: Map<string, string>
  commands: PlainCommand[]
  current: PlainCommand
}

/** The commands in the order they are written. Throws ShellError. */
export function readPowershell(text: string, shell: 'powershell' | 'cmd', budget: Budget): PlainCommand[] {
  return nested(budget, () => {
    const state: State = {
      reader: openReader(text, budget),
      shell,
      variables: new Map(),
      commands: [],
      current: fresh(),
    }
    while (peek(state.reader) !== '') step(state)
    finish(state)
    return state.commands
  })
}

function fresh(): PlainCommand {
  return { words: [], assigned: [], writes: [] }
}

function finish(state: State): void {
  const { words, writes, assigned } = state.current
  setVariables(state)
  if (state.current.words.length + writes.length + assigned.length > 0) state.commands.push(state.current)
  void words
  state.current = fresh()
}

function step(state: State): void {
  const { reader } = state
  const char = peek(reader)
  if (char === '#' && state.shell === 'powershell') {
    comment(reader)
    return
  }
  if (/[\n\r;|&(){}]/.test(char)) {
    reader.at++
    if (char === '&' && state.current.words.length === 0) return
    finish(state)
    return
  }
  if (/[\s,]/.test(char)) return void reader.at++
  const redirect = /^(\d|\*)?>>?/.exec(reader.text.slice(reader.at, reader.at + 4))
  if (redirect) {
    reader.at += redirect[0].length
    if (take(reader, '&')) return
    while (/[ \t]/.test(peek(reader))) reader.at++
    return void state.current.writes.push(word(state))
  }
  spendWord(reader.budget)
  state.current.words.push(word(state))
}

function comment(reader: Reader): void {
  const end = reader.text.indexOf('\n', reader.at)
  reader.at = end < 0 ? reader.text.length : end
}

function word(state: State): string {
  const { reader } = state
  let text = ''
  const from = reader.at
  while (!/^[\s;|&(){},]?$/.test(peek(reader)) && !(peek(reader) === '>' && reader.at > from))
    text += piece(state)
  if (reader.at === from) reader.at++
  return text
}

function piece(state: State): string {
  const { reader, shell } = state
  const char = peek(reader)
  if (char === '"') return double(state)
  if (char === "'" && shell === 'powershell') return single(reader)
  if (char === (shell === 'powershell' ? '`' : '^')) {
    reader.at += 2
    return reader.text[reader.at - 1] ?? ''
  }
  if (char === '$' && shell === 'powershell') return variable(state)
  if ((char === '%' || char === '!') && shell === 'cmd') return percent(state)
  reader.at++
  return char
}

function single(reader: Reader): string {
  reader.at++
  let text = ''
  while (!take(reader, "'") || take(reader, "'")) {
    if (reader.text[reader.at - 1] === "'" && reader.text[reader.at - 2] === "'") text += "'"
    if (peek(reader) === '') throw new ShellError('unreadable', 'a quote is not closed')
    if (peek(reader) !== "'") {
      text += peek(reader)
      reader.at++
    }
  }
  return text
}

function double(state: State): string {
  const { reader, shell } = state
  reader.at++
  let text = ''
  while (!take(reader, '"')) {
    if (peek(reader) === '') throw new ShellError('unreadable', 'a quote is not closed')
    if (shell === 'powershell' && peek(reader) === '$') text += variable(state)
    else if (shell === 'cmd' && peek(reader) === '%') text += percent(state)
    else {
      if (shell === 'powershell' && peek(reader) === '`') reader.at++
      text += peek(reader)
      reader.at++
    }
  }
  return text
}

const VARIABLE = /\$(?:\{([^}]*)\}|((?:env:)?\w+))/y

function variable(state: State): string {
  const { reader } = state
  VARIABLE.lastIndex = reader.at
  const found = VARIABLE.exec(reader.text)
  if (!found) {
    reader.at++
    return peek(reader) === '(' ? UNKNOWN : '$'
  }
  reader.at += found[0].length
  const name = (found[1] ?? found[2])!.toLowerCase()
  // a variable that is being assigned keeps its name
  if (/^\s*=(?!=)/.test(reader.text.slice(reader.at, reader.at + 16)) && state.current.words.length === 0)
    return `$${name}`
  return state.variables.get(name) ?? (/^(true|false|null)$/.test(name) ? '' : UNKNOWN)
}

function percent(state: State): string {
  const { reader } = state
  const mark = peek(reader)
  const end = reader.text.indexOf(mark, reader.at + 1)
  const name = end < 0 ? '' : reader.text.slice(reader.at + 1, end)
  if (!/^\w+$/.test(name)) {
    reader.at++
    return mark
  }
  reader.at = end + 1
  return state.variables.get(name.toLowerCase()) ?? UNKNOWN
}

/** `$env:NAME = value`, `$name = value`, `set NAME=value`, `setx NAME value` */
function setVariables(state: State): void {
  const { words, assigned } = state.current
  const [first = '', second = '', ...rest] = apart(words)
  if (first.startsWith('$') && second.startsWith('=')) {
    const value = [second.slice(1), ...rest].filter(text => text !== '').join(' ')
    keep(state, first.slice(1), value)
    state.current = { ...state.current, words: [], assigned }
  } else if (/^set$/i.test(first) && state.shell === 'cmd' && words.length > 1) {
    const text = words.slice(1).join(' ')
    keep(state, text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1))
    state.current = { ...state.current, words: [], assigned }
  } else if (/^setx$/i.test(first)) keep(state, second, rest[0] ?? '')
}

/** `$name=value` without blanks is three words. */
function apart(words: string[]): string[] {
  const found = /^(\$[\w:]+)=([\s\S]*)$/.exec(words[0] ?? '')
  return found ? [found[1]!, `=${found[2]}`, ...words.slice(1)] : words
}

function keep(state: State, name: string, value: string): void {
  const bare = name.replace(/^env:/i, '')
  state.variables.set(name.toLowerCase(), value)
  if (bare !== name || state.shell === 'cmd') state.current.assigned.push([bare.toUpperCase(), value])
}
