/** `portcullis approve`: a person's yes to exactly what is shown, signed with a key that is enrolled. */
import { randomBytes } from 'node:crypto'
import { agentKeys } from '../../approval/agent-keys.ts'
import { attestationsAt } from '../../approval/attested.ts'
import { LARGEST } from '../../approval/envelope.ts'
import { type Found, findKey } from '../../approval/keys.ts'
import { pruneApprovals, storeApproval } from '../../approval/refs.ts'
import { isRequestId, lastMoment, readRequest, writeRequest } from '../../approval/requests.ts'
import { sendApprovals } from '../../approval/send.ts'
import { signApproval } from '../../approval/sign.ts'
import { termsOf } from '../../approval/terms.ts'
import type { Approval } from '../../approval/types.ts'
import { verifyApproval } from '../../approval/verify.ts'
import { appendEvent } from '../../audit/append.ts'
import type { Io } from '../../enforce.ts'
import { PortcullisError, UsageError } from '../../errors.ts'
import { openRepo } from '../../git/run.ts'
import type { ExitCode, Landing } from '../../model.ts'
import type { Policy } from '../../policy/types.ts'
import { visible } from '../../report/escape.ts'
import { VERSION } from '../../version.ts'
import { type Opened, openSession } from '../session.ts'
import { landingNamed, moveNamed } from './range.ts'
import { type Review, reviewMove, reviewRange, reviewRequest } from './review.ts'
import { screen, shown, wantedWord } from './screen.ts'

export interface ApproveFlags {
  key?: string
  confirm?: string
  /** for a range: the branch it is to land on */
  target?: string
  /** not content but the move of this ref, from the range's first commit to its last */
  move?: string
}

const SEND_MS = 60_000

/** Exit 0 when the approval is stored (sent or not), 1 when an agent runs it or the person does not confirm. */
export async function approve(what: string, flags: ApproveFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const session = await openSession(repo, io)
  try {
    refuseAgent(session)
    const review = await reviewed(what, flags, session)
    if (review === null) {
      io.out(`nothing in ${visible(what)} asks for an approval that it does not have\n`)
      return 0
    }
    return await consent(review, flags, session)
  } finally {
    session.objects.close()
  }
}

/** Soft: whoever hides it passes. The signature is what proves a person's key was used. */
function refuseAgent({ actor }: Opened): void {
  if (actor.kind !== 'agent') return
  const hint = 'a person runs it, in a terminal of their own'
  throw new PortcullisError(1, `an agent cannot approve (seen: ${actor.evidence.join(', ')})`, { hint })
}

async function reviewed(
  what: string,
  { target, move }: ApproveFlags,
  session: Opened,
): Promise<Review | null> {
  if (move !== undefined) {
    const update = await moveNamed(what, move, session)
    if (update === null) throw notThere(what)
    return reviewMove(session, update)
  }
  const request = readRequest(session.repo.commonDir, what)
  if (request !== null) return reviewRequest(session, request)
  const landing = await landingNamed(what, target, session)
  if (landing !== null) return reviewRange(session, landing, [])
  throw isRequestId(what) ? unknown(what) : notThere(what)
}

function unknown(id: string): UsageError {
  const hint =
    'portcullis requests lists them; of another clone: portcullis approve BASE..HEAD after fetching the branch'
  return new UsageError(`no request ${id} in this clone`, { hint })
}

function notThere(what: string): UsageError {
  const hint = 'name a request, a commit, or a range: portcullis approve origin/main..topic'
  return new UsageError(`"${what}" is neither a request nor a revision of this clone`, { hint })
}

async function consent(review: Review, flags: ApproveFlags, session: Opened): Promise<ExitCode> {
  const { io, repo, objects, loaded } = session
  const { policy } = loaded
  const found = await findKey(policy.people, {
    repo,
    env: io.env,
    cwd: io.cwd,
    agentKeys: () => agentKeys(io.env),
    ...(flags.key === undefined ? {} : { named: flags.key }),
  })
  for (const note of refuseUseless(review, found, policy)) io.out(`note: ${visible(note)}\n`)
  const until = lastMoment(review, new Date()).toISOString()
  const { person, key } = found
  const signing = { person, fingerprint: key.fingerprint, hardware: key.application !== null, until }
  io.out(await screen(review, signing, objects))
  if (!confirmed(wantedWord(review), flags, io)) {
    io.err('portcullis: not approved: that is not how the digest ends\n')
    return 1
  }
  return signAndSend(review, found, until, session)
}

/** A yes that no clause takes is not worth a signature. Gives what it will not answer. */
function refuseUseless(
  { clauses }: Review,
  { person }: Found,
  { paths, changes, groups, ...policy }: Policy,
): string[] {
  const mayAnswer = (who: readonly string[]) =>
    who.length === 0 ||
    who.some(name => name === person || groups.get(name.replace(/^@/, ''))?.includes(person))
  const terms = clauses.flatMap(id => termsOf({ paths, changes, groups, ...policy }, id))
  const closed = terms.filter(({ approvers }) => !mayAnswer(approvers))
  const wants = closed.map(
    ({ id, approvers }) => `${id} is answered by ${approvers.join(', ')}, not by ${person}`,
  )
  if (terms.length > 0 && closed.length === terms.length)
    throw new PortcullisError(1, `${person} cannot approve this: ${wants.join('; ')}`, {
      hint: 'have one of them run this command',
    })
  const more = terms.filter(({ count }) => count > 1).map(({ id, count }) => `${id} needs ${count} people`)
  return [...new Set([...wants, ...more])]
}

