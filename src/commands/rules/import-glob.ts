/** The regex of a path → a glob that matches some or all of the same paths, no others (a file's name never names a folder). */

/** For example `^docs/.*` → `/docs/**`, `(^|/)go\.sum$` → `go.sum`; null where no glob is sure to say it. */
export function globOf(regex: string): string | null {
  const body = regex.replace(/^\((?:\?:)?(?:\^\|\/|\/\|\^)\)|^\^?\(\.\*\/\)\?|^\^?\.\*\//, '')
  const anchored = body === regex && regex.startsWith('^')
  const rest = body.replace(/^\^/, '').replace(/^\.\*\??/, '*')
  const whole = rest.endsWith('$')
  const path = literal(rest.replace(/\$$/, ''))
  if (path === null || path === '' || path === '*') return null
  return shaped(path, anchored, whole)
}

function shaped(path: string, anchored: boolean, whole: boolean): string | null {
  const folder = /^([^*]+)\/\*{0,2}$/.exec(path)?.[1]
  if (folder !== undefined)
    return anchored ? `/${folder}/**` : folder.includes('/') ? `**/${folder}/**` : `${folder}/`
  if (!whole) return anchored && !path.includes('*') ? `/${path}` : null
  if (/^\.[\w.]+$/.test(path)) return `*${path}`
  if (path.startsWith('*')) return path.slice(1).includes('*') ? null : `*${path.slice(1)}`
  if (path.includes('*')) return null
  return anchored ? `/${path}` : path.includes('/') ? `**/${path}` : path
}

/** Characters that stand for themselves, and `.*` at the end. */
function literal(regex: string): string | null {
  const end = regex.replace(/\/\.[*+]\??$/, '/**')
  const text = end.replace(/\\([./_-])/g, '\0$1')
  if (/[\\^$+?()[\]{}|]/.test(text) || /(?<!\0)\.(?!\*)/.test(text.replaceAll('/**', ''))) return null
  return text.replaceAll('\0', '')
}
