/** A repository's own rules: those of the trusted base always, the working copy's beside them, never instead. */
import { compileRules, type EngineName, type Rule, type RuleFile } from '../detect/index.ts'
import { PolicyError } from '../errors.ts'
import type { RuleText } from '../policy/load.ts'
import { ruleLine } from '../policy/rule-lines.ts'
import { parseToml } from '../policy/toml.ts'

export interface OwnRules {
  rules: Rule[]
  /** a file of the base that cannot be used: `file:line: rule, field, what` */
  problems: string[]
}

/**
 * Throws PolicyError (exit 2) for a rule of the working copy that does not compile: dropping it would silently look for less.
 * A file that is broken on the base already is left out and named, or nobody could ever commit what mends it.
 */
export function ownRules(texts: RuleText[], engine?: EngineName): OwnRules {
  const base = compileBase(
    texts.filter(text => text.layer === 'base'),
    engine,
  )
  const own = texts.filter(text => text.layer === 'working' && !base.broken.has(keyOf(text)))
  const known = new Set(base.rules.map(rule => JSON.stringify(rule)))
  const added = compileRules(own.map(parse), engine).filter(rule => !known.has(JSON.stringify(rule)))
  return { rules: [...base.rules, ...added], problems: base.problems }
}

interface BaseRules extends OwnRules {
  broken: Set<string>
}

/** File after file, so that whatever can be used is kept. */
function compileBase(texts: RuleText[], engine: EngineName | undefined): BaseRules {
  const good: RuleFile[] = []
  const result: BaseRules = { rules: [], problems: [], broken: new Set() }
  for (const text of texts) {
    try {
      const file = parse(text)
      result.rules = compileRules([...good, file], engine)
      good.push(file)
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      result.broken.add(keyOf(text))
      result.problems.push(sentenceOf(error))
    }
  }
  return result
}

function parse({ file, text }: RuleText): RuleFile {
  return { file, parsed: parseToml(text, file), lineOf: ruleLine(text) }
}

function keyOf({ file, text }: RuleText): string {
  return `${file}\0${text}`
}

/** Some messages begin with their place, others leave it to whoever prints them. */
export function sentenceOf({ message, detail: { subject = '', line } }: PolicyError): string {
  if (message.startsWith(subject)) return message
  return `${subject}${line === undefined ? '' : `:${line}`}: ${message}`
}
