/** The shape of a rule (DESIGN §9) and of a compiled pack: types only. `rules/README.md` tells what each field means. */
import type { Confidence, Severity } from '../model.ts'
import type { Kind } from './generic/kind.ts'
import type { Wants } from './wants.ts'

/** Why a match of its rule does not count. Paths are asked of the path, everything else of the match. */
export interface Allowlist {
  description?: string
  /** `OR` (default): one kind of check that holds is enough; `AND`: each kind that is given must hold */
  condition: 'OR' | 'AND'
  paths: string[]
  regexes: string[]
  /** what `regexes` look at */
  regexTarget: 'secret' | 'match' | 'line'
  /** lower case; looked for in the secret regardless of case */
  stopwords: string[]
}

/** A partner that must be near: without it the finding loses one step of confidence, never its voice. */
export interface Partner {
  id: string
  withinLines: number
}

/** What a rule says about a credential, without its examples: what the runtime needs. */
export interface Rule {
  id: string
  /** a repository's own: it may add to what the built-in rules find, never stand in for something surer */
  own?: true
  provider: string
  description: string
  /** RE2 syntax; run with `^` and `$` at line boundaries; empty for a scored rule */
  regex: string
  /** no regex: values given to names of this kind, judged by the model (generic/); built-in rules only */
  scored?: Kind
  /** the capture group that is the secret; 0 = the first group that took part, without groups the whole match */
  secretGroup: number
  /** lower case ASCII; none: the rule runs on every content */
  keywords: string[]
  /** the keywords are not of the match but of the content around it (`seed` for a NATS key): all lines are looked at */
  apart?: true
  /** bits per character at least; shorter secrets need less (entropy.ts) */
  entropy?: number
  severity: Severity
  confidence: Confidence
  /** the value has no form of its own: in tests, examples and documentation it only warns (minor.ts) */
  lowerInExamples?: true
  /** the offline check that a match goes through, by its name in proof/registry.ts */
  proof?: string
  /** RE2, on the path */
  path?: string
  /** a JavaScript regex that holds wherever `path` does (precheck.ts); built-in rules only */
  pathCheck?: string
  required: Partner[]
  allowlists: Allowlist[]
  revoke?: string
  /** the longest match in characters; null = no bound */
  reach: number | null
  /** how many line breaks a match can hold at most, its first and last character left out; null = no bound */
  breaks: number | null
  /** every match holds a run of so many letters and digits, and one of so many with `+ / = _ -` (runs.ts); left out where short */
  run?: [alnum: number, wide: number]
  /** a JavaScript regex without which there is no match (precheck.ts); built-in rules only */
  precheck?: string
  /** what every secret of this rule begins with: the only part of it that may be shown */
  prefix: string
}

/** What the tests need of a rule and the runtime does not. */
export interface Examples {
  id: string
  matches: string[]
  ignores: string[]
}

/** What a scan reads of every rule; the rules themselves only when their keyword occurs. */
export interface RuleHead {
  digest: string
  /** how many rules there are */
  count: number
  /** for each keyword of the automaton the indices of its rules */
  keywordRules: number[][]
  /** rules without keywords */
  always: number[]
  /** for each of them texts of which every path that it may stand at holds one, folded; null: there are none */
  alwaysNeed: (string[] | null)[]
  /** rules whose keyword stands apart from the match */
  apart: number[]
  /** keywords that have to be known wherever they stand (far.ts) */
  far: number[]
  /** rules without a regex */
  scored: number[]
  /** by keyword: what has to stand near it */
  wants: Wants
  /** of all rules, those of other packs too: what is never a credential */
  allowlists: Allowlist[]
}

export interface RuleTable extends RuleHead {
  /** 0 .. count - 1 */
  rule(index: number): Rule
}

/** A parsed rule file, whoever parsed it. `lineOf` finds the line of a rule or of a field in it, 1-based. */
export interface RuleFile {
  file: string
  parsed: unknown
  lineOf?: (rule: string, field?: string) => number | undefined
}
