/** Finds the line of a key or table in TOML text: only errors and `explain` need it, so nothing else pays for it. */

export type TomlPath = readonly (string | number)[]

/**
 * The 1-based line where the longest known beginning of `path` stands; 1 when none does.
 * Elements of arrays of tables are numbers: `['examples', 2, 'expect']`. Keys of an inline table and items of an array give
 * the line of the key that holds them. `text` must have been parsed already: the scan is lax about what the parser refuses.
 */
export function lineOf(text: string, path: TomlPath): number {
  let best = { depth: 0, line: 1 }
  for (const entry of statements(text)) {
    const depth = commonDepth(entry.path, path)
    if (depth > best.depth) best = { depth, line: entry.line }
  }
  return best.line
}

/** How many keys of `path` the entry shares from the start. */
function commonDepth(entry: TomlPath, path: TomlPath): number {
  let depth = 0
  while (depth < entry.length && depth < path.length && entry[depth] === path[depth]) depth++
  return depth
}

interface Statement {
  path: TomlPath
  line: number
}

interface Cursor {
  text: string
  at: number
  line: number
}

function* statements(text: string): Generator<Statement> {
  const cursor: Cursor = { text, at: 0, line: 1 }
  const counts = new Map<string, number>()
  let table: TomlPath = []
  while (skipBlank(cursor)) {
    const line = cursor.line
    if (text[cursor.at] === '[') {
      table = header(cursor, counts)
      yield { path: table, line }
    } else {
      const key = keyPath(cursor)
      cursor.at++ // the `=`
      skipValue(cursor)
      yield { path: [...table, ...key], line }
    }
  }
}

/** To the next statement: over spaces, newlines and comments. False at the end. */
function skipBlank(c: Cursor): boolean {
  for (; c.at < c.text.length; c.at++) {
    const ch = c.text[c.at]
    if (ch === '\n') c.line++
    else if (ch === '#') skipComment(c)
    else if (ch !== ' ' && ch !== '\t' && ch !== '\r' && ch !== '\uFEFF') return true
  }
  return false
}

/** Stops on the last character before the newline, so that a `for` step lands on it. */
function skipComment(c: Cursor): void {
  const end = c.text.indexOf('\n', c.at)
  c.at = (end < 0 ? c.text.length : end) - 1
}

/** `[a.b]` or `[[a.b]]`: its full path, arrays of tables numbered as they come. */
function header(c: Cursor, counts: Map<string, number>): TomlPath {
  const isArray = c.text[c.at + 1] === '['
  c.at += isArray ? 2 : 1
  const keys = keyPath(c)
  c.at += isArray ? 2 : 1
  const path: (string | number)[] = []
  keys.forEach((key, index) => {
    path.push(key)
    const id = JSON.stringify(path)
    if (isArray && index === keys.length - 1) counts.set(id, (counts.get(id) ?? -1) + 1)
    const count = counts.get(id)
    if (count !== undefined) path.push(count)
  })
  return path
}

/** A dotted key, up to the `=` or `]` behind it. */
function keyPath(c: Cursor): string[] {
  const keys: string[] = []
  let bare = ''
  for (; c.at < c.text.length; c.at++) {
    const ch = c.text[c.at]!
    if (ch === '"' || ch === "'") bare += quotedKey(c, ch)
    else if (ch === '.' || ch === '=' || ch === ']' || ch === '\n') {
      keys.push(bare)
      bare = ''
      if (ch !== '.') return keys
    } else if (ch !== ' ' && ch !== '\t') bare += ch
  }
  return keys
}

/** Leaves the cursor on the closing quote. */
function quotedKey(c: Cursor, quote: string): string {
  const start = c.at
  skipString(c, quote)
  const raw = c.text.slice(start, c.at + 1)
  if (quote === "'") return raw.slice(1, -1)
  try {
    return JSON.parse(raw) as string
  } catch {
    return raw.slice(1, -1)
  }
}

/** To the newline that ends the value (or the end of the text). */
function skipValue(c: Cursor): void {
  let depth = 0
  for (; c.at < c.text.length; c.at++) {
    const ch = c.text[c.at]!
    if (ch === '"' || ch === "'") skipString(c, ch)
    else if (ch === '[' || ch === '{') depth++
    else if (ch === ']' || ch === '}') depth--
    else if (ch === '#') skipComment(c)
    else if (ch === '\n') {
      if (depth <= 0) return
      c.line++
    }
  }
}

/** From an opening quote to its closing one, also over lines when it is tripled. */
function skipString(c: Cursor, quote: string): void {
  const triple = quote.repeat(3)
  const close = c.text.startsWith(triple, c.at) ? triple : quote
  for (c.at += close.length; c.at < c.text.length; c.at++) {
    if (c.text[c.at] === '\n') c.line++
    if (c.text[c.at] === '\\' && quote === '"') c.at++
    else if (c.text.startsWith(close, c.at)) break
  }
  c.at += close.length - 1
}
