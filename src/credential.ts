/** A credential as the detectors report it. Types only; model.ts hands them on. */

export type Severity = 'low' | 'medium' | 'high' | 'critical'
export type Confidence = 'low' | 'medium' | 'high' | 'proven'

/** `example`: it stands in a test, an example or documentation; `weak`: a dummy or a word, whatever it is the password of */
export type Minor = 'example' | 'weak'

declare const redacted: unique symbol
/** Text that holds no secret: only detect/redact.ts makes one, so a reporter cannot be handed a raw match. */
export type Redacted = string & { readonly [redacted]: true }

/** An inline comment beside a finding that asks for silence. */
export interface InlineTag {
  tag: string
  /** null where the tag carries none: such a tag counts only below confidence `high` */
  reason: string | null
  /** ours (`portcullis:allow <reason>`) or another tool's */
  own: boolean
}

/** A credential as the detectors report it: everything about it but itself. Lines and columns 1-based, UTF-16 units. */
export interface Credential {
  ruleId: string
  description: string
  severity: Severity
  confidence: Confidence
  line: number
  column: number
  endLine: number
  endColumn: number
  excerpt: Redacted
  /** keyed hash of the normalised secret alone (hex) */
  fingerprint: string
  /** where to revoke it, if the rule knows */
  revoke?: string
  /** why it only warns, however sure: nobody keeps anything behind it */
  minor?: Minor
  /** what the token says of itself, in words that open nothing: `AWS account 123456789012`, `expired 2024-03-01` */
  facts?: string[]
  /** the path inside an archive or document that it was found in; `line` and `column` are that member's */
  member?: string
  /** its value is one that this machine keeps for its user: it counts wherever it stands, in a test or an example too */
  held?: true
  inline?: InlineTag
}
