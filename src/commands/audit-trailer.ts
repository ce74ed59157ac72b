/** `Portcullis-Audit: 412:9f86d081a2b3 c0ffee01` at the end of the message: once it is pushed, history itself names the log's head. */
import { resolve } from 'node:path'
import { formatAnchor } from '../audit/anchors.ts'
import type { Link } from '../audit/chain.ts'
import type { Io } from '../enforce.ts'
import { isSwitchedOn } from '../git/own-config.ts'
import { git, type Repo } from '../git/run.ts'
import type { HookCall } from './hook-call.ts'

/**
 * Only where the clone asks for it (`git config portcullis.auditTrailer true`): this is the one place that edits a message. In
 * commit-msg, behind the editor and behind the judgement, so that what is added is not what was judged. Throws GitError.
 */
export async function addTrailer(call: HookCall, repo: Repo, io: Io, link: Link | undefined): Promise<void> {
  const file = call.args[0]
  if (!link || file === undefined || !isSwitchedOn(repo.commonDir, 'auditTrailer')) return
  const trailer = `Portcullis-Audit: ${formatAnchor(link)}`
  const options = ['--in-place', '--no-divider', '--if-exists', 'replace', '--trailer', trailer]
  await git(repo, ['interpret-trailers', ...options, resolve(io.cwd, file)])
}
