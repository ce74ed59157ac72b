/** Sights → findings: how strongly they count for whom, what may be shown of them, what to do next. */
import { classOf } from '../content/look.ts'
import type { Grade, Sight } from '../content/types.ts'
import { maskText } from '../detect/index.ts'
import { inlineTag } from '../detect/inline.ts'
import type {
  Actor,
  Change,
  Finding,
  InlineTag,
  Occurrence,
  Operation,
  Redacted,
  Text,
  Verdict,
} from '../model.ts'
import { changeClauses, changeOpinion, type Opinion } from '../policy/judge.ts'
import { STRENGTH } from '../policy/order.ts'
import type { ChangeClause } from '../policy/types.ts'
import type { ContentDesk } from './content.ts'

/** Characters shown of what was hidden. */
const SHOWN = 120

/** Sights in a file: one finding for each rule, at its first place, with all of them. */
export function contentFindings(
  sights: readonly Sight[],
  { change, text }: { change: Change; text: string },
  desk: ContentDesk,
): Finding[] {
  const lines = text.split('\n')
  const tagged = sights.map(sight => ({ sight, inline: tagOf(sight, lines) }))
  return groups(tagged).map(group => {
    const { sight, inline } = group[0]!
    const at = group.map(one => ({ ...placeOf(change), line: one.sight.line, column: one.sight.column }))
    const last = group.length === 1 ? { endLine: sight.line, endColumn: sight.endColumn } : {}
    const finding = findingOf(sight, at, desk)
    return { ...finding, ...last, ...(inline && { inline }), ...(change.after && { blob: change.after.id }) }
  })
}

/** Sights in the name of a file. */
export function nameFindings(sights: readonly Sight[], change: Change, desk: ContentDesk): Finding[] {
  return sights.map(sight => {
    const finding = findingOf(sight, [placeOf(change)], desk)
    return {
      ...finding,
      message: `${finding.message} in the name of a file`,
      remedy: `rename the file${waiverOf(sight, desk)}`,
    }
  })
}

/** The way past it is a person's. */
function waiverOf({ rule }: Sight, { operation }: ContentDesk): string {
  return operation.actor.kind === 'agent'
    ? ''
    : `, or waive it: [[waivers]] rule = "${rule}" in .portcullis/policy.toml`
}

/** Sights in a message, a name of a ref or a person. */
export function messageFindings(sights: readonly Sight[], text: Text, desk: ContentDesk): Finding[] {
  return sights.map(sight => {
    const at = {
      ...(text.commit === undefined ? {} : { commit: text.commit }),
      ...(text.ref === undefined ? {} : { ref: text.ref }),
      line: sight.line,
      column: sight.column,
    }
    const finding = findingOf(sight, [at], desk)
    const where = TEXT_NAMES[text.kind]
    return { ...finding, message: `${finding.message} in ${where}`, remedy: TEXT_REMEDIES[text.kind] }
  })
}

const TEXT_NAMES: Record<Text['kind'], string> = {
  'commit-message': 'a commit message',
  'tag-message': 'a tag message',
  'ref-name': 'a ref name',
  identity: 'an author or committer field',
}

const TEXT_REMEDIES: Record<Text['kind'], string> = {
  'commit-message':
    "write the message without it ('git commit --amend', or 'git rebase -i' for an older one)",
  'tag-message': 'make the tag again without it',
  'ref-name': 'rename the branch or tag',
  identity: "set user.name and user.email again, then 'git commit --amend --reset-author'",
}

interface Tagged {
  sight: Sight
  inline: InlineTag | undefined
}

/** A rule's sights of one strength stand together, apart from those that a comment beside them is about. */
function groups(tagged: Tagged[]): Tagged[][] {
  const byKey = new Map<string, Tagged[]>()
  for (const one of tagged) {
    const { rule, grade, said } = one.sight
    const isText = rule.startsWith('hidden-unicode/')
    const key = JSON.stringify([rule, grade, isText ? '' : said, one.inline?.reason ?? one.inline?.tag])
    byKey.set(key, [...(byKey.get(key) ?? []), one])
  }
  return [...byKey.values()]
}

