/** Where a symlink leads. */

/** The path a link stands for, from the top of the work tree; null when it leaves it. */
export function resolveLink(path: string, target: string): string | null {
  // a drive or a backslash is a way out on Windows
  if (/^(?:\/|\\|[A-Za-z]:)/.test(target)) return null
  const parts = path.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null
    if (part !== '..' && part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
