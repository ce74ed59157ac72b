/** `dist/rules.jsonl`: the head on the first line, then one rule a line, in JSON: read in a millisecond, parsed on demand. */
import type { Rule, RuleHead, RuleTable } from './rule.ts'

export function writeTable(head: RuleHead, rules: Rule[]): string {
  return [head, ...rules].map(one => JSON.stringify(one)).join('\n')
}

/** Throws SyntaxError when the first line is no JSON. */
export function readTable(text: string): RuleTable {
  const lines = text.split('\n')
  const rules: Rule[] = []
  return {
    ...(JSON.parse(lines[0]!) as RuleHead),
    rule: index => {
      rules[index] ??= JSON.parse(lines[index + 1]!) as Rule
      return rules[index]
    },
  }
}
