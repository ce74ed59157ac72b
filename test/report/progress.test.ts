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
  progress.update(250, 1000, 'blobs')
  at(1050)
  progress.update(300, 1000, 'blobs')
  at(2100)
  progress.update(400, undefined, 'commits')
  progress.finish()
  progress.update(500, undefined, 'commits')
  expect(written).toEqual([
    '\r\u001b[Kportcullis: 250 of 1000 (25 %) blobs, 1 s',
    '\r\u001b[Kportcullis: 400 commits, 2 s',
    '\r\u001b[K',
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
