/** As much of YAML as the recipes are written in: maps, lists, plain and quoted scalars, `[a, b]`, `|` blocks. Anything else throws. */

export type Yaml = string | Yaml[] | { [key: string]: Yaml }

interface Line {
  indent: number
  text: string
  raw: string
}

export function parseYaml(text: string): Yaml {
  if (text.includes('\t')) throw new Error('a tab')
  const lines = text.trimEnd().split('\n').map(lineOf)
  const value = valueAt(lines, 0)
  if (lines.length > 0) throw new Error(`left over: ${lines[0]!.raw}`)
  return value
}

function lineOf(raw: string): Line {
  // a comment begins the line or follows a blank
  const text = raw.replace(/(^|\s)#.*$/, '').trimEnd()
  return { indent: raw.length - raw.trimStart().length, text: text.trim(), raw }
}

/** Takes the lines of one value off the front. */
function valueAt(lines: Line[], indent: number): Yaml {
  skipBlank(lines)
  return lines[0]?.text.startsWith('- ') ? listAt(lines, indent) : mapAt(lines, indent)
}

function listAt(lines: Line[], indent: number): Yaml[] {
  const list: Yaml[] = []
  for (skipBlank(lines); lines[0]?.indent === indent && lines[0].text.startsWith('- '); skipBlank(lines)) {
    const { text, raw } = lines[0]
    const rest = text.slice(2)
    if (isPair(rest)) {
      lines[0] = { indent: indent + 2, text: rest, raw }
      list.push(mapAt(lines, indent + 2))
    } else {
      lines.shift()
      list.push(rest === '|' ? blockOf(lines, indent) : scalar(rest))
    }
  }
  return list
}

function mapAt(lines: Line[], indent: number): Yaml {
  const map: { [key: string]: Yaml } = {}
  for (skipBlank(lines); lines[0]?.indent === indent; skipBlank(lines)) {
    const found = /^([\w-]+):(?: (.*))?$/.exec(lines[0].text)
    if (!found) throw new Error(`neither a key nor an entry: ${lines[0].raw}`)
    const [, key, rest] = found
    if (Object.hasOwn(map, key!)) throw new Error(`twice: ${key}`)
    lines.shift()
    map[key!] =
      rest === undefined ? nested(lines, indent) : rest === '|' ? blockOf(lines, indent) : scalar(rest)
  }
  if ((lines[0]?.indent ?? 0) > indent) throw new Error(`deeper than what it belongs to: ${lines[0]!.raw}`)
  return map
}

/** A list may stand as deep as its key. */
function nested(lines: Line[], indent: number): Yaml {
  skipBlank(lines)
  const next = lines[0]
  if (!next || next.indent < indent || (next.indent === indent && !next.text.startsWith('- '))) return ''
  return valueAt(lines, next.indent)
}

function blockOf(lines: Line[], indent: number): string {
  const taken: string[] = []
  const inner = lines[0]?.indent ?? 0
  while (lines[0] && (lines[0].indent > indent || lines[0].raw === ''))
    taken.push(lines.shift()!.raw.slice(inner))
  return `${taken.join('\n')}\n`
}

function isPair(text: string): boolean {
  return /^[\w-]+:( |$)/.test(text)
}

function scalar(text: string): Yaml {
  if (text === '{}') return {}
  const list = /^\[(.*)\]$/.exec(text)
  if (list) return list[1]!.split(', ').map(one => scalar(one) as string)
  const quoted = /^'([^']*)'$|^"([^"\\]*)"$/.exec(text)
  if (quoted) return quoted[1] ?? quoted[2]!
  if (/^["'&*!>%@`{|]|: /.test(text)) throw new Error(`not plain: ${text}`)
  return text
}

function skipBlank(lines: Line[]): void {
  while (lines[0]?.text === '') lines.shift()
}
