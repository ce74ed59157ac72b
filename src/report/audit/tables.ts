/** The report's tables as rows of text; how they look is html.ts and markdown.ts. */
import { blocked, total } from './counts.ts'
import type { Figures, Standing } from './types.ts'

export interface Table {
  title: string
  /** what an empty one means */
  none: string
  head: string[]
  rows: (string | number)[][]
}

/** More rows than this are counted, not listed. */
const MOST = 30

export function tables(figures: Figures, standing: Standing): Table[] {
  return [
    actors(figures),
    clauses(figures),
    people(figures),
    repeated(figures),
    bypasses(figures),
    prevented(figures),
    waivers(standing),
    hooks(standing),
    latency(figures),
    policies(figures),
  ].map(cut)
}

function actors({ actors }: Figures): Table {
  const rows = actors.map(({ actor, counts }) => {
    const { allow, warn, ask, deny } = counts
    return [actor, allow, warn, ask, deny, percent(blocked(counts), total(counts))]
  })
  return {
    title: 'Decisions by actor',
    none: 'no decisions',
    head: ['actor', 'allowed', 'warned', 'asked', 'denied', 'stopped'],
    rows,
  }
}

function clauses({ clauses }: Figures): Table {
  const rows = clauses.map(({ id, counts, requested, granted, refused, last }) => [
    id,
    counts.deny,
    counts.ask,
    counts.warn,
    requested,
    granted,
    refused,
    last,
  ])
  return {
    title: 'Clauses and rules that fire most',
    none: 'none fired',
    head: ['clause or rule', 'denied', 'asked', 'warned', 'requests', 'approved', 'refused', 'last'],
    rows,
  }
}

function people({ people }: Figures): Table {
  const rows = people.map(({ who, granted, denied, assurance, minutes }) => [
    who,
    granted,
    denied,
    assurance.map(([how, count]) => `${how} ${count}`).join(', '),
    minutes === null ? '' : duration(minutes),
  ])
  return {
    title: 'Approvals by person',
    none: 'nobody was asked',
    head: ['person', 'approved', 'denied', 'assurance', 'median time to decide'],
    rows,
  }
}

function repeated({ repeated }: Figures): Table {
  const rows = repeated.map(({ who, what, attempts, first, last }) => [
    who,
    what,
    attempts,
    minute(first),
    minute(last),
  ])
  return {
    title: 'Repeated attempts',
    none: 'none',
    head: ['who', 'clause or rule', 'attempts', 'first', 'last'],
    rows,
  }
}

function bypasses({ bypasses }: Figures): Table {
  const rows = bypasses.map(({ commit, action, who, caughtBy, time }) => [
    commit.slice(0, 12),
    action,
    who,
    caughtBy,
    minute(time),
  ])
  return {
    title: 'Commits made past the hooks',
    none: 'none was found',
    head: ['commit', 'made by', 'actor at the time it was found', 'caught by', 'when'],
    rows,
  }
}

function prevented({ prevented }: Figures): Table {
  return { title: 'Credentials stopped, by rule', none: 'none', head: ['rule', 'times'], rows: prevented }
}

function waivers({ waivers }: Standing): Table {
  const rows = waivers.map(({ id, reason, by, expires }) => [id, reason, by ?? '', expires ?? 'never'])
  return { title: 'Waivers', none: 'none', head: ['waiver', 'reason', 'by', 'expires'], rows }
}

function hooks({ worktrees }: Standing): Table {
  const rows = worktrees.map(({ path, alive, of }) => [path, `${alive} of ${of}`])
  return { title: 'Hooks that reach Portcullis now', none: 'no worktree', head: ['worktree', 'hooks'], rows }
}

function latency({ latency }: Figures): Table {
  const rows = latency.map(({ operation, count, p50, p95 }) => [operation, count, `${p50} ms`, `${p95} ms`])
  return {
    title: 'Time to decide',
    none: 'no decisions',
    head: ['operation', 'decisions', 'median', '95 %'],
    rows,
  }
}

function policies({ policies }: Figures): Table {
  const rows = policies.map(({ policy, since }) => [minute(since), policy])
  return { title: 'Policies in force', none: 'none', head: ['from', 'policy'], rows }
}

function cut(table: Table): Table {
  const more = table.rows.length - MOST
  if (more <= 0) return table
  return { ...table, rows: [...table.rows.slice(0, MOST), [`… and ${more} more`]] }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((100 * part) / whole)} %`
}

function duration(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}
