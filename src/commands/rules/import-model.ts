/** What an import passes along: types only. */

/** A file as it was read. */
export interface Source {
  /** as it was named */
  file: string
  text: string
}

/** Something a person should know: `left out` is lost by the import, `changed` means something else here, `note` is neither. */
export interface Note {
  kind: 'left out' | 'changed' | 'note'
  file: string
  line: number
  /** the rule or entry it is about; '' for the whole file */
  what: string
  why: string
}

export type Tool = 'gitleaks' | 'betterleaks'

export interface ImportedAllowlist {
  description?: string
  condition?: 'AND'
  regexTarget?: 'match' | 'line'
  paths?: string[]
  regexes?: string[]
  stopwords?: string[]
}

export interface ImportedRule {
  id: string
  description: string
  regex: string
  secretGroup?: number
  keywords?: string[]
  path?: string
  entropy?: number
  severity: 'high'
  confidence: 'low' | 'medium' | 'high'
  required?: { id: string; withinLines: number }[]
  allowlists?: ImportedAllowlist[]
}

export interface ImportedRules {
  source: Source
  tool: Tool
  /** how many rules the file and those it extends had */
  of: number
  rules: ImportedRule[]
  allowlists: ImportedAllowlist[]
  notes: Note[]
  /** globs of paths that were allowed for every rule there, with the place that says so */
  paths: { globs: string[]; place: string }[]
}

/** An ignored finding, by its place. */
export interface Place {
  line: number
  path: string
  /** of the finding */
  at: number
  rule: string
  commit?: string
}

/** An ignored finding, by a hash of its value. */
export interface Hashed {
  line: number
  hash: string
  algorithm: 'sha1' | 'sha256'
  /** where it was, if the file says so */
  path?: string
}

export interface Ignored {
  source: Source
  places: Place[]
  hashes: Hashed[]
  notes: Note[]
}
