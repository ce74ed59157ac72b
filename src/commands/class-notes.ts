/** For `policy explain`: which clauses would look into a path. What they say depends on the contents, which nobody has named. */
import { CLASSES } from '../guard/classes/table.ts'
import type { ActorKind, Change, Entry } from '../model.ts'
import { changeClauses } from '../policy/judge.ts'
import type { ChangeClause, Policy } from '../policy/types.ts'

/** One sentence for each path and clause whose class an edit of that path can be of. */
export function classNotes(policy: Policy, actor: ActorKind, paths: readonly string[]): string[] {
  const clauses = changeClauses(policy, actor)
  return paths.flatMap(path =>
    clauses.filter(clause => mayBe(clause, path)).map(clause => noteOf(clause, path)),
  )
}

const FILE: Entry = { mode: '100644', id: '' }

function mayBe(clause: ChangeClause, path: string): boolean {
  const change: Change = { path, status: 'modified', before: [FILE], after: FILE }
  const covers = clause.matches === null || clause.matches(path)
  return covers && (CLASSES[clause.class]?.touches(change) ?? false)
}

function noteOf(clause: ChangeClause, path: string): string {
  const { file, line } = clause.ref()
  const observed = clause.mode === 'observe' ? ', observed only' : ''
  return `${path}: ${clause.id} [${clause.layer}, ${file}:${line}] says "${clause.verdict}"${observed} if it is ${clause.class}`
}
