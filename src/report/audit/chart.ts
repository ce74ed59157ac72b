/** Decisions by day as inline SVG: no script, no style attribute, so that the strictest CSP lets it draw. */
import { total, VERDICTS } from './counts.ts'
import type { Day } from './types.ts'

const WIDTH = 960
const HEIGHT = 160
const FLOOR = 130

/** A stacked bar a day, denied at the bottom: what was stopped must be seen first. */
export function dayChart(days: readonly Day[]): string {
  if (days.length === 0) return ''
  const most = Math.max(1, ...days.map(({ counts }) => total(counts)))
  const step = WIDTH / Math.max(days.length, 14)
  const bars = days.map((day, index) => bar(day, index * step, step, most)).join('')
  const title = `Decisions by day, ${days[0]!.day} to ${days.at(-1)!.day}; at most ${most} on one day`
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title>${bars}${axis(days, step)}</svg>`
}

function bar({ day, counts }: Day, x: number, step: number, most: number): string {
  let y = FLOOR
  const parts = [...VERDICTS].reverse().map(verdict => {
    const height = (counts[verdict] / most) * (FLOOR - 10)
    y -= height
    if (height === 0) return ''
    return `<rect class="${verdict}" x="${round(x + 1)}" y="${round(y)}" width="${round(Math.max(1, step - 2))}" height="${round(height)}"/>`
  })
  const told = VERDICTS.map(verdict => `${counts[verdict]} ${verdict}`).join(', ')
  return `<g><title>${day}: ${told}</title>${parts.join('')}</g>`
}

function axis(days: readonly Day[], step: number): string {
  const every = Math.ceil(days.length / 10)
  const labels = days.flatMap(({ day }, index) =>
    index % every === 0
      ? [`<text x="${round(index * step + 1)}" y="${FLOOR + 16}">${day.slice(5)}</text>`]
      : [],
  )
  return `<line x1="0" y1="${FLOOR}" x2="${WIDTH}" y2="${FLOOR}"/>${labels.join('')}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
