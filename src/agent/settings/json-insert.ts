/** Puts a value into a JSON text at a path of names, making the objects on the way; arrays get it as their last item. */
import { type Node, parseJsonc } from './jsonc.ts'
import type { Splice } from './splice.ts'

export interface Insertion {
  /** names of members, from the top */
  path: readonly string[]
  /** what is added to the array at that path; the array is made where there is none */
  item?: unknown
  /** or: what the member is, where it is not there yet */
  value?: unknown
}

/** What to splice in; null where something of another kind stands in its way. Throws JsonError. */
export function insertion(text: string, { path, item, value }: Insertion): Splice[] | null {
  const style = styleOf(text)
  const wanted = item === undefined ? value : [item]
  if (isBlank(text))
    return [{ at: text.length, cut: 0, text: `${json(nested(path, wanted), style, '')}${style.newline}` }]
  let node = parseJsonc(text)
  for (const [depth, name] of path.entries()) {
    if (node.kind !== 'object') return null
    const member: Node | undefined = node.members.find(one => one.name === name)?.value
    if (member === undefined)
      return add(text, node, nested(path.slice(depth + 1), wanted), style, `${JSON.stringify(name)}: `)
    node = member
  }
  if (item === undefined) return [] // a value that is there stays what it is
  return node.kind === 'array' ? add(text, node, item, style, '') : null
}

function isBlank(text: string): boolean {
  return text.replace(/^\ufeff/, '').trim() === ''
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)
}

interface Style {
  indent: string
  newline: string
}

/** As the file is written: its first indented line, its first line end. */
function styleOf(text: string): Style {
  return {
    indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
    newline: /\r?\n/.exec(text)?.[0] ?? '\n',
  }
}

function json(value: unknown, { indent, newline }: Style, prefix: string): string {
  return JSON.stringify(value, null, indent).split('\n').join(`${newline}${prefix}`)
}

/** Behind the last member or item, before the closing bracket. An empty container is opened up. */
function add(text: string, node: Node, value: unknown, style: Style, name: string): Splice[] {
  const base = lineIndent(text, node.from)
  const inner = base + style.indent
  const line = `${style.newline}${inner}${name}${json(value, style, inner)}`
  const last = lastIn(node)
  if (last === undefined) return [{ at: node.from + 1, cut: 0, text: `${line}${style.newline}${base}` }]
  return behind(text, last, node.to - 1, line)
}

/** The blanks that the line of this place begins with. */
export function lineIndent(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))![0]
}

function lastIn(node: Node): Node | undefined {
  if (node.kind === 'object') return node.members.at(-1)?.value
  return node.kind === 'array' ? node.items.at(-1) : undefined
}

/** A comma right behind the value (unless one trails there), the new line behind the comments that follow it. */
function behind(text: string, last: Node, end: number, line: string): Splice[] {
  const rest = text.slice(last.to, end)
  const at = end - /\s*$/.exec(rest)![0].length
  if (hasComma(rest)) return [{ at, cut: 0, text: `${line},` }]
  return [
    { at: last.to, cut: 0, text: ',' },
    { at, cut: 0, text: line },
  ]
}

/** Is there a comma outside of comments? */
function hasComma(rest: string): boolean {
  return rest.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '').includes(',')
}
