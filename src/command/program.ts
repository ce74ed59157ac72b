/** Which program a word names. */
import { isExact, mayBe, UNKNOWN } from '../shell/marks.ts'

/** The programs that a partly known name is compared with. */
const GUARDED = ['git', 'gh', 'glab', 'rm', 'sh', 'bash', 'hub']

/** Lower-case name without folder and `.exe`; a glob that may be git is git. null: it cannot be known. */
export function programOf(word: string): string | null {
  const base = word
    .replaceAll('\\', '/')
    .split('/')
    .at(-1)!
    .replace(/\.(exe|cmd|bat|com|ps1)$/i, '')
    .toLowerCase()
  if (isExact(base)) return base
  if (base === UNKNOWN || base.replaceAll(UNKNOWN, '') === '') return null
  return GUARDED.find(name => mayBe(base, name)) ?? 'another'
}
