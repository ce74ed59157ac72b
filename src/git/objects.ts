/** Objects out of git's store: one `cat-file --batch`, asked many things at once. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { GitError } from '../errors.ts'
import type { Blob, ObjectId, ObjectReader } from '../model.ts'
import { type Answer, batchParser, type ObjectType } from './batch.ts'
import { type Preloaded, preloadedAnswer } from './preloaded.ts'
import { firstBytes, firstLine, type Repo, start, startFailure } from './spawn.ts'

export interface GitObject {
  id: ObjectId
  type: ObjectType
  data: Buffer
}

export interface Objects extends ObjectReader {
  /** whole, whatever its size; `spec` is any revision (`HEAD^{commit}`, `REV:path`); null when there is no such object */
  readObject(spec: string): Promise<GitObject | null>
  /** the same without its content */
  info(spec: string): Promise<{ id: ObjectId; type: ObjectType; size: number } | null>
}

interface Request {
  spec: string
  limit: number
  resolve(answer: Answer | null): void
  reject(error: unknown): void
}

/**
 * Starts nothing until the first question that `preloaded` does not answer. Questions may be asked without waiting: they are answered in order. When git dies on an
 * object (a corrupt one), that question fails with a GitError naming it and the others go to a new process.
 */
export function openObjects(repo: Repo, preloaded: Preloaded = new Map()): Objects {
  const batch = openBatch(repo)
  const ask: Ask = (spec, limit) => {
    const known = preloadedAnswer(preloaded, spec)
    return known === undefined ? batch.ask(spec, limit) : Promise.resolve(within(known, limit))
  }
  return {
    read: (id, limit) => readBlob(ask, id, limit),
    readObject: spec => readWhole(ask, spec),
    info: spec => ask(spec, -1),
    close: batch.close,
  }
}

function within(answer: Answer | null, limit: number): Answer | null {
  return answer && answer.size > limit ? { ...answer, data: null } : answer
}

type Ask = (spec: string, limit: number) => Promise<Answer | null>

async function readBlob(ask: Ask, id: ObjectId, limit: number): Promise<Blob> {
  const answer = await ask(id, limit)
  if (!answer) throw new GitError(`object ${id} is missing`, { subject: id, hint: MISSING_HINT })
  if (answer.id !== id || answer.type !== 'blob') {
    throw new GitError(`object ${id} is not the blob that was asked for (${answer.type})`, { subject: id })
  }
  return { size: answer.size, data: answer.data }
}

const MISSING_HINT = 'check the repository with: git fsck (a partial clone: git fetch --refetch)'

async function readWhole(ask: Ask, spec: string): Promise<GitObject | null> {
  const answer = await ask(spec, Number.POSITIVE_INFINITY)
  return answer?.data ? { id: answer.id, type: answer.type, data: answer.data } : null
}

interface Child {
  git: ChildProcessWithoutNullStreams
  answered: number
}

function openBatch(repo: Repo): { ask: Ask; close(): void } {
  let waiting: Request[] = []
  let child: Child | null = null
  let outbox = ''
  let closed = false
  let fruitless = 0 // processes in a row that ended without an answer

  function ask(spec: string, limit: number): Promise<Answer | null> {
    if (closed) return Promise.reject(new GitError('objects were asked for after the reader was closed'))
    // cat-file takes a question a line: such a name would ask for two things
    if (/[\n\0]/.test(spec) || spec === '')
      return Promise.reject(new GitError('an object name holds a line break'))
    return new Promise((resolve, reject) => {
      const request: Request = { spec, limit, resolve, reject }
      waiting.push(request)
      if (waiting.length === 1 && child) hold(child.git, true)
      send(request)
    })
  }

  function send(request: Request): void {
    child ??= launch()
    if (outbox === '') queueMicrotask(flush)
    outbox += `${request.spec}\n`
  }

  function flush(): void {
    const text = outbox
    outbox = ''
    if (child && text !== '') child.git.stdin.write(text)
  }

  function launch(): Child {
    const started: Child = { git: start(repo, ['cat-file', '--batch']), answered: 0 }
    const stderr = firstBytes(started.git)
    let failure: NodeJS.ErrnoException | undefined
    started.git.stdin.on('error', () => {}) // EPIPE: the close event says what happened
    started.git.stdout.on('data', batchParser(events(started)))
    started.git.on('error', error => {
      failure = error
      gone(started, startFailure(repo, error))
    })
    started.git.on('close', () => {
      if (!failure) gone(started, null, firstLine(stderr()))
    })
    return started
  }

  function events(from: Child) {
    return {
      limit: () => waiting[0]?.limit ?? -1,
      answer: (answer: Answer | null) => {
        from.answered++
        waiting.shift()?.resolve(answer)
        if (waiting.length === 0) hold(from.git, false)
      },
      garbled: () => from.git.kill(),
    }
  }

  /** The child ended by itself: with nothing asked that is its right, otherwise the first question was its death. */
  function gone(from: Child, failure: GitError | null, complaint = ''): void {
    if (child !== from) return
    child = null
    outbox = ''
    if (waiting.length === 0) return
    fruitless = from.answered > 0 ? 0 : fruitless + 1
    if (failure || fruitless > 3) {
      const all = waiting
      waiting = []
      for (const each of all) each.reject(failure ?? unreadable(each.spec, complaint))
      return
    }
    const first = waiting.shift()!
    first.reject(unreadable(first.spec, complaint))
    for (const each of waiting) send(each)
  }

  function close(): void {
    if (closed) return
    closed = true
    const pending = waiting
    waiting = []
    child?.git.stdin.end()
    child?.git.kill()
    child = null
    for (const each of pending) each.reject(new GitError('the object reader was closed'))
  }

  return { ask, close }
}

/** An idle cat-file must not keep Node alive: it ends when its stdin does. */
function hold(child: ChildProcessWithoutNullStreams, alive: boolean): void {
  // the pipes are sockets, each a handle of its own; the types know it of none of them
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as Partial<NodeJS.RefCounted>[]
  for (const handle of handles) alive ? handle.ref?.() : handle.unref?.()
}

function unreadable(spec: string, complaint: string): GitError {
  return new GitError(`object ${spec} could not be read: ${complaint || 'git cat-file ended'}`, {
    subject: spec,
    hint: 'check the repository with: git fsck',
  })
}
