/**
 * The shape of policy.toml: every table, field and word there is (design §7). schema/policy.schema.json says the same for
 * editors; a test holds the two together. By hand instead of by a schema library: this is on the hook's path.
 */
import {
  type Check,
  type Document,
  day,
  flag,
  list,
  named,
  refuse,
  size,
  table,
  text,
  whole,
  word,
} from './fields.ts'
import { globFault, type NameKind } from './glob.ts'
import { CHANGE_CLASSES, PATH_LISTS } from './named-lists.ts'
import { parseToml } from './toml.ts'

export const VERDICTS = ['allow', 'warn', 'ask', 'deny'] as const
export const ACTORS = ['human', 'agent', 'ci', 'unknown'] as const
export const ACTORS_OR_ALL = [...ACTORS, 'everyone'] as const
export const REF_VERBS = ['commit', 'push', 'create', 'force', 'delete', 'move'] as const
export const EXAMPLE_OPERATIONS = [...REF_VERBS, 'merge', 'edit'] as const
export const CONFIDENCES = ['low', 'medium', 'high', 'proven'] as const
export const ASSURANCES = ['key', 'presence', 'verified'] as const

const verdict = word(...VERDICTS)
const mode = word('enforce', 'observe')
const actors = list(word(...ACTORS))
const words = list(text)

const refVerdicts = {
  commit: verdict,
  push: verdict,
  create: verdict,
  force: verdict,
  delete: verdict,
  move: verdict,
}
const approval = {
  approvers: words,
  count: whole(1),
  assurance: word(...ASSURANCES),
  distinct: flag,
  review: flag,
}
const byActor = table(refVerdicts)
const refClause = table(
  {
    match: globs('ref'),
    ...refVerdicts,
    human: byActor,
    agent: byActor,
    ci: byActor,
    unknown: byActor,
    ...approval,
    hint: text,
    mode,
  },
  ['match'],
)

const pathClause = table({ match: globs('path'), verdict, actors, ...approval, hint: text, mode }, [
  'match',
  'verdict',
])
const changeClass = word(...CHANGE_CLASSES)
const changeClause = table(
  { class: changeClass, match: globs('path'), verdict, actors, ...approval, hint: text, mode },
  ['class', 'verdict'],
)
const limitClause = table({
  files: whole(0),
  lines: whole(0),
  bytes: size,
  'bytes-per-file': size,
  binaries: whole(0),
  verdict,
  actors,
  ...approval,
  hint: text,
  mode,
})
const scope = table({ paths: globs('path'), refs: globs('ref'), hint: text, mode })
const scopes = table({ human: scope, agent: scope, ci: scope, unknown: scope, everyone: scope })
const remotes = table({ allow: globs('remote'), hint: text, mode }, ['allow'])
const keyTable = table(
  {
    key: text,
    attested: attestationName,
    'vouched-by': text,
    'valid-from': day,
    'valid-until': day,
    revoked: day,
  },
  ['key'],
)
const person = table({ name: text, emails: words, keys: list(enrolledKey), github: text })
const grant = { match: globs('path'), reason: text, by: text, expires: day }
const example = table(
  {
    actor: word(...ACTORS),
    operation: word(...EXAMPLE_OPERATIONS),
    ref: text,
    path: text,
    remote: text,
    expect: expectation,
    note: text,
  },
  ['operation', 'expect'],
)

const file = table(
  {
    version: versionOne,
    $schema: text,
    mode,
    owner: table({ name: text, contact: text }, ['name']),
    refs: named(refClause),
    paths: named(pathClause),
    changes: named(changeClause),
    limits: named(limitClause),
    remotes,
    scopes,
    people: named(person),
    groups: named(words),
    credentials: table({
      deny: word(...CONFIDENCES),
      warn: word(...CONFIDENCES),
      'disabled-rules': words,
    }),
    'own-secrets': table({ files: flag, environment: flag, ignore: words }),
    content: table({ 'max-bytes': size }),
    skips: named(table(grant, ['match', 'reason'])),
    waivers: list(table({ rule: text, ...grant }, ['rule', 'match', 'reason'])),
    examples: list(example),
  },
  ['version'],
)

export type PolicyFile = ReturnType<typeof file>
export type RefTable = ReturnType<typeof refClause>
export type PathTable = ReturnType<typeof pathClause>
export type ChangeTable = ReturnType<typeof changeClause>
export type LimitTable = ReturnType<typeof limitClause>
export type ScopeTable = ReturnType<typeof scope>
export type Example = ReturnType<typeof example>
export type KeyTable = ReturnType<typeof keyTable>

