/** What commits and tags say beside their files: messages, names, other headers. */
import { GitError } from '../errors.ts'
import { type Commit, parseCommit, parseTag } from '../git/commit.ts'
import type { Objects } from '../git/objects.ts'
import type { ObjectId, Text } from '../model.ts'

const AHEAD = 256 // commits asked for before the first answer is needed

/** Messages and identities of the commits, in order; an identity comes once. Throws GitError at a commit that cannot be read. */
export async function* commitTexts(objects: Objects, commits: ObjectId[]): AsyncGenerator<Text> {
  const identities = new Set<string>()
  for (let at = 0; at < commits.length; at += AHEAD) {
    const some = commits.slice(at, at + AHEAD)
    for (const [i, commit] of (await Promise.all(some.map(id => readCommit(objects, id)))).entries()) {
      yield* textsOf(commit, some[i]!, identities)
    }
  }
}

/** Reads and parses one commit. Throws GitError when there is none. */
export async function readCommit(objects: Objects, id: ObjectId): Promise<Commit> {
  const object = await objects.readObject(id)
  if (object?.type === 'commit') return parseCommit(object.data)
  throw new GitError(`commit ${id} is missing`, { subject: id, hint: 'check the repository with: git fsck' })
}

function* textsOf(commit: Commit, id: ObjectId, identities: Set<string>): Generator<Text> {
  yield { kind: 'commit-message', text: commit.message, commit: id }
  if (commit.otherHeaders !== '') yield { kind: 'commit-message', text: commit.otherHeaders, commit: id }
  for (const { identity } of [commit.author, commit.committer]) {
    if (!identities.has(identity)) yield { kind: 'identity', text: identity, commit: id }
    identities.add(identity)
  }
}

/** What a ref's object comes down to, and what the annotated tags on the way say. */
export interface Peeled {
  /** null when the object is missing */
  type: 'commit' | 'tree' | 'blob' | null
  id: ObjectId
  texts: Text[]
}

/** Follows annotated tags (a tag of a tag too) to what they tag. */
export async function peel(objects: Objects, id: ObjectId, ref: string): Promise<Peeled> {
  const texts: Text[] = []
  for (let at = id; ; ) {
    const found = await objects.info(at)
    if (found?.type !== 'tag') return { type: found?.type ?? null, id: at, texts }
    const tag = parseTag((await objects.readObject(at))!.data)
    texts.push({ kind: 'tag-message', text: tag.message, ref })
    if (tag.tagger) texts.push({ kind: 'identity', text: tag.tagger.identity, ref })
    at = tag.object
  }
}
