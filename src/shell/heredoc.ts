/** Redirections, and the bodies of heredocs that follow on later lines. */
import { openReader, peek, type Reader } from './reader.ts'
import { type Redirect, ShellError, type Word } from './types.ts'
import { readBody, readWord } from './word.ts'

const REDIRECT = /(?:\d{1,3}|\{[A-Za-z_]\w*\})?(<<<|<<-|<<|<>|<&|<|&>>|&>|>>|>\||>&|>!|>)(?!\()/y

/** The redirection that begins here, or null where none does. */
export function readRedirect(reader: Reader, skipBlank: (reader: Reader) => void): Redirect | null {
  REDIRECT.lastIndex = reader.at
  const found = REDIRECT.exec(reader.text)
  if (!found) return null
  reader.at += found[0].length
  skipBlank(reader)
  const target = readWord(reader)
  if (!target) throw new ShellError('unreadable', 'a redirection without a target')
  const redirect: Redirect = { op: found[1]!, target }
  if (redirect.op === '<<' || redirect.op === '<<-') expectBody(reader, redirect)
  return redirect
}

function expectBody(reader: Reader, redirect: Redirect): void {
  const parts = redirect.target.parts
  const end = parts.map(part => (part.kind === 'text' ? part.text : '')).join('')
  const quoted = parts.some(part => part.kind === 'text' && part.quoted)
  reader.pending.push({ redirect, end, quoted, tabs: redirect.op === '<<-' })
}

/** Called behind a line end: reads the bodies of the heredocs that the line announced. */
export function finishHeredocs(reader: Reader): void {
  for (const { redirect, end, quoted, tabs } of reader.pending.splice(0)) {
    const lines: string[] = []
    for (let line = nextLine(reader); line !== null; line = nextLine(reader)) {
      const text = tabs ? line.replace(/^\t+/, '') : line
      if (text.replace(/\r$/, '') === end) break
      lines.push(text)
    }
    const body = lines.map(line => `${line}\n`).join('')
    redirect.body = quoted ? literal(body) : readBody(openReader(body, reader.budget))
  }
}

function literal(text: string): Word {
  return { parts: [{ kind: 'text', text, quoted: true }] }
}

function nextLine(reader: Reader): string | null {
  if (peek(reader) === '') return null
  const end = reader.text.indexOf('\n', reader.at)
  const line = reader.text.slice(reader.at, end < 0 ? undefined : end)
  reader.at = end < 0 ? reader.text.length : end + 1
  return line
}
