/** Paths as URIs (RFC 3986): what git stores may hold spaces, `#`, `%`, colons and bytes that are no text. */

/** A repository path, each segment percent-encoded, slashes kept; `%SRCROOT%`-relative in SARIF. */
export function pathUri(path: string): string {
  return path.split('/').map(segment).join('/')
}

/** An absolute path as a `file:` URI; Windows' drive letters and backslashes too. */
export function fileUri(path: string): string {
  const slashed = /^[A-Za-z]:[\\/]/.test(path) ? `/${path.replaceAll('\\', '/')}` : path
  // The drive's colon is part of the path syntax there, not a character to encode.
  return `file://${pathUri(slashed).replace(/^\/([A-Za-z])%3A\//, '/$1:/')}`
}

/** Absolute on POSIX or Windows. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path)
}

function segment(text: string): string {
  // A surrogate that stands alone has no UTF-8: through a Buffer it becomes U+FFFD instead of an exception.
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'))
}