/** Typed, or given with the command. It proves nothing and is not meant to: it is there against the wrong window. */
function confirmed(wanted: string, { confirm }: ApproveFlags, io: Io): boolean {
  if (confirm !== undefined) return confirm === wanted
  if (!io.answers()) {
    const hint =
      'run it in a terminal, or say which digest you mean: --confirm and its last 4 characters, as shown'
    throw new UsageError('there is no terminal to confirm on', { hint })
  }
  io.err('type the last 4 characters of the digest to approve: ')
  return io.stdin(1).toString('utf8').trim().toLowerCase() === wanted
}

async function signAndSend(review: Review, found: Found, until: string, session: Opened): Promise<ExitCode> {
  const { io, repo } = session
  const approval = approvalOf(review, found.person, until, session)
  const bytes = await signed(approval, found, session)
  const { id, assurance } = await checked(bytes, approval, session)
  const ref = await storeApproval(repo, bytes, id, until)
  const stored = [
    ...markGranted(session, review.id, { approval: id, by: found.person, at: approval.issuedAt }),
    ...recordGrant(session, approval, id, assurance),
  ]
  for (const notice of stored) io.err(`note: ${visible(notice)}\n`)
  await pruneApprovals(repo, approval.issuedAt.slice(0, 10))
  io.out(`approved by ${shown(found.person)} (${assurance}), until ${until}, approval ${id.slice(0, 10)}\n`)
  await send(ref, session)
  return 0
}

function approvalOf(review: Review, person: string, until: string, session: Opened): Approval {
  const { kind, name, evidence } = review.actor
  return {
    subject: review.subject,
    repository: review.repository,
    clauses: [...review.clauses].sort(),
    policy: session.loaded.identity,
    tip: tipOf(review.landing),
    requestedBy: {
      kind: shown(kind),
      ...(name === undefined ? {} : { name: shown(name) }),
      evidence: evidence.map(shown),
    },
    approver: person,
    issuedAt: new Date().toISOString(),
    notAfter: until,
    nonce: randomBytes(16).toString('hex'),
    request: review.id,
    tool: `portcullis ${VERSION}`,
  }
}

function tipOf(landing: Landing | undefined) {
  return landing?.tip ?? null
}

async function signed(approval: Approval, found: Found, { io, repo }: Opened): Promise<Buffer> {
  const { withKeyFile } = await import('./key-file.ts')
  const notify = (text: string) => io.err(worthSaying(text))
  return withKeyFile(found, repo.commonDir, key => signApproval(approval, { key, env: io.env, notify }))
}

/** `Confirm user presence for key …` is; what ssh-keygen says of every signature is not. */
function worthSaying(text: string): string {
  const lines = text.split('\n').filter(line => line !== '' && line !== 'Signing data on standard input')
  return lines.map(line => `${visible(line)}\n`).join('')
}

/** What we made must be what we would take: else it is not stored. */
async function checked(bytes: Buffer, approval: Approval, { loaded, objects, base }: Opened) {
  if (bytes.length > LARGEST)
    throw new UsageError(`the approval would have ${bytes.length} bytes, and ${LARGEST} is the most`, {
      hint: 'split the change: every file that asks stands in it',
    })
  const { people } = loaded.policy
  const attestations = await attestationsAt(objects, base, people)
  const context = { people, repository: approval.repository, now: new Date() }
  const result = verifyApproval(bytes, { ...context, ...(attestations && { attestations }) })
  if ('ok' in result) return result.ok
  throw new PortcullisError(1, `what was signed does not count: ${result.refused.message}`, {
    hint: 'have the key mended in [people] on the trusted base',
  })
}

/** The request's own file, where this clone has one. */
function markGranted(
  { repo }: Opened,
  id: string,
  granted: { approval: string; by: string; at: string },
): string[] {
  const request = readRequest(repo.commonDir, id)
  if (request === null) return []
  const { denied, ...rest } = request
  try {
    writeRequest(repo.commonDir, { ...rest, granted })
    return denied === undefined ? [] : [`it was denied before: ${denied.why}`]
  } catch (error) {
    return [`request ${id} could not be marked as approved: ${(error as NodeJS.ErrnoException).code}`]
  }
}

function recordGrant({ repo }: Opened, approval: Approval, id: string, assurance: string): string[] {
  const { approver: by, clauses, request, subject, notAfter } = approval
  const target = subject.type === 'content' ? subject.target : subject.ref
  const body = { approval: id, request, by, assurance, clauses, target, expires: notAfter }
  return [appendEvent(repo.commonDir, 'approval.granted', body).notice ?? []].flat()
}

/** Where it cannot go now, the push that needs it tries again. */
async function send(ref: string, { io, repo, baseRef }: Opened): Promise<void> {
  const remote = /^refs\/remotes\/([^/]+)\//.exec(baseRef ?? '')?.[1]
  if (remote === undefined) {
    io.out('not sent: there is no remote; the approval counts in this clone\n')
    return
  }
  const why = await sendApprovals(repo, io.env, remote, [ref], SEND_MS)
  if (why === null) io.out(`sent to ${visible(remote)}\n`)
  else
    io.err(
      `note: not sent to ${visible(remote)} (${visible(why)}): the next push tries again, or git push ${visible(remote)} ${ref}\n`,
    )
}
