/**
 * `dist/rules.jsonl`: the head on the first line, then one rule a line, in JSON and ASCII only: the bytes are kept as they are, and a
 * rule is decoded and parsed when it is asked for. Decoding a megabyte of UTF-8 costs a hook 6 ms.
 */
import type { Rule, RuleHead, RuleTable } from './rule.ts'

export function writeTable(head: RuleHead, rules: Rule[]): string {
  return [head, ...rules].map(one => escaped(JSON.stringify(one))).join('\n')
}

function escaped(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Throws SyntaxError when the first line is no JSON. */
export function readTable(bytes: Buffer): RuleTable {
  const lines = linesIn(bytes)
  const rules: Rule[] = []
  return {
    ...(lines.read(0) as RuleHead),
    rule: index => {
      rules[index] ??= lines.read(index + 1) as Rule
      return rules[index]
    },
  }
}

/** Where lines begin is found as far as somebody asks. */
function linesIn(bytes: Buffer) {
  const starts = [0]
  const startOf = (line: number) => {
    while (starts.length <= line) {
      const end = bytes.indexOf(10, starts.at(-1)!)
      starts.push(end < 0 ? bytes.length + 1 : end + 1)
    }
    return starts[line]!
  }
  return {
    read: (line: number) =>
      JSON.parse(bytes.toString('latin1', startOf(line), startOf(line + 1) - 1)) as unknown,
  }
}
