/** What a repository is called where it is one of many: the same name in every clone of it. */
import { basename, dirname } from 'node:path'
import { git, type Repo } from './spawn.ts'

/** Where it was cloned from, without the way there (`github.com/acme/app`); a repository without a remote has its folder's name. */
export async function repositoryName(repo: Repo): Promise<string> {
  // 1: there is no such remote. Asked of git, since an included file may hold it
  const url = await git(repo, ['config', '--get', 'remote.origin.url'], { allow: [1] })
  return nameOf(url.toString('utf8').replace(/\n$/, ''), repo.commonDir)
}

/** `url` may be empty. Nothing of it is kept that could be a credential: no user, no password, no query. */
export function nameOf(url: string, folder: string): string {
  const address = /^(?!file:)[a-z][\w+.-]*:\/\/(?:[^/]*@)?([^/?#]+)\/*([^?#]*)/i.exec(url) ?? scpLike(url)
  const path = address ? `${address[1]}/${address[2]}` : localName(url) || localName(folder)
  return withoutEnding(path)
}

/** `git@host:path`, git's own short form: a colon before the first slash. A single letter before it is a drive. */
function scpLike(url: string): RegExpExecArray | null {
  return /^(?:[^/@]*@)?([^/:@]{2,}):\/*([^?#]*)$/.exec(url.startsWith('file:') ? '' : url)
}

/** A clone of a clone on disk, and a folder: their last name. */
function localName(path: string): string {
  const plain = path.replace(/[\\/]+$/, '').replaceAll('\\', '/')
  return basename(plain) === '.git' ? basename(dirname(plain)) : basename(plain)
}

/** The endings git itself gives. */
function withoutEnding(name: string): string {
  return name.replace(/\/+$/, '').replace(/\.(?:git|bundle)$/, '')
}
