/** A whole configuration of gitleaks or betterleaks → rules, allowlists, and what could not be taken over. */
import { allowlistOf, allowlistParts } from './import-allowlist.ts'
import { filterOf } from './import-filter.ts'
import { globOf } from './import-glob.ts'
import { type Layered, lineIn, type Part, strings } from './import-layers.ts'
import type { ImportedAllowlist, ImportedRule, ImportedRules, Note, Source, Tool } from './import-model.ts'
import { importRule, WITHOUT_EFFECT, withUsable } from './import-rule.ts'

const TOP =
  'title description extend rules allowlist allowlists prefilter filter minVersion betterleaksMinVersion'.split(
    ' ',
  )

/** `taken`: ids that other rules have, built-in ones and those of the repository. */
export function importConfig(source: Source, layered: Layered, taken: ReadonlySet<string>): ImportedRules {
  const notes: Note[] = [...layered.notes, ...layered.files.flatMap(unknownFields)]
  const tool = toolOf(layered)
  const rules = layered.rules.flatMap(rule => importRule(rule, notes) ?? [])
  const lists = globalLists(layered, notes)
  const whole = withPartners(withTargets(rules, lists, notes), layered, notes)
  const named = renamed(whole, layered, tool, taken, notes)
  const allowlists = lists.filter(one => one.targets.length === 0)
  tellDefault(layered, taken, notes)
  notes.push(...withoutEffect(layered))
  return {
    source,
    tool,
    of: layered.rules.length,
    rules: named,
    allowlists: rules.length > 0 ? allowlists.map(one => one.list) : [],
    notes: [...notes, ...allowlists.map(one => reachOf(one, rules.length))],
    paths: allowlists.flatMap(pathsOf),
  }
}

/** Which of the two wrote it; where nothing tells, it is gitleaks', whose format it is. */
function toolOf({ files, rules }: Layered): Tool {
  const marks = [
    'filter',
    'prefilter',
    'betterleaksMinVersion',
    'validate',
    'components',
    'specificity',
    'tokenEfficiency',
    'confidence',
    'valueGroup',
  ]
  const parts = [...files, ...rules.flatMap(rule => rule.parts)]
  return parts.some(({ table }) => marks.some(mark => table[mark] !== undefined)) ? 'betterleaks' : 'gitleaks'
}

function unknownFields(file: Part): Note[] {
  return Object.keys(file.table)
    .filter(field => !TOP.includes(field))
    .map(field => ({
      kind: 'left out',
      file: file.source.file,
      line: lineIn(file, [field]),
      what: field,
      why: 'not a field of gitleaks or betterleaks that is known',
    }))
}

interface GlobalList {
  list: ImportedAllowlist
  targets: string[]
  place: { file: string; line: number }
}

function globalLists({ files }: Layered, notes: Note[]): GlobalList[] {
  return files.flatMap(file => [
    ...allowlistParts(file).flatMap(part => {
      const list = allowlistOf(part, 'global', notes)
      const place = { file: part.source.file, line: lineIn(part) }
      return list === null ? [] : [{ list, targets: strings(part.table.targetRules), place }]
    }),
    ...['prefilter', 'filter'].flatMap(field => fromFilter(file, field, notes)),
  ])
}

function fromFilter(file: Part, field: string, notes: Note[]): GlobalList[] {
  const expression = file.table[field]
  if (typeof expression !== 'string') return []
  const place = { file: file.source.file, line: lineIn(file, [field]) }
  const told = (kind: Note['kind'], why: string) =>
    notes.push({ kind, ...place, what: `global ${field}`, why })
  const { entropy, allowlists, unknown } = filterOf(expression)
  const lost = [...unknown, ...(entropy === undefined ? [] : ['entropy'])]
  if (lost.length > 0) told('left out', `a part of it (${lost.join(', ')}): more is reported`)
  const usable = allowlists.flatMap(list =>
    withUsable(
      list,
      why => told('left out', why),
      why => told('note', why),
    ),
  )
  return usable.map(list => ({ list, targets: [], place }))
}

/** A global allowlist that names its rules belongs to them. */
function withTargets(rules: ImportedRule[], lists: GlobalList[], notes: Note[]): ImportedRule[] {
  for (const { targets, place } of lists) {
    for (const id of targets.filter(target => !rules.some(rule => rule.id === target)))
      notes.push({
        kind: 'left out',
        ...place,
        what: id,
        why: 'an allowlist for a rule that is not imported',
      })
  }
  return rules.map(rule => {
    const own = lists.filter(one => one.targets.includes(rule.id)).map(one => one.list)
    return own.length === 0 ? rule : { ...rule, allowlists: [...(rule.allowlists ?? []), ...own] }
  })
}

