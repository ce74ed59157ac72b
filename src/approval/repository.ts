/** Which repository an approval is for: the remote that holds the trusted base, by the name all its clones share. */
import { nameOf } from '../git/name.ts'
import { remoteUrl } from '../git/remote.ts'
import type { Repo } from '../git/run.ts'

/** `github.com/acme/app`: of a fork's clone too, as long as its base is the original's. Without a remote, the folder's name. */
export async function repositoryOf(repo: Repo, baseRef: string | null): Promise<string> {
  const remote = /^refs\/remotes\/([^/]+)\//.exec(baseRef ?? '')?.[1] ?? 'origin'
  return nameOf(await remoteUrl(repo, remote), repo.commonDir) || 'repository'
}
