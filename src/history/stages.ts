/** One thread's part of each stage: takes portions until there are none, and hands back what all of them gave. */
import type { Detectors } from '../detect/index.ts'
import { withHint } from '../errors.ts'
import { openBlocks } from '../pack/blocks.ts'
import { openReader } from '../pack/reader.ts'
import { type Answered, type Asked, lookAgain } from './again.ts'
import { readBlobs } from './blobs.ts'
import { readCommits } from './commits.ts'
import { openMemory } from './memory.ts'
import {
  DONE,
  NEXT,
  type Places,
  type Portions,
  type Results,
  type Shared,
  STOPPED,
  type Stage,
} from './shared.ts'
import { readTrees } from './trees.ts'
import { type Store, type Visitor, walkTree } from './walk.ts'
import { openWords, type Spoken } from './words.ts'

export interface Stages {
  /** `pause` is awaited between portions, by the thread that has more to do */
  run(stage: Stage, pause?: () => Promise<void>): Promise<Results[Stage['kind']]>
  close(): void
}

export function openStages(shared: Shared, detectors: Detectors): Stages {
  const { table, forest, counters, limit } = shared
  const store: Store = {
    table,
    forest,
    reader: openReader(table),
    memory: openMemory(),
    blocks: openBlocks(table),
  }
  const words = openWords(detectors)

  async function each<S>(
    portions: Portions,
    visitor: Visitor<S>,
    pause?: () => Promise<void>,
  ): Promise<void> {
    const counted = counting(visitor, counters)
    for (let at = take(counters); at + 1 < portions.starts.length; at = take(counters)) {
      for (let i = portions.starts[at]!; i < portions.starts[at + 1]!; i++) {
        if (Atomics.load(counters, STOPPED) === 1) return
        walkTree(portions.roots[i]!, store, portions.needed, counted.visitor)
      }
      counted.flush()
      await pause?.()
    }
  }

  async function trees(portions: Portions, pause?: () => Promise<void>): Promise<Results['trees']> {
    const reader = readTrees(table)
    await each(portions, reader.visitor, pause)
    return reader.done()
  }

  async function commits(portions: Portions, pause?: () => Promise<void>): Promise<Results['commits']> {
    const reader = readCommits(table)
    const spoken: Spoken[] = []
    const failed: Results['commits']['failed'] = []
    const visitor: Visitor<undefined> = {
      limit,
      visit(n, content) {
        reader.add(n, content)
        spoken.push(...words(n, content))
        return undefined
      },
      tooLarge: (n, size) => failed.push({ n, reason: `has ${size} bytes` }),
      failed: (n, error) => failed.push({ n, reason: withHint(error) }),
    }
    await each(portions, visitor, pause)
    return { commits: reader.done(), spoken, failed }
  }

  async function blobs(
    portions: Portions,
    places: Places,
    pause?: () => Promise<void>,
  ): Promise<Results['blobs']> {
    const reader = readBlobs(openPlaces(places), detectors, limit)
    await each(portions, reader.visitor, pause)
    return { ...reader.done(), ...reader.seen() }
  }

  /** To its end even where the scan was stopped: what was found is told. */
  async function contents(asked: Asked, places: Places, pause?: () => Promise<void>): Promise<Answered[]> {
    const { pathName } = openPlaces(places)
    const answers: Answered[] = []
    for (let i = take(counters); i < asked.blob.length; i = take(counters)) {
      answers.push(lookAgain(i, asked, pathName, table, store.reader, detectors))
      await pause?.()
    }
    return answers
  }

  return {
    run(stage, pause) {
      if (stage.kind === 'trees') return trees(stage.portions, pause)
      if (stage.kind === 'commits') return commits(stage.portions, pause)
      if (stage.kind === 'contents') return contents(stage.asked, stage.places, pause)
      return blobs(stage.portions, stage.places, pause)
    },
    close() {
      store.reader.close()
      store.blocks.close()
    },
  }
}

function take(counters: Int32Array): number {
  return Atomics.add(counters, NEXT, 1)
}

/** Tells how far the stage is, not with every object. */
function counting<S>(visitor: Visitor<S>, counters: Int32Array): { visitor: Visitor<S>; flush(): void } {
  let done = 0
  const flush = () => {
    Atomics.add(counters, DONE, done)
    done = 0
  }
  const count = () => {
    if (++done === 256) flush()
  }
  const counted: Visitor<S> = {
    limit: visitor.limit,
    visit(n, content, made, isBase) {
      count()
      return visitor.visit(n, content, made, isBase)
    },
    tooLarge(n, size) {
      count()
      visitor.tooLarge(n, size)
    },
    failed(n, error) {
      count()
      visitor.failed(n, error)
    },
  }
  return { visitor: counted, flush }
}

/** Names become strings when they are first asked for. */
function openPlaces({ first, list, text, ends }: Places) {
  const names: string[] = []
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  return {
    pathsOf: (n: number) => list.subarray(first[n], first[n + 1]),
    pathName(path: number) {
      names[path] ??= bytes.toString('utf8', path === 0 ? 0 : ends[path - 1], ends[path])
      return names[path]
    },
  }
}
