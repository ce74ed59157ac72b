import { expect, test } from 'vitest'
import { colorLevel } from '../../src/report/color.ts'
import { openProgress } from '../../src/report/progress.ts'

function screen(enabled = true, columns?: number) {
  const written: string[] = []
  let time = 0
  const stream = { write: (text: string) => written.push(text), ...(columns !== undefined && { columns }) }
  const progress = openProgress({ stream, enabled: () => enabled, now: () => time })
  return { written, progress, at: (ms: number) => (time = ms) }
}

test('work under a second shows nothing, and leaves nothing to wipe', () => {
  const { written, progress, at } = screen()
  at(999)
  progress.update(1, 10, 'blobs')
  progress.finish()
  expect(written).toEqual([])
})

test('after a second one line is rewritten, at most ten times a second, and wiped at the end', () => {
  const { written, progress, at } = screen()
  at(1000)
  progress.update(250, undefined, 'blobs')
  at(1050)
  progress.update(300, undefined, 'blobs')
  at(2100)
  progress.update(12_400, undefined, 'commits')
  progress.finish()
  progress.update(500, undefined, 'commits')
  expect(written).toEqual([
    '\r\u001b[Kportcullis: 250 blobs, 1 s',
    '\r\u001b[Kportcullis: 12,400 commits, 2 s',
    '\r\u001b[K',
  ])
})

test('of work whose size is known it says the share, the rate since that work began, and the time left', () => {
  const { written, progress, at } = screen()
  at(3000)
  progress.update(0, 262_342, 'blobs')
  at(5000)
  progress.update(123_456, 262_342, 'blobs')
  at(5500)
  progress.update(262_342, 262_342, 'blobs')
  at(6000)
  progress.update(10, 90_000, 'objects checked')
  at(7000)
  progress.update(110, 90_000, 'objects checked')
  expect(written.map(line => line.replace('\r\u001b[K', ''))).toEqual([
    'portcullis: 0 of 262,342 blobs (0 %)',
    'portcullis: 123,456 of 262,342 blobs (47 %), 62,000/s, 3 s left',
    'portcullis: 262,342 of 262,342 blobs (100 %), 100,000/s, 0 s left',
    'portcullis: 10 of 90,000 objects checked (0 %)',
    'portcullis: 110 of 90,000 objects checked (0 %), 100/s, 15 min left',
  ])
})

test('no more is done than there is, and nothing to do is done', () => {
  const { written, progress, at } = screen()
  progress.update(0, 10, 'blobs')
  at(2000)
  progress.update(12, 10, 'blobs')
  at(3000)
  progress.update(0, 0, 'trees')
  expect(written.map(line => line.replace('\r\u001b[K', ''))).toEqual([
    'portcullis: 10 of 10 blobs (100 %), 5/s, 0 s left',
    'portcullis: 0 of 0 trees (100 %)',
  ])
})

test('switched off it writes nothing', () => {
  const { written, progress, at } = screen(false)
  at(5000)
  progress.update(1, 2, 'blobs')
  progress.finish()
  expect(written).toEqual([])
})

test('a narrow terminal gets a line that does not wrap, and a path in it cannot move the cursor', () => {
  const { written, progress, at } = screen(true, 20)
  at(1000)
  progress.update(1, undefined, 'in \u001b[2Ja')
  expect(written[0]).toBe('\r\u001b[Kportcullis: 1 in \\u')
})

test.each<[Record<string, string>, boolean, number]>([
  [{ TERM: 'xterm' }, true, 1],
  [{ TERM: 'xterm-256color' }, true, 2],
  [{ TERM: 'xterm', COLORTERM: 'truecolor' }, true, 3],
  [{ TERM: 'xterm' }, false, 0],
  [{ TERM: 'dumb' }, true, 0],
  [{ TERM: 'xterm', NO_COLOR: '1' }, true, 0],
  [{ TERM: 'xterm', NO_COLOR: '' }, true, 1],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, 1],
  [{ FORCE_COLOR: '3' }, false, 3],
  [{ FORCE_COLOR: '' }, false, 1],
  [{ FORCE_COLOR: '0' }, true, 0],
  [{ FORCE_COLOR: 'false' }, true, 0],
])('colour for %j, terminal %s: level %d', (env, terminal, level) => {
  expect(colorLevel(env, terminal)).toBe(level)
})
