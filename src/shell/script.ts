/** A text as a POSIX shell, bash or zsh reads it: lists, pipelines, compound commands. */
import { readCommand } from './compound.ts'
import { finishHeredocs } from './heredoc.ts'
import { type Budget, nested, openReader, peek, type Reader, take } from './reader.ts'
import { type Chain, type Node, type Script, ShellError } from './types.ts'

/** The whole text as a script. Throws ShellError. */
export function parseText(text: string, budget: Budget): Script {
  return nested(budget, () => {
    const reader = openReader(text, budget)
    const script = readScript(reader, new Set())
    if (peek(reader) !== '') throw new ShellError('unreadable', 'a bracket or word that closes nothing')
    return script
  })
}

/** The script of a `$(` that was just passed, and its closing bracket. */
export function closeScript(reader: Reader): Script {
  return nested(reader.budget, () => {
    const script = readScript(reader, new Set())
    if (!take(reader, ')')) throw new ShellError('unreadable', 'a bracket is not closed')
    return script
  })
}

/** Commands up to one of the words `ends` in command position, a closing bracket or the end of the text. */
export function readScript(reader: Reader, ends: ReadonlySet<string>): Script {
  const chains: Chain[] = []
  for (;;) {
    skipSeparators(reader)
    if (atEnd(reader, ends)) return { chains }
    const before = reader.at
    const chain = readChain(reader)
    if (reader.at === before) throw new ShellError('unreadable', 'an operator without a command')
    if (chain.length > 0) chains.push(chain)
  }
}

function atEnd(reader: Reader, ends: ReadonlySet<string>): boolean {
  const char = peek(reader)
  return (
    char === '' || char === ')' || (char === ';' && peek(reader, 1) === ';') || ends.has(wordHere(reader))
  )
}

const PLAIN = /[A-Za-z]+|[{}]/y

/** The reserved word that may stand here, without passing it. */
export function wordHere(reader: Reader): string {
  PLAIN.lastIndex = reader.at
  const word = PLAIN.exec(reader.text)?.[0] ?? ''
  return /[^\s;&|()<>]/.test(peek(reader, word.length)) ? '' : word
}

function readChain(reader: Reader): Chain {
  const chain: Chain = []
  do {
    skipBlank(reader, true)
    const pipeline = readPipeline(reader)
    if (pipeline.length > 0) chain.push(pipeline)
    skipBlank(reader)
  } while (take(reader, '&&') || take(reader, '||'))
  return chain
}

function readPipeline(reader: Reader): Node[] {
  const nodes: Node[] = []
  for (;;) {
    skipBlank(reader, nodes.length > 0)
    while (wordHere(reader) === '' && /^![\s(]/.test(reader.text.slice(reader.at, reader.at + 2))) {
      reader.at++
      skipBlank(reader)
    }
    const node = readCommand(reader)
    if (node) nodes.push(node)
    skipBlank(reader)
    if (peek(reader) !== '|' || peek(reader, 1) === '|') return nodes
    reader.at += peek(reader, 1) === '&' ? 2 : 1
  }
}

/** Blanks, continued lines and comments; line ends too where a command must follow. */
export function skipBlank(reader: Reader, lines = false): void {
  for (;;) {
    const char = peek(reader)
    if (char === ' ' || char === '\t' || char === '\r') reader.at++
    else if (char === '\\' && (peek(reader, 1) === '\n' || reader.text.startsWith('\r\n', reader.at + 1))) {
      reader.at += peek(reader, 1) === '\n' ? 2 : 3
    } else if (char === '#') skipComment(reader)
    else if (lines && char === '\n') passLine(reader)
    else return
  }
}

function skipComment(reader: Reader): void {
  const end = reader.text.indexOf('\n', reader.at)
  reader.at = end < 0 ? reader.text.length : end
}

function passLine(reader: Reader): void {
  reader.at++
  finishHeredocs(reader)
}

function skipSeparators(reader: Reader): void {
  for (;;) {
    skipBlank(reader, true)
    const char = peek(reader)
    if (char === '&' && peek(reader, 1) !== '&' && peek(reader, 1) !== '>') reader.at++
    else if (char === ';' && peek(reader, 1) !== ';') reader.at++
    else return
  }
}