/** Ours alone: other tools' tags speak of secrets. */
function tagOf({ line }: Sight, lines: string[]): InlineTag | undefined {
  const tag = inlineTag(lines[line - 1] ?? '', lines[line - 2] ?? '')
  return tag?.own ? tag : undefined
}

function placeOf({ path, commit }: Change): Occurrence {
  return { path, ...(commit === undefined ? {} : { commit }) }
}

function findingOf(sight: Sight, at: Occurrence[], desk: ContentDesk): Finding {
  const { operation } = desk
  const raised = clauseOf(sight, at[0]?.path, desk)
  const verdict = raised?.verdict ?? verdictOf(sight.grade, operation)
  const lines = at.length === 1 ? '' : `, on ${at.length} lines`
  return {
    ruleId: sight.rule,
    category: 'content',
    severity: sight.grade === 'block' ? 'high' : 'medium',
    confidence: sight.grade === 'block' ? 'high' : 'medium',
    verdict,
    message: `${sight.said}${lines}`,
    ...at[0]!,
    ...excerptOf(sight, desk),
    occurrences: at,
    remedy: raised?.clause.hint ?? remedyOf(sight, operation.actor),
    ...(raised && { clause: raised.clause.ref() }),
  }
}

/** A scan attempts nothing: there nobody is asked. */
function verdictOf(grade: Grade, { actor, kind }: Operation): Verdict {
  if (grade === 'block') return 'deny'
  return grade === 'agents' && actor.kind === 'agent' && kind !== 'scan' ? 'ask' : 'warn'
}

/** The clause about this class that is stricter than our own word, the strictest of them. */
function clauseOf(
  sight: Sight,
  path: string | undefined,
  { operation, policy }: ContentDesk,
): Opinion | undefined {
  if (operation.kind === 'scan') return undefined
  const own = STRENGTH[verdictOf(sight.grade, operation)]
  const clauses = changeClauses(policy, operation.actor.kind).filter(
    one => one.class === classOf(sight) && covers(one, path),
  )
  const opinions = clauses
    .map(clause => changeOpinion(clause, sight.said))
    .filter(one => STRENGTH[one.verdict] > own)
  return opinions.sort((a, b) => STRENGTH[b.verdict] - STRENGTH[a.verdict])[0]
}

/** A clause that is confined to paths says nothing of messages. */
type Confined = ChangeClause & { matches?: ((path: string) => boolean) | null }

function covers({ matches }: Confined, path: string | undefined): boolean {
  return !matches || (path !== undefined && matches(path))
}

/** An agent is told what kind of text it is and where, never its words: they may be meant for it. */
function excerptOf({ shown }: Sight, { operation, detectors }: ContentDesk): { excerpt?: Redacted } {
  if (shown === undefined || operation.actor.kind === 'agent') return {}
  const masked = maskText(shown.slice(0, 4 * SHOWN), detectors)
  return { excerpt: (masked.length > SHOWN ? `${masked.slice(0, SHOWN - 1)}…` : masked) as Redacted }
}

function remedyOf({ rule }: Sight, actor: Actor): string {
  const step = STEPS[classOf({ rule })] ?? STEPS['hidden-unicode']!
  if (actor.kind === 'agent') return `${step}; leave what must stay to a person`
  return `${step}; where it belongs there: [[waivers]] rule = "${rule}" in .portcullis/policy.toml, or 'portcullis:allow <reason>' on the line`
}

const STEPS: Record<string, string> = {
  'hidden-unicode': 'take it out, or write it so that it can be seen',
  'instruction-injection': 'read it as what an agent would do, and take it out if nobody here meant it',
  'agent-permissions-widened': 'grant it only if you would let every contributor do the same on your machine',
}