/**
 * Text of a policy.toml → its typed tables. Throws PolicyError with file and line for whatever does not belong.
 * `peopleElsewhere`: who may approve is looked up in another file.
 */
export function parsePolicy(document: Document, peopleElsewhere = false): PolicyFile {
  const parsed = file(parseToml(document.text, document.file), [], document)
  checkLimitNames(parsed, document)
  if (!peopleElsewhere) checkPeople(parsed, document)
  return parsed
}

function versionOne(value: unknown, path: readonly (string | number)[], document: Document): 1 {
  if (value === 1) return 1
  return refuse(document, path, '"version" must be 1', 'a newer version needs a newer portcullis')
}

/** A key: its line alone, or a table that says more about it. */
function enrolledKey(value: unknown, path: readonly (string | number)[], document: Document): KeyTable {
  return typeof value === 'string' ? { key: text(value, path, document) } : keyTable(value, path, document)
}

/** The name of a file, of a folder never. */
function attestationName(value: unknown, path: readonly (string | number)[], document: Document): string {
  const name = text(value, path, document)
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return name
  return refuse(document, path, '"attested" must be the name of a file in .portcullis/attestations/')
}

/** A list of globs of one kind; `@builtin/…` names one of our own lists of paths. */
function globs(kind: NameKind): Check<string[]> {
  return (value, path, document) => {
    const patterns = words(value, path, document)
    const fault = globFault(patterns, kind) ?? unknownList(patterns, kind)
    return fault === null ? patterns : refuse(document, path, fault)
  }
}

function unknownList(patterns: string[], kind: NameKind): string | null {
  if (kind !== 'path') return null
  // `!@builtin/…` is refused too: whoever excludes a whole list should write down what
  const unknown = patterns.find(
    pattern => /^!?@builtin\//.test(pattern) && !Object.hasOwn(PATH_LISTS, pattern),
  )
  if (unknown === undefined) return null
  return `unknown list "${unknown}" (there are ${Object.keys(PATH_LISTS).join(', ')})`
}

/** `deny`, or `deny:refs.main` when the clause that must speak matters. */
function expectation(value: unknown, path: readonly (string | number)[], document: Document): string {
  const whole = text(value, path, document)
  verdict(whole.split(':')[0], path, document)
  return whole
}

/** A limit speaks about the actor it is named after, or says whom it is about. */
function checkLimitNames(parsed: PolicyFile, document: Document): void {
  for (const [name, limit] of parsed.limits ?? []) {
    if (limit.actors !== undefined || (ACTORS_OR_ALL as readonly string[]).includes(name)) continue
    const hint = `name it after an actor (${ACTORS_OR_ALL.join(', ')}) or add actors = ["agent"]`
    refuse(document, ['limits', name], `"limits.${name}" does not say whom it is about`, hint)
  }
}

/** A group of nobody, or an approver nobody knows, could never approve: a typing error worth a line. */
function checkPeople(parsed: PolicyFile, document: Document): void {
  const people = new Set((parsed.people ?? []).map(([name]) => name))
  const groups = new Set((parsed.groups ?? []).map(([name]) => name))
  checkVouchers(parsed, people, document)
  for (const [name, members] of parsed.groups ?? []) {
    const stranger = members.find(member => !people.has(member))
    if (stranger !== undefined) refuseStranger(document, ['groups', name], stranger)
  }
  for (const kind of ['refs', 'paths', 'changes', 'limits'] as const) {
    for (const [name, { approvers }] of parsed[kind] ?? []) {
      const stranger = approvers?.find(
        who => !(who.startsWith('@') ? groups.has(who.slice(1)) : people.has(who)),
      )
      if (stranger !== undefined) refuseStranger(document, [kind, name, 'approvers'], stranger)
    }
  }
}

/** Who vouches is somebody else, and known. */
function checkVouchers(parsed: PolicyFile, people: ReadonlySet<string>, document: Document): void {
  for (const [name, { keys }] of parsed.people ?? []) {
    for (const [index, { 'vouched-by': voucher }] of (keys ?? []).entries()) {
      const path = ['people', name, 'keys', index]
      if (voucher === name) refuse(document, path, `"${name}" cannot vouch for a key of their own`)
      if (voucher !== undefined && !people.has(voucher)) refuseStranger(document, path, voucher)
    }
  }
}

function refuseStranger(document: Document, path: (string | number)[], who: string): never {
  const group = who.startsWith('@')
  const wanted = group ? `[groups] ${who.slice(1)} = ["…"]` : `[people.${who}]`
  return refuse(document, path, `"${who}" is no ${group ? 'group' : 'person'} of this file`, `add ${wanted}`)
}
