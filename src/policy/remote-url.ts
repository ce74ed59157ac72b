/**
 * The URL of a remote as policies write it: `github.com/acme/app`. Whatever says https or ssh loses its scheme, user and
 * default port; any other transport keeps its scheme, so that an allow-list of hosts does not let plain http or `ext::` through.
 */

const DEFAULT_PORTS: Record<string, string> = { 'https:': '443', 'ssh:': '22' }

/** Normalises what git calls the URL of a remote: https, ssh, scp-like (`git@host:path`) or a path. Never holds credentials. */
export function normaliseRemote(url: string): string {
  const helper = /^([a-z0-9+.-]+)::/i.exec(url)
  // a transport helper's address may be a command line: nothing of it is worth printing
  if (helper) return `${helper[1]!.toLowerCase()}::`
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(url)
  return hasScheme ? fromUrl(url) : fromScpOrPath(url)
}

function fromUrl(url: string): string {
  const scheme = url.slice(0, url.indexOf('://') + 1).toLowerCase()
  const rest = url.slice(scheme.length + 2).replace(/[?#].*$/s, '')
  const slash = rest.indexOf('/')
  const authority = slash < 0 ? rest : rest.slice(0, slash)
  const path = slash < 0 ? '' : rest.slice(slash)
  if (scheme === 'file:') return `file://${cleanPath(path)}`
  const host = hostOf(authority, DEFAULT_PORTS[normalScheme(scheme)])
  const prefix = normalScheme(scheme) in DEFAULT_PORTS ? '' : `${scheme}//`
  return prefix + host + cleanPath(path)
}

/** git knows ssh by three names. */
function normalScheme(scheme: string): string {
  return scheme === 'git+ssh:' || scheme === 'ssh+git:' ? 'ssh:' : scheme
}

/** `user:password@Host:443` → `host`; another port stays, since it is another server. */
function hostOf(authority: string, defaultPort: string | undefined): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()
  return defaultPort !== undefined && host.endsWith(`:${defaultPort}`)
    ? host.slice(0, -defaultPort.length - 1)
    : host
}

/** `git@host:path` (a colon before any slash, and no drive letter), else a folder of this machine. */
function fromScpOrPath(url: string): string {
  const scp = /^(?:[^/]*@)?([^/:@]{2,}|\[[^\]/]*\]):(.*)$/s.exec(url)
  // a relative path says nothing about the place: it keeps its dots, so that no allow-list of folders names it by chance
  if (scp === null)
    return /^[./\\]|^[a-z]:/i.test(url) && !url.startsWith('.') ? `file://${cleanPath(url)}` : `file:${url}`
  return scp[1]!.toLowerCase() + cleanPath(`/${scp[2]}`)
}

/** Decoded, without `.` and `..` and doubled slashes, without `.git`: two spellings of one place are one text. */
function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of decoded(path).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const joined = parts.join('/').replace(/\.git$/, '')
  return joined === '' ? '' : `/${joined}`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path // a stray percent sign is no escape
  }
}
