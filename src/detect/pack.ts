/** Rules → what a scan loads: the same code at build time (scripts/build-rules.js) and for a repository's own rules. */
import { PolicyError } from '../errors.ts'
import { joinChecks } from './alternatives.ts'
import { type Automaton, buildAutomaton } from './automaton.ts'
import { type EngineName, openEngine } from './engine.ts'
import { precheckOf } from './precheck.ts'
import type { Allowlist, Examples, Rule, RuleFile, RuleHead, RuleTable } from './rule.ts'
import { checkRuleFile } from './validate.ts'

export interface CompiledPack {
  head: RuleHead
  rules: Rule[]
  table: RuleTable
  automaton: Automaton
}

export interface Compiled {
  rules: Rule[]
  examples: Examples[]
  /** of files, not of rules: they hold for all */
  allowlists: Allowlist[]
}

/**
 * A repository's own rules, ready for `loadDetectors({ custom })`. What a file allows holds for these rules only.
 * Throws PolicyError naming file, rule and field; ids must be distinct over all files.
 */
export function compileRules(files: RuleFile[], engine?: EngineName): Rule[] {
  const { rules, allowlists } = checkRules(files, engine)
  return rules.map(rule => ({ ...rule, own: true, allowlists: [...rule.allowlists, ...allowlists] }))
}

/** The built-in pack. Throws as compileRules does. */
export function compilePack(files: RuleFile[], engine?: EngineName): CompiledPack {
  const { rules, allowlists } = checkRules(files, engine)
  return assemblePack(rules.map(withPrecheck), allowlists)
}

function withPrecheck(rule: Rule): Rule {
  const precheck = precheckOf(rule.regex)
  const pathCheck = rule.path === undefined ? null : precheckOf(rule.path)
  return {
    ...rule,
    ...(precheck === null ? {} : { precheck }),
    ...(pathCheck === null ? {} : { pathCheck }),
  }
}

/** Rules with their examples, for the tests of a pack. Throws as compileRules does. */
export function checkRules(files: RuleFile[], engine?: EngineName): Compiled {
  const { compile } = openEngine(engine)
  const seen = new Map<string, string>()
  const compiled: Compiled = { rules: [], examples: [], allowlists: [] }
  for (const file of files) {
    const { checked, allowlists } = checkRuleFile(file, compile)
    compiled.allowlists.push(...allowlists)
    for (const { rule, examples } of checked) {
      refuseTwice(seen, rule.id, file)
      compiled.rules.push(rule)
      compiled.examples.push(examples)
    }
  }
  return compiled
}

function refuseTwice(seen: Map<string, string>, id: string, file: RuleFile): void {
  const other = seen.get(id)
  seen.set(id, file.file)
  if (other === undefined) return
  const line = file.lineOf?.(id)
  const detail = {
    subject: file.file,
    ...(line === undefined ? {} : { line }),
    hint: 'give one of them another id',
  }
  throw new PolicyError(`rule "${id}": field "id" is taken by a rule in "${other}"`, detail)
}

/** The table and the automaton of some rules. The digest covers everything that can change a finding. */
export function assemblePack(rules: Rule[], allowlists: Allowlist[] = []): CompiledPack {
  const keywords = [...new Set(rules.flatMap(rule => rule.keywords))].sort()
  const keywordRules: number[][] = keywords.map(() => [])
  const number = new Map(keywords.map((keyword, index) => [keyword, index]))
  rules.forEach((rule, index) => {
    for (const keyword of rule.keywords) keywordRules[number.get(keyword)!]!.push(index)
  })
  const always = rules.flatMap((rule, index) => (rule.keywords.length === 0 ? [index] : []))
  const apart = rules.flatMap((rule, index) => (rule.apart ? [index] : []))
  const { createHash } = process.getBuiltinModule('node:crypto') // not at the top: the hook's path has no use for it
  const digest = createHash('sha256')
    .update(JSON.stringify([rules, allowlists]))
    .digest('hex')
  const checks = always.map(index => rules[index]!.pathCheck)
  const alwaysAt = checks.every(check => check !== undefined) ? { alwaysAt: joinChecks(checks) } : {}
  const head = { digest, count: rules.length, keywordRules, allowlists, always, ...alwaysAt, apart }
  return {
    head,
    rules,
    table: { ...head, rule: index => rules[index]! },
    automaton: buildAutomaton(keywords),
  }
}
