/**
 * JSON as people keep it (comments, trailing commas), with the places of everything: settings of other programs are changed by
 * inserting and cutting text, never written anew, so that what is not ours stays as it is to the byte.
 */

/** A value and where it stands: `from` its first character, `to` behind its last. */
export type Node = { from: number; to: number } & (
  | { kind: 'object'; members: Member[] }
  | { kind: 'array'; items: Node[] }
  | { kind: 'text'; value: string }
  | { kind: 'other' }
)

export interface Member {
  name: string
  /** of the name's opening quote */
  from: number
  value: Node
}

export class JsonError extends Error {
  readonly line: number
  constructor(text: string, at: number) {
    super('not JSON')
    this.line = text.slice(0, at).split('\n').length
  }
}

/** Throws JsonError where the text is no single JSON value, comments and trailing commas aside. */
export function parseJsonc(text: string): Node {
  const reader: Reader = { text, at: text.startsWith('\ufeff') ? 1 : 0 }
  const node = value(reader)
  if (skip(reader) < text.length) throw new JsonError(text, reader.at)
  return node
}

interface Reader {
  text: string
  at: number
}

function value(reader: Reader): Node {
  const from = skip(reader)
  const first = reader.text[from]
  if (first === '{') return object(reader, from)
  if (first === '[') return array(reader, from)
  if (first === '"') return text(reader, from)
  const found = /(?:true|false|null|-?\d[\d.eE+-]*)/y
  found.lastIndex = from
  const match = found.exec(reader.text)
  if (match === null) throw new JsonError(reader.text, from)
  reader.at = from + match[0].length
  return { kind: 'other', from, to: reader.at }
}

function object(reader: Reader, from: number): Node {
  const members: Member[] = []
  reader.at = from + 1
  while (reader.text[skip(reader)] !== '}') {
    const name = text(reader, reader.at)
    if (reader.text[skip(reader)] !== ':') throw new JsonError(reader.text, reader.at)
    reader.at++
    members.push({ name: name.value, from: name.from, value: value(reader) })
    if (!comma(reader, '}')) break
  }
  reader.at++
  return { kind: 'object', from, to: reader.at, members }
}

function array(reader: Reader, from: number): Node {
  const items: Node[] = []
  reader.at = from + 1
  while (reader.text[skip(reader)] !== ']') {
    items.push(value(reader))
    if (!comma(reader, ']')) break
  }
  reader.at++
  return { kind: 'array', from, to: reader.at, items }
}

/** True behind a comma; false before the end. Throws JsonError for anything else. */
function comma(reader: Reader, end: string): boolean {
  const found = reader.text[skip(reader)]
  if (found === end) return false
  if (found !== ',') throw new JsonError(reader.text, reader.at)
  reader.at++
  return true
}

function text(reader: Reader, from: number): { kind: 'text'; from: number; to: number; value: string } {
  const string = /"(?:[^"\\\n]|\\.)*"/y
  string.lastIndex = from
  const match = string.exec(reader.text)
  if (match === null) throw new JsonError(reader.text, from)
  reader.at = from + match[0].length
  try {
    return { kind: 'text', from, to: reader.at, value: JSON.parse(match[0]) as string }
  } catch {
    throw new JsonError(reader.text, from)
  }
}

/** Past blanks and comments; gives where it stands then. */
function skip(reader: Reader): number {
  const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
  blank.lastIndex = reader.at
  reader.at += blank.exec(reader.text)?.[0].length ?? 0
  return reader.at
}
