/** A push that needs an approval takes it along, where it is not on the remote yet. */
import { sendApprovals, unsent } from '../../approval/send.ts'
import { SENDING } from '../../git/send.ts'
import type { Approved } from '../../model.ts'
import { visible } from '../../report/escape.ts'
import type { Opened } from '../session.ts'

/** Of a push, which must not be held up: then it goes without, and says so. */
const MOST_MS = 5_000

/** The remote by its name: what it has is known by that name only, and its URL may hold credentials. Never fails the push. */
export async function sendAlong(remote: string, approved: Approved[], { repo, io }: Opened): Promise<void> {
  if (io.env[SENDING] !== undefined || !/^[\w][\w.-]*$/.test(remote)) return
  const ids = new Set(approved.flatMap(({ approvals }) => approvals.map(({ id }) => id)))
  const refs = await unsent(repo, remote, ids)
  const why = await sendApprovals(repo, io.env, remote, refs, MOST_MS)
  if (why === null) return
  const command = `git push ${remote} ${refs.join(' ')}`
  io.err(
    `note: the approvals of this push could not be sent (${visible(why)}); CI will miss them: ${command}\n`,
  )
}
