/** The URL of a remote as it is configured. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { git, type Repo } from './spawn.ts'

/** Empty when there is none. Read from the clone's own file where it stands there plainly; a process for it would cost a hook 3 ms. */
export async function remoteUrl(repo: Repo, remote: string): Promise<string> {
  const plain = plainUrl(readFileSync(join(repo.commonDir, 'config'), 'utf8'), remote)
  if (plain !== null) return plain
  // 1: there is no such remote. Asked of git, since an included file may hold it
  const url = await git(repo, ['config', '--get', `remote.${remote}.url`], { allow: [1] })
  return url.toString('utf8').replace(/\n$/, '')
}

/** Null unless the file says it once, without quotes, escapes or includes: anything else is git's to read. */
function plainUrl(config: string, remote: string): string | null {
  if (/^\s*\[\s*include/im.test(config)) return null
  let section = false
  const urls: string[] = []
  for (const line of config.split('\n')) {
    if (/^\s*\[/.test(line)) section = line.trim() === `[remote "${remote}"]`
    const value = /^\s*url\s*=\s*(\S+)\s*$/i.exec(line)?.[1]
    if (section && value !== undefined) urls.push(value)
  }
  return urls.length === 1 && !/["\\;#]/.test(urls[0]!) ? urls[0]! : null
}
