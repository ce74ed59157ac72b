/** Where a path that an agent named really is: links resolved, and in which work tree. */
import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** Absolute, the links on its way and its own resolved; what does not exist yet is put behind what does. */
export function realPath(path: string, depth = 0): string {
  try {
    return realpathSync(path)
  } catch {
    const target = linkTarget(path)
    if (target !== null && depth < 40) return realPath(target, depth + 1)
    const above = dirname(path)
    return above === path
      ? path
      : join(realPath(above, depth), path.slice(above.length).replace(/^[/\\]+/, ''))
  }
}

/** A link whose target is not there (yet): writing through it makes the target. */
function linkTarget(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    ? resolve(dirname(path), readlinkSync(path))
    : null
}

/** The nearest folder at or above `folder` with a `.git` that is this user's own; null where there is none. */
export function workTreeAbove(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return null
  }
}

/** `path` from the top of `root` with `/`, or null where it is not below it. */
export function insideOf(root: string, path: string): string | null {
  const rest = relative(root, path).split(sep).join('/')
  return rest === '' || rest === '..' || rest.startsWith('../') || resolve(rest) === rest ? null : rest
}

/** git refuses a repository of another owner unless it was told to trust it; then it is git that must be asked. */
export function isOwn(folder: string): boolean {
  return process.getuid === undefined || statSync(folder).uid === process.getuid()
}
