/** The anchors that git holds: trailers of commits and checkpoint refs, here and, when a person asks, on a remote. */
import { type Anchor, parseAnchor } from '../audit/anchors.ts'
import { CHECKPOINTS, parseCheckpoint } from '../audit/checkpoint.ts'
import { GitError, UsageError } from '../errors.ts'
import { git, type Repo } from '../git/run.ts'

/** Our copies of what a remote has; fetched in the very run that reads them. */
const COPIES = (remote: string) => `refs/portcullis/remotes/${remote}/`

export interface AskedAnchors {
  /** asked now: what comes from there counts */
  remote?: string
  /** `SEQ:HASH` as a person kept it somewhere else */
  given: string[]
}

/** Throws UsageError for an anchor that is none, GitError when the remote does not answer. */
export async function gatherAnchors(repo: Repo, { remote, given }: AskedAnchors): Promise<Anchor[]> {
  const anchors = [...given.map(fromPerson), ...(await localAnchors(repo))]
  if (remote === undefined) return anchors
  const copies = await fetchAnchors(repo, remote)
  const trailers = copies.head
    ? await trailersOf(repo, copies.head, `on ${remote}'s default branch`, true)
    : []
  const checkpoints = await checkpointsIn(
    repo,
    `${COPIES(remote)}checkpoints/`,
    `checkpoint on ${remote}`,
    true,
  )
  return [...anchors, ...trailers, ...checkpoints]
}

function fromPerson(text: string): Anchor {
  const anchor = parseAnchor(text)
  if (!anchor)
    throw new UsageError(`--anchor '${text}' is no anchor`, {
      hint: 'for example: --anchor 412:9f86d081a2b3',
    })
  return { ...anchor, where: 'the anchor given', beyond: true }
}

/** They can be written by whoever writes the log. What contradicts them is told all the same. */
async function localAnchors(repo: Repo): Promise<Anchor[]> {
  const [trailers, checkpoints] = await Promise.all([
    trailersOf(repo, '--branches', 'in this clone', false),
    checkpointsIn(repo, CHECKPOINTS, 'checkpoint in this clone', false),
  ])
  return [...trailers, ...checkpoints]
}

async function trailersOf(repo: Repo, from: string, where: string, beyond: boolean): Promise<Anchor[]> {
  const format = '--format=%h%x00%(trailers:key=Portcullis-Audit,valueonly,separator=%x00)'
  const listed = await git(repo, ['log', '-E', '--grep=^Portcullis-Audit: [0-9]', format, from, '--'])
  return listed
    .toString('utf8')
    .split('\n')
    .flatMap(line => {
      const [commit, ...values] = line.split('\0')
      return values.flatMap(value => {
        const anchor = parseAnchor(value)
        return anchor ? [{ ...anchor, where: `commit ${commit} ${where}`, beyond }] : []
      })
    })
}

async function checkpointsIn(repo: Repo, folder: string, where: string, beyond: boolean): Promise<Anchor[]> {
  const refs = (await git(repo, ['for-each-ref', '--format=%(refname)', folder])).toString('utf8')
  const anchors: Anchor[] = []
  for (const ref of refs.split('\n').filter(Boolean)) {
    const found = await checkpointAt(repo, ref)
    if (found) anchors.push({ ...found, where, beyond })
  }
  return anchors
}

/** Null where the ref or its file is not there, or is no checkpoint. */
export async function checkpointAt(repo: Repo, ref: string) {
  const text = await git(repo, ['cat-file', 'blob', `${ref}:checkpoint`], { allow: [128] })
  return parseCheckpoint(text.toString('utf8'))
}

/** With the person's own credentials and prompts: they named the remote on the command line. */
export function online(repo: Repo): Repo {
  const { GIT_ALLOW_PROTOCOL: _protocol, GIT_TERMINAL_PROMPT: _prompt, ...env } = repo.env
  return { ...repo, env }
}

async function fetchAnchors(repo: Repo, remote: string): Promise<{ head: string | null }> {
  if (/^-/.test(remote)) throw new UsageError(`'${remote}' is no remote`)
  const listed = (await answerOf(repo, remote, ['ls-remote', remote, 'HEAD'])).trim()
  const head = listed === '' ? null : `${COPIES(remote)}HEAD`
  const specs = [...(head ? [`+HEAD:${head}`] : []), `+${CHECKPOINTS}*:${COPIES(remote)}checkpoints/*`]
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--prune', '--refmap=']
  await answerOf(repo, remote, ['fetch', ...options, remote, ...specs])
  return { head }
}

async function answerOf(repo: Repo, remote: string, args: string[]): Promise<string> {
  try {
    return (await git(online(repo), args)).toString('utf8')
  } catch (cause) {
    const hint = `try: git ls-remote ${remote}`
    const said = cause instanceof Error ? cause.message : ''
    throw new GitError(`the remote '${remote}' was asked for anchors: ${said}`, { hint, cause })
  }
}