/** Into ids as they are written here, each once; a built-in rule keeps its own. */
function renamed(
  rules: ImportedRule[],
  layered: Layered,
  tool: Tool,
  taken: ReadonlySet<string>,
  notes: Note[],
): ImportedRule[] {
  const used = new Set(taken)
  const ids = new Map<string, string>()
  const results = rules.map(rule => {
    const id = freeId(rule.id, tool, used)
    used.add(id)
    ids.set(rule.id, id)
    if (id !== rule.id)
      notes.push(noteOn(rule.id, layered, 'changed', `is ${id} here: ${renameReason(rule.id, taken)}`))
    return { ...rule, id }
  })
  return results.map(rule =>
    rule.required === undefined
      ? rule
      : { ...rule, required: rule.required.map(one => ({ ...one, id: ids.get(one.id) ?? one.id })) },
  )
}

function renameReason(id: string, taken: ReadonlySet<string>): string {
  if (taken.has(id)) return 'another rule has its id, and both look'
  return /^[a-z0-9][a-z0-9._-]*$/.test(id)
    ? 'the id stands there twice'
    : 'an id is lower case letters, digits, ".", "_" and "-"'
}

function freeId(id: string, tool: Tool, used: ReadonlySet<string>): string {
  const plain =
    id
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '') || 'rule'
  const tries = [plain, `${tool}-${plain}`]
  for (let n = 2; ; n++) {
    const free = tries.find(one => !used.has(one))
    if (free !== undefined) return free
    tries.push(`${tool}-${plain}-${n}`)
  }
}

/** A partner that is not here can never be near: the rule is reported without it, as a warning. */
function withPartners(rules: ImportedRule[], layered: Layered, notes: Note[]): ImportedRule[] {
  const ids = new Set(rules.map(rule => rule.id))
  return rules.map(rule => {
    if (rule.required === undefined) return rule
    const lost = rule.required.filter(one => !ids.has(one.id))
    const why =
      lost.length === 0
        ? 'without its partner near by it is reported all the same, one step less sure'
        : `its partner ${lost.map(one => one.id).join(', ')} is not imported: it is reported without, confidence low`
    notes.push(noteOn(rule.id, layered, 'changed', why))
    return lost.length === 0 ? rule : withoutPartners(rule, ids)
  })
}

function withoutPartners({ required = [], ...rest }: ImportedRule, ids: ReadonlySet<string>): ImportedRule {
  const kept = required.filter(one => ids.has(one.id))
  return { ...rest, confidence: 'low', ...(kept.length > 0 ? { required: kept } : {}) }
}

/** What `[extend]` says about the default set, which is not ours to switch off here. */
function tellDefault(
  { files, usesDefault, disabled, rules }: Layered,
  taken: ReadonlySet<string>,
  notes: Note[],
): void {
  const file = files[0]!
  const at = {
    file: file.source.file,
    line: lineIn(file, usesDefault ? ['extend', 'useDefault'] : ['rules']),
  }
  if (usesDefault)
    notes.push({
      kind: 'note',
      ...at,
      what: 'the default set',
      why: 'is not imported: the built-in rules look in its place',
    })
  else if (rules.length > 0)
    notes.push({
      kind: 'note',
      ...at,
      what: 'the default set',
      why: 'was replaced there; here the built-in rules look as well',
    })
  for (const { id, part } of disabled) {
    const line = lineIn(part, ['extend', 'disabledRules'])
    const same = taken.has(id)
      ? `; to switch it off: [credentials] disabled-rules = ["${id}"] in the policy`
      : ''
    notes.push({
      kind: 'left out',
      file: part.source.file,
      line,
      what: id,
      why: `disabled there, but the built-in rules look on${same}`,
    })
  }
}

function withoutEffect({ rules }: Layered): Note[] {
  return WITHOUT_EFFECT.flatMap(field => {
    const having = rules.flatMap(rule => rule.parts.filter(({ table }) => table[field] !== undefined))
    const [first] = having
    if (!first) return []
    const many = having.length === 1 ? '1 rule' : `${having.length} rules`
    return [
      {
        kind: 'note',
        file: first.source.file,
        line: lineIn(first, [field]),
        what: field,
        why: `of ${many} has no effect here`,
      } as Note,
    ]
  })
}

function reachOf({ place }: GlobalList, rules: number): Note {
  const why =
    rules > 0
      ? 'holds for the imported rules; the built-in ones look on'
      : 'there is no imported rule it could hold for'
  return { kind: rules > 0 ? 'changed' : 'left out', ...place, what: 'global allowlist', why }
}

/** Only a list of nothing but paths allows whole files. */
function pathsOf({ list, place }: GlobalList): ImportedRules['paths'] {
  if (list.condition === 'AND' && (list.regexes || list.stopwords)) return []
  const globs = (list.paths ?? []).flatMap(path => globOf(path) ?? [])
  return globs.length === 0 ? [] : [{ globs, place: `${place.file}:${place.line}` }]
}

function noteOn(id: string, { rules }: Layered, kind: Note['kind'], why: string): Note {
  const part = rules.find(rule => rule.id === id)!.parts[0]!
  return { kind, file: part.source.file, line: lineIn(part, ['id']), what: id, why }
}
