/** Which commits, and what each of them brings. */
import { GitError } from '../errors.ts'
import type { Change, ObjectId } from '../model.ts'
import { parseRaw, RAW } from './diff.ts'
import { git, gitStream, type Repo } from './spawn.ts'

/**
 * The commits reachable from `tips` and from none of `known`, parents before their children. Ids only, never names: they go in by
 * stdin, where no name could be taken for an option. Throws GitError when one of them or a parent is missing.
 */
export async function listCommits(repo: Repo, tips: ObjectId[], known: ObjectId[]): Promise<ObjectId[]> {
  if (tips.length === 0) return []
  const input = [...tips, ...known.map(id => `^${id}`), ''].join('\n')
  return ids(await git(repo, ['rev-list', ...PARENTS_FIRST, '--stdin'], { input }))
}

/** Every commit of every ref, of HEAD, and of the HEADs of other worktrees. */
export async function listAllCommits(repo: Repo): Promise<ObjectId[]> {
  return ids(await git(repo, ['rev-list', ...PARENTS_FIRST, '--all']))
}

const PARENTS_FIRST = ['--topo-order', '--reverse'] // so that the first commit seen with a blob is the one that brought it

function ids(output: Buffer): ObjectId[] {
  return output.toString('latin1').split('\n').slice(0, -1)
}

/** Objects reachable from `tips`, not from `known`, that are not in the store (a partial clone). `all`: from every ref instead. */
export async function listMissing(
  repo: Repo,
  tips: ObjectId[] | 'all',
  known: ObjectId[] = [],
): Promise<ObjectId[]> {
  const from = tips === 'all' ? ['--all'] : ['--stdin']
  const input = tips === 'all' ? '' : [...tips, ...known.map(id => `^${id}`), ''].join('\n')
  // --missing=print: go on past what is missing, and print it with a question mark
  const args = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...from]
  const missing: ObjectId[] = []
  for await (const line of lines(gitStream(repo, args, { input })))
    if (line.startsWith('?')) missing.push(line.slice(1))
  return missing
}

async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const parts = (rest + chunk.toString('latin1')).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
}

const EACH = [
  'diff-tree',
  '--stdin', // a commit a line: one process for all
  '--always', // a commit without changes is printed too: every one asked for is accounted for
  '--root', // a first commit brings everything it holds
  '-c', // a merge brings what differs from all its parents (and says what each of them had)
  ...RAW,
]

/**
 * What each commit changes against its parents, in the order given. `onFailure` is told a commit that git cannot diff (a missing
 * tree), and the rest goes on; without it the GitError is thrown. No commit is ever passed over in silence.
 */
export async function* commitChanges(
  repo: Repo,
  commits: ObjectId[],
  onFailure?: (commit: ObjectId, error: GitError) => void,
): AsyncGenerator<Change> {
  let done = 0
  for (let failures = 0; done < commits.length; ) {
    try {
      for await (const event of parseRaw(gitStream(repo, EACH, { input: batches(commits, done) }))) {
        if (event.kind === 'change') yield event.change
        else if (event.kind === 'commit') expect(event.id, commits[done++])
      }
      if (done < commits.length) throw new GitError(`git diff-tree left out commit ${commits[done]}`)
    } catch (error) {
      if (!onFailure || !(error instanceof GitError) || ++failures > MOST_FAILURES || done >= commits.length)
        throw error
      onFailure(commits[done++]!, error)
    }
  }
}

const MOST_FAILURES = 100 // each costs a process; a store so broken is no store

function expect(printed: ObjectId, asked: ObjectId | undefined): void {
  if (printed !== asked) throw new GitError(`git diff-tree answered for commit ${printed}, not ${asked}`)
}

function* batches(commits: ObjectId[], from: number): Generator<string> {
  for (let at = from; at < commits.length; at += 1000) yield `${commits.slice(at, at + 1000).join('\n')}\n`
}

/** The same commits as `listCommits` gives, each with its parents. */
export async function commitGraph(
  repo: Repo,
  tips: ObjectId[],
  known: ObjectId[],
): Promise<Map<ObjectId, ObjectId[]>> {
  const input = [...tips, ...known.map(id => `^${id}`), ''].join('\n')
  const output = await git(repo, ['rev-list', '--parents', '--stdin'], { input })
  const graph = new Map<ObjectId, ObjectId[]>()
  for (const line of ids(output)) {
    const [id = '', ...parents] = line.split(' ')
    graph.set(id, parents)
  }
  return graph
}
