/** Rules → what a scan loads: the same code at build time (scripts/build-rules.js) and for a repository's own rules. */
import { PolicyError } from '../errors.ts'
import { type Automaton, buildAutomaton } from './automaton.ts'
import { type EngineName, openEngine } from './engine.ts'
import { farKeywords } from './far.ts'
import { neededIn } from './needed.ts'
import { precheckOf } from './precheck.ts'
import type { Allowlist, Examples, Rule, RuleFile, RuleHead, RuleTable } from './rule.ts'
import { type CheckedFile, checkRuleFile } from './validate.ts'
import { wantsOf } from './wants.ts'

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
 * A repository's own rules, ready for `loadDetectors({ custom })`. What a file allows holds for the rules of that file; what a file
 * without rules allows holds for all own rules, never for built-in ones. Throws PolicyError naming file, rule and field; ids
 * must be distinct over all files.
 */
export function compileRules(files: RuleFile[], engine?: EngineName): Rule[] {
  const read = checkFiles(files, engine)
  refuseScored(
    read.flatMap(({ checked }) => checked.map(({ rule }) => rule)),
    files,
  )
  const shared = read.flatMap(({ checked, allowlists }) => (checked.length === 0 ? allowlists : []))
  return read.flatMap(({ checked, allowlists }) =>
    checked.map(({ rule }) => ({
      ...rule,
      own: true as const,
      allowlists: [...rule.allowlists, ...allowlists, ...shared],
    })),
  )
}

/** The model belongs to the built-in rules: one more rule of a kind would have nothing of its own to find. */
function refuseScored(rules: Rule[], files: RuleFile[]): void {
  const scored = rules.find(rule => rule.scored)
  if (!scored) return
  const file = files.find(({ lineOf }) => lineOf?.(scored.id) !== undefined) ?? files[0]!
  const line = file.lineOf?.(scored.id, 'scored')
  const detail = { subject: file.file, ...(line === undefined ? {} : { line }), hint: 'give it a "regex"' }
  throw new PolicyError(`rule "${scored.id}": field "scored" is for built-in rules`, detail)
}

/** The built-in pack; `model`: the text of the generic rules' model, for the digest. Throws as compileRules does. */
export function compilePack(files: RuleFile[], engine?: EngineName, model = ''): CompiledPack {
  const { rules, allowlists } = checkRules(files, engine)
  return assemblePack(rules.map(withPrecheck), allowlists, model)
}

/** As the build does with built-in rules: a quick look that tells where the regex cannot match. */
export function withPrecheck(rule: Rule): Rule {
  const precheck = rule.scored ? null : precheckOf(rule.regex)
  const pathCheck = rule.path === undefined ? null : precheckOf(rule.path)
  return {
    ...rule,
    ...(precheck === null ? {} : { precheck }),
    ...(pathCheck === null ? {} : { pathCheck }),
  }
}

/** Rules with their examples, for the tests of a pack. Throws as compileRules does. */
export function checkRules(files: RuleFile[], engine?: EngineName): Compiled {
  const read = checkFiles(files, engine)
  const checked = read.flatMap(file => file.checked)
  return {
    rules: checked.map(one => one.rule),
    examples: checked.map(one => one.examples),
    allowlists: read.flatMap(file => file.allowlists),
  }
}

function checkFiles(files: RuleFile[], engine?: EngineName): CheckedFile[] {
  const { compile } = openEngine(engine)
  const seen = new Map<string, string>()
  return files.map(file => {
    const read = checkRuleFile(file, compile)
    for (const { rule } of read.checked) refuseTwice(seen, rule.id, file)
    return read
  })
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
export function assemblePack(rules: Rule[], allowlists: Allowlist[] = [], model = ''): CompiledPack {
  const keywords = [...new Set(rules.flatMap(rule => rule.keywords))].sort()
  const keywordRules: number[][] = keywords.map(() => [])
  const number = new Map(keywords.map((keyword, index) => [keyword, index]))
  rules.forEach((rule, index) => {
    for (const keyword of rule.keywords) keywordRules[number.get(keyword)!]!.push(index)
  })
  const always = rules.flatMap((rule, index) => (rule.keywords.length === 0 ? [index] : []))
  const apart = rules.flatMap((rule, index) => (rule.apart ? [index] : []))
  const scored = rules.flatMap((rule, index) => (rule.scored ? [index] : []))
  const { createHash } = process.getBuiltinModule('node:crypto') // not at the top: the hook's path has no use for it
  const digest = createHash('sha256')
    .update(JSON.stringify([rules, allowlists, model]))
    .digest('hex')
  const alwaysNeed = always.map(index => neededBy(rules[index]!))
  const wants = wantsOf(rules, keywordRules)
  const head = {
    digest,
    count: rules.length,
    keywordRules,
    allowlists,
    always,
    alwaysNeed,
    apart,
    far: farKeywords(rules, keywordRules),
    scored,
    wants,
  }
  return {
    head,
    rules,
    table: { ...head, rule: index => rules[index]! },
    automaton: buildAutomaton(keywords),
  }
}

/** A rule that is bound to no path has to be asked at every one. */
function neededBy({ pathCheck }: Rule): string[] | null {
  return pathCheck === undefined ? null : neededIn(pathCheck)
}
