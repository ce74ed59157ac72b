/** Where a rule, or a field of it, stands in a rule file: only errors ask. */

/** A function from rule id (and field) to its 1-based line; undefined when the text does not show it. */
export function ruleLine(text: string): (rule: string, field?: string) => number | undefined {
  const lines = text.split('\n')
  return (rule, field) => {
    const at = lines.findIndex(line => idOf(line) === rule)
    if (at < 0) return undefined
    return (field === undefined ? at : fieldNear(lines, at, field)) + 1
  }
}

function idOf(line: string): string | undefined {
  return /^\s*id\s*=\s*(["'])(.*?)\1/.exec(line)?.[2]
}

/** The field in the same table: from the header above the id to the next header. The id's line when it is not there. */
function fieldNear(lines: string[], at: number, field: string): number {
  let start = at
  while (start > 0 && !/^\s*\[/.test(lines[start]!)) start--
  for (let i = start + 1; i < lines.length && (i <= at || !/^\s*\[/.test(lines[i]!)); i++) {
    if (new RegExp(`^\\s*${field.replace(/\W/g, '')}\\s*=`).test(lines[i]!)) return i
  }
  return at
}
