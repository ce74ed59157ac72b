/** Matches and places in a text, made sights. */
import type { Family, Grade, Place, Sight, Spot } from './types.ts'

/** What the families see. */
export function search(text: string, place: Place, families: readonly Family[]): Sight[] {
  const lines = new Lines(text)
  return families.flatMap(family => searchOne(text, place, family, lines))
}

/** The sights of what was found otherwise. */
export function sightsAt(text: string, place: Place, spots: readonly Spot[]): Sight[] {
  const lines = new Lines(text)
  const ordered = [...spots].sort((a, b) => a.at - b.at)
  return ordered.map(spot => {
    lines.lineAt(spot.at)
    return sightOf(spot, lines, place)
  })
}

/** Once for each line and grade: a colour must not hide the command behind it. */
function searchOne(text: string, place: Place, { rule, pattern, judge }: Family, lines: Lines): Sight[] {
  const sights: Sight[] = []
  const last: Partial<Record<Grade, number>> = {}
  lines.rewind()
  for (const { index: at, 0: found } of text.matchAll(pattern)) {
    const told = judge({ text, at, found }, place)
    if (told === null) continue
    const line = lines.lineAt(at)
    const { grade = 'block' } = told
    if (last[grade] === line) continue
    last[grade] = line
    sights.push(sightOf({ rule, at, found, told }, lines, place))
  }
  return sights
}

function sightOf({ rule, at, found, told }: Spot, lines: Lines, { gentle }: Place): Sight {
  const { said, shown, grade = 'block', key } = told
  const column = at - lines.start + 1
  return {
    rule,
    grade: gentle && grade === 'block' ? 'tell' : grade,
    line: lines.line,
    column,
    endColumn: column + Math.min(found.length, lines.end - at),
    said,
    ...(shown ? { shown } : {}),
    key: `${rule} ${key ?? lines.text().trim()}`,
  }
}

/** Goes forward through a text and knows the line it is in. */
class Lines {
  line = 1
  start = 0
  end = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    this.rewind()
  }

  rewind(): void {
    this.line = 1
    this.start = 0
    this.end = this.#endFrom(0)
  }

  /** Of an offset at or after the one asked for last. */
  lineAt(offset: number): number {
    while (offset > this.end) {
      this.line++
      this.start = this.end + 1
      this.end = this.#endFrom(this.start)
    }
    return this.line
  }

  text(): string {
    return this.#text.slice(this.start, this.end)
  }

  #endFrom(start: number): number {
    const end = this.#text.indexOf('\n', start)
    return end < 0 ? this.#text.length : end
  }
}
