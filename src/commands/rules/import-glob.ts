/** The regex of a path → a glob that matches some or all of the same paths, no others (a file's name never names a folder). */

/** For example `^docs/.*` → `/docs/**`, `(^|/)go\.sum$` → `go.sum`; null where no glob is sure to say it. */
export function globOf(regex: string): string | null {
  const below = /^\^?\.\*\/(.+)/.exec(regex)?.[1]
  if (below !== undefined) return belowRoot(below)
  const body = regex.replace(/^\((?:\?:)?(?:\^\|\/|\/\|\^)\)|^\^?\(\.\*\/\)\?/, '')
  if (body !== regex && body.startsWith('^')) return null // `(^|/)^docs`: only the first of the two can hold
  const anchored = body === regex && regex.startsWith('^')
  const rest = body.replace(/^\^/, '').replace(/^\.\*\??/, '*')
  const whole = rest.endsWith('$')
  const path = literal(rest.replace(/\$$/, ''))
  if (path === null || path === '' || path === '*') return null
  return shaped(path, anchored, whole, anchored || body !== regex)
}

/** `.*\/docs/` needs a folder before it: the root's own `docs` is no match. */
function belowRoot(rest: string): string | null {
  const glob = rest.startsWith('^') ? null : globOf(`^${rest}`)
  return glob === null ? null : `/*/**${glob}`
}

function shaped(path: string, anchored: boolean, whole: boolean, begun: boolean): string | null {
  const folder = /^([^*]*[^*/])\/(?:\*\*)?$/.exec(path)?.[1]
  if (folder !== undefined && !(whole && path.endsWith('/'))) return folderGlob(folder, anchored)
  const ending = /^\*?(\.[\w.-]+)$/.exec(path)?.[1]
  if (whole && ending !== undefined && !(begun && path === ending)) return `*${ending}`
  if (path.includes('*') || path.endsWith('/') || path.startsWith('/')) return null
  if (anchored) return `/${path}`
  if (!whole) return null
  return path.includes('/') ? `**/${path}` : path
}

function folderGlob(folder: string, anchored: boolean): string | null {
  if (folder.startsWith('/')) return null
  if (anchored) return `/${folder}/**`
  return folder.includes('/') ? `**/${folder}/**` : `${folder}/`
}

/** Characters that stand for themselves, and `.*` at the end. */
function literal(regex: string): string | null {
  const end = regex.replace(/\/\.[*+]\??$/, '/**')
  const text = end.replace(/\\([./_-])/g, '\0$1')
  if (/[\\^$+?()[\]{}|]/.test(text) || /(?<!\0)\.(?!\*)/.test(text.replaceAll('/**', ''))) return null
  return text.replaceAll('\0', '')
}
