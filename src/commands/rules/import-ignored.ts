/** What other tools were told to ignore: fingerprint lists, a report that serves as baseline, detect-secrets' baseline. */
import type { Hashed, Ignored, Note, Place, Source } from './import-model.ts'

/**
 * `.gitleaksignore`, `.betterleaksignore`: a line is `commit:file:rule:line` or `file:rule:line`, in betterleaks 2 the sha256 of the
 * value; `#` begins a comment. https://github.com/gitleaks/gitleaks#gitleaksignore
 */
export function readIgnore(source: Source): Ignored {
  const ignored: Ignored = { source, places: [], hashes: [], notes: [] }
  source.text.split('\n').forEach((raw, index) => {
    const text = raw.trim()
    if (text === '' || text.startsWith('#')) return
    const line = index + 1
    const place = placeIn(text, line)
    if (place !== null) ignored.places.push(place)
    else if (/^[0-9a-f]{64}$/.test(text)) ignored.hashes.push({ line, hash: text, algorithm: 'sha256' })
    else ignored.notes.push(wrong(source, line, 'is no fingerprint'))
  })
  return ignored
}

function placeIn(text: string, line: number): Place | null {
  const found = /^(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):([^:]+):(\d+)$/.exec(text)
  if (!found) return null
  const [, commit, path, rule, at] = found
  return placeOf({ commit, path: path!, rule: rule!, at: Number(at), line })
}

function placeOf({ commit, path, ...rest }: Omit<Place, 'commit'> & { commit?: string | undefined }): Place {
  const clean = path.replaceAll('\\', '/').replace(/^\.\//, '')
  return { ...rest, path: clean, ...(commit ? { commit } : {}) }
}

/** A report in JSON, given to `--baseline-path`: its values are not read. */
export function readReport(source: Source, findings: unknown[]): Ignored {
  const lines = linesWith(source.text, '"RuleID"')
  const places = findings.map((one, index) => {
    const { RuleID: rule, File: path, StartLine, Commit } = one as Record<string, unknown>
    const commit = typeof Commit === 'string' && Commit !== '' ? Commit : undefined
    const at = Number(StartLine) || 0
    return placeOf({ commit, path: String(path), rule: String(rule), at, line: lines[index] ?? 1 })
  })
  return { source, places, hashes: [], notes: [] }
}

/** `.secrets.baseline`: `results` is file → list of `{ type, hashed_secret (sha1), line_number }`. https://github.com/Yelp/detect-secrets */
export function readSecretsBaseline(source: Source, parsed: Record<string, unknown>): Ignored {
  const lines = linesWith(source.text, '"hashed_secret"')
  const hashes: Hashed[] = []
  const notes: Note[] = []
  let count = 0
  for (const [path, entries] of Object.entries(parsed.results as object)) {
    for (const entry of Array.isArray(entries) ? entries : []) {
      const line = lines[count++] ?? 1
      const hash = String(entry?.hashed_secret).toLowerCase()
      if (/^[0-9a-f]{40}$/.test(hash))
        hashes.push({ line, hash, algorithm: 'sha1', path: path.replaceAll('\\', '/') })
      else notes.push(wrong(source, line, 'has no "hashed_secret" of 40 hex digits'))
    }
  }
  return { source, places: [], hashes, notes }
}

function linesWith(text: string, mark: string): number[] {
  return text.split('\n').flatMap((line, index) => Array(line.split(mark).length - 1).fill(index + 1))
}

function wrong({ file }: Source, line: number, why: string): Note {
  return { kind: 'left out', file, line, what: 'entry', why }
}
