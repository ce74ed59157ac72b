/** Changes of the database's shape, and among them those that lose data. */
import { touching } from './by-path.ts'
import { named } from './named.ts'
import { countsOf, matchesOf, newIn, textsOf } from './text.ts'
import type { ChangeClass } from './types.ts'

const isMigration = touching([
  '**/migrations/**',
  '**/migration/**',
  '**/migrate/**',
  '**/alembic/versions/**',
  '**/changelog/**',
  '**/V*__*.sql', // Flyway
  '**/U*__*.sql',
  '**/R__*.sql',
  '**/db/changes/**',
])
const isSql = touching(['*.sql'])

export const migration: ChangeClass = { touches: isMigration }

/** Also any other file of SQL: what it is run by is not known. */
export const migrationDestructive: ChangeClass = {
  touches: change => isMigration(change) || isSql(change),
  look: versions => {
    if (versions.after === null) return []
    const { after, before } = textsOf(versions)
    const fresh = newIn(
      countsOf(losses(after)),
      before.map(text => countsOf(losses(text))),
    )
    return fresh.slice(0, MOST)
  },
}

const MOST = 20

/** Statements of SQL and calls of migration libraries that drop something, a phrase each. */
export function losses(text: string): string[] {
  const forward = withoutWayBack(text)
  return [...sqlLosses(forward), ...callLosses(forward)]
}

const KINDS =
  'TABLE|COLUMN|DATABASE|SCHEMA|VIEW|MATERIALIZED VIEW|INDEX|TYPE|SEQUENCE|TRIGGER|FUNCTION|PROCEDURE|CONSTRAINT|PRIMARY KEY|FOREIGN KEY|PARTITION|EXTENSION|ROLE|USER|POLICY'
const DROP = new RegExp(
  `\\bDROP\\s+(${KINDS.replaceAll(' ', '\\s+')})\\s+(?:IF\\s+EXISTS\\s+)?([\\w."\`\\[\\]]+)?`,
  'gi',
)

function sqlLosses(text: string): string[] {
  return withoutComments(text)
    .split(';')
    .flatMap(statement => {
      const drops = [...statement.matchAll(DROP)].map(([, kind, name]) => {
        return `drops ${kind!.toLowerCase().replace(/\s+/g, ' ')} ${nameOf(name)}`
      })
      return [...(drops.length > 0 ? drops : alterLosses(statement)), ...rowLosses(statement)]
    })
}

/** `ALTER TABLE x DROP y`: the word COLUMN may be left out. Dropping a default or NOT NULL loses nothing. */
function alterLosses(statement: string): string[] {
  const altered = /\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?([\w."`[\]]+)/i.exec(statement)
  if (altered === null) return []
  const rest = statement.slice(altered.index + altered[0].length)
  const drops = /\bDROP\b(?!\s+(?:NOT|DEFAULT|IDENTITY|EXPRESSION)\b)/i.test(rest)
  return drops ? [`drops a part of ${nameOf(altered[1])}`] : []
}

function rowLosses(statement: string): string[] {
  const truncated = /\bTRUNCATE\s+(?:TABLE\s+)?(?:ONLY\s+)?([\w."`[\]]+)/i.exec(statement)
  const deleted = /\bDELETE\s+FROM\s+(?:ONLY\s+)?([\w."`[\]]+)/i.exec(statement)
  return [
    ...(truncated === null ? [] : [`truncates ${nameOf(truncated[1])}`]),
    ...(deleted === null || /\bWHERE\b/i.test(statement)
      ? []
      : [`deletes every row of ${nameOf(deleted[1])}`]),
  ]
}

function nameOf(written: string | undefined): string {
  const name = (written ?? '').replace(/["`[\]]/g, '')
  return name === '' ? 'of a name that is not plain' : named(name)
}

/** Calls by which Rails, Django, Alembic, Knex, Sequelize, TypeORM, Laravel, Ecto and EF Core lose data. */
const CALLS =
  /\b(remove_columns?|remove_reference|remove_belongs_to|remove_timestamps|drop_table|drop_join_table|drop_column|drop_schema|RemoveField|DeleteModel|dropTable|dropTableIfExists|dropColumns?|dropSchema|dropDatabase|removeColumn|dropIfExists|DropTable|DropColumn|DropSchema)\b\s*[(\s:]/g

function callLosses(text: string): string[] {
  return matchesOf(text, CALLS).map(call => `calls ${call}`)
}

/** MySQL runs what stands in a comment with `!`. By hand: a pattern would go over a file of open comments again and again. */
function withoutComments(text: string): string {
  let kept = ''
  let at = 0
  for (let open = text.indexOf('/*'); open >= 0; open = text.indexOf('/*', at)) {
    const close = text.indexOf('*/', open + 2)
    if (close < 0) break
    kept += text[open + 2] === '!' ? text.slice(at, close + 2) : `${text.slice(at, open)} `
    at = close + 2
  }
  return (kept + text.slice(at)).replace(/--[^\n]*/g, ' ')
}

const BACK =
  /^.*(?:\bdef\s+(?:self\.)?(?:down|downgrade)\b|\bexports\.down\b|\bfunction\s+down\b|\bconst\s+down\b|\bdown\s*\(|\bdown\s*:|\bvoid\s+Down\b).*$/
const FORTH =
  /^.*(?:\bdef\s+(?:self\.)?(?:up|upgrade|change)\b|\bexports\.up\b|\bfunction\s+up\b|\bconst\s+up\b|\bup\s*\(|\bup\s*:|\bvoid\s+Up\b).*$/

/** Every migration can be undone by dropping what it made: the part that goes back does not count. */
function withoutWayBack(text: string): string {
  let back = false
  const kept = text.split('\n').filter(line => {
    if (FORTH.test(line)) back = false
    else if (BACK.test(line)) back = true
    return !back
  })
  return kept.join('\n')
}
