/** What a push would send: every ref git names on stdin, every commit the remote is not known to have. */
import { CoverageError } from '../errors.ts'
import { type Base, trustedBase } from '../git/base.ts'
import { listCommits } from '../git/commits.ts'
import { type Objects, openObjects } from '../git/objects.ts'
import { isAncestor, remoteByUrl } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import type { Actor, Change, ObjectId, Operation, RefUpdate, Text } from '../model.ts'
import { elsewhere } from './elsewhere.ts'
import { refusePartial, shallowNotice } from './gaps.ts'
import { onceEach } from './once.ts'
import { outgoingChanges } from './outgoing.ts'
import { type PushLine, parsePushLines } from './push-lines.ts'
import { type Peeled, peel, readCommit } from './texts.ts'
import { type Loose, walkOperation } from './walk.ts'

export interface PushInput {
  /** the remote's name as git gave it: the URL itself in a push by URL */
  remote: string
  /** the effective URL, after insteadOf and pushurl */
  url: string
  /** stdin as it came, or its lines; empty = nothing to push */
  lines: string | string[]
  objects?: Objects
}

/** A line of stdin with what its ids turned out to be. */
interface Sent {
  line: PushLine
  /** the local object, its tags followed; null for a deletion */
  local: Peeled | null
  /** the remote's commit when this repository has it */
  known: ObjectId | null
}

/**
 * Outgoing = reachable from what is pushed, neither from an id the remote just named nor from the trusted base. No network.
 * Throws GitError (an object is missing, a line cannot be read) and CoverageError (a partial clone lacks outgoing objects).
 */
export async function push(repo: Repo, actor: Actor, input: PushInput): Promise<Operation> {
  const objects = input.objects ?? openObjects(repo)
  const all = await Promise.all(parsePushLines(input.lines).map(line => inspectLine(objects, line)))
  const sent = all.filter(({ line }) => !isOurs(line.remoteRef))
  const remote = input.remote === input.url ? await remoteByUrl(repo, input.url) : input.remote
  const trusted = remote === null ? null : await baseFor(repo, remote, sent, objects)
  const { base } = trusted ?? { base: null }
  const known = [...sent.flatMap(({ known }) => known ?? []), ...(base ? [base.id] : [])]
  const tips = sent.flatMap(({ local }) => (local?.type === 'commit' ? [local.id] : []))
  const commits = await listCommits(repo, tips, known)
  await refusePartial(repo, commits.length > 0 ? tips : [], known)
  const there = await elsewhere(repo, { remote, skip: ownRefs(remote, sent), tips, known, commits })
  const operation = walkOperation(repo, objects, {
    kind: 'push',
    actor,
    refs: await refUpdates(repo, all),
    commits,
    loose: sent.flatMap(looseOf),
    texts: sent.flatMap(refTexts),
    fresh: onceEach(there),
  })
  const notices = [...fetchFirst(sent), ...shallowNotice(repo, () => commits)]
  return {
    ...operation,
    remote: { name: input.remote, url: input.url },
    notices: () => notices,
    outgoing: () => outgoingOf(repo, objects, trusted?.counted ?? null, tips),
    ...(there ? { elsewhere: there } : {}),
  }
}

/** Approvals: judged by what they hold (approval/own-refs.ts), no part of what is outgoing. */
function isOurs(ref: string): boolean {
  return ref.startsWith('refs/portcullis/approvals/')
}

async function inspectLine(objects: Objects, line: PushLine): Promise<Sent> {
  const local = line.localId === null ? null : await peel(objects, line.localId, line.remoteRef)
  if (local?.type === null) {
    throw new CoverageError(`object ${local.id}, pushed to "${line.remoteRef}", is missing`, {
      subject: local.id,
    })
  }
  const known = line.remoteId === null ? null : await objects.info(`${line.remoteId}^{commit}`)
  return { line, local, known: known?.id ?? null }
}

/**
 * A tracking ref is only this clone's word. Where the push itself names the base's branch, the id that the remote just gave counts
 * instead (it is among the known ones); and a base whose branch the remote does not have is none.
 */
async function baseFor(repo: Repo, remote: string, sent: Sent[], objects: Objects): Promise<Trusted> {
  const base = await trustedBase(repo, remote, objects)
  const branch = base?.ref.replace(`refs/remotes/${remote}/`, 'refs/heads/')
  const named = sent.find(({ line }) => line.remoteRef === branch)
  const isNamed = named && (named.line.remoteId === null || named.known !== null)
  return isNamed ? { base: null, counted: named.known } : { base, counted: base?.id ?? null }
}

interface Trusted {
  /** behind it nothing is outgoing */
  base: Base | null
  /** what limits count from: also the id that the remote gave */
  counted: ObjectId | null
}

/** Of several refs all that any of them holds, each path and content once. */
async function outgoingOf(
  repo: Repo,
  objects: Objects,
  base: ObjectId | null,
  tips: ObjectId[],
): Promise<Change[] | null> {
  const lists: Change[][] = []
  for (const tip of new Set(tips)) {
    const { tree } = await readCommit(objects, tip)
    lists.push((await outgoingChanges(repo, objects, base, { tree, commits: [tip] })) ?? [])
  }
  const fresh = onceEach()
  return lists.length === 0 ? null : lists.flat().filter(fresh)
}

/** The tracking refs of branches that the push itself names: stdin knows better than they. */
function ownRefs(remote: string | null, sent: Sent[]): Set<string> {
  return new Set(sent.map(({ line }) => line.remoteRef.replace(/^refs\/heads\//, `refs/remotes/${remote}/`)))
}

async function refUpdates(repo: Repo, sent: Sent[]): Promise<RefUpdate[]> {
  const updates: RefUpdate[] = []
  for (const each of sent) {
    const { remoteRef: ref, remoteId: before, localId: after } = each.line
    updates.push({ ref, action: await actionOf(repo, each), before, after })
  }
  return updates
}

/** Forced: a tag that moves, and whatever leaves commits of the remote behind or might (its commit is not known here). */
async function actionOf(repo: Repo, { line, local, known }: Sent): Promise<RefUpdate['action']> {
  if (line.localId === null) return 'delete'
  if (line.remoteId === null) return 'create'
  if (line.remoteRef.startsWith('refs/tags/') || known === null || local?.type !== 'commit') return 'force'
  return (await isAncestor(repo, known, local.id)) ? 'update' : 'force'
}

function looseOf({ line, local }: Sent): Loose[] {
  if (!local || local.type === 'commit' || local.type === null) return []
  return [{ ref: line.remoteRef, type: local.type, id: local.id }]
}

function refTexts({ line, local }: Sent): Text[] {
  if (!local) return []
  const name: Text = { kind: 'ref-name', text: line.remoteRef, ref: line.remoteRef }
  return line.remoteId === null ? [name, ...local.texts] : local.texts
}

function fetchFirst(sent: Sent[]): string[] {
  const unknown = sent.filter(
    ({ line, known, local }) => line.remoteId !== null && known === null && local !== null,
  )
  return unknown
    .filter(({ local }) => local?.type === 'commit')
    .map(
      ({ line }) =>
        `the remote's ${line.remoteRef} is not known here, so the push counts as forced: fetch first`,
    )
}
