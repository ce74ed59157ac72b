// Whoever writes the change writes paths, refs, messages and excerpts: none may steer a terminal or a CI runner.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import type { Redacted } from '../../src/model.ts'
import { formatError } from '../../src/report/error.ts'
import { jsonText, visible } from '../../src/report/escape.ts'
import { formats, render } from '../../src/report/render.ts'
import { asAgent, decision, finding, refFinding } from './decision.ts'

// Everything that does not draw itself, newline apart (lines end in one).
const RAW = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\u001b[2J\u001b[31m',
    'a\n::error::b',
    '\r::set-output name=x::y',
    '##[add-path]/tmp',
    'x ##vso[task.complete result=Succeeded]',
    'user\u202etxt.exe',
    'a\u200bb\u2066c',
    '\ud800',
    '| **x** <b> [a](b) `',
    '\u009b31m',
  ),
)

function hostileDecision(text: string) {
  const d = decision({
    id: text,
    findings: [
      finding({
        path: text,
        message: text,
        excerpt: text as Redacted,
        ruleId: text,
        remedy: text,
        author: text,
      }),
      refFinding({ ref: text, message: text, clause: { id: text, layer: text, file: text, line: 1 } }),
    ],
    notices: [text],
  })
  d.coverage.skipped = [{ path: text, reason: text }]
  d.suppressed = d.suppressed.map(s => ({
    finding: finding({ path: text, ruleId: text }),
    suppression: { ...s.suppression, reason: text, by: text, source: text },
  }))
  d.operation.refs = [{ ref: text, action: 'create', before: null, after: null }]
  return d
}

describe('arbitrary text in every field', () => {
  test.each([...formats])('%s draws only what can be seen', async format => {
    await fc.assert(
      fc.asyncProperty(hostile, async text => {
        const d = hostileDecision(text)
        for (const each of [d, asAgent(d)]) {
          expect(await render(each, format, { version: '0' })).not.toMatch(RAW)
        }
      }),
    )
  })

  test('text for CI logs holds no runner command but our own annotations', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async text => {
        const d = hostileDecision(text)
        for (const format of ['pretty', 'github']) {
          const out = await render(d, format, { version: '0' })
          expect(out).not.toMatch(/##[a-z-]*\[/i)
          for (const line of out.split('\n')) {
            if (line.trimStart().startsWith('::')) expect(line).toMatch(/^::(error|warning) [^:]*title=/)
          }
        }
      }),
    )
  })

  test('json keeps the value itself: escapes change nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(JSON.parse(jsonText({ text }))).toEqual({ text })
        expect(JSON.parse(jsonText([{ text }], 2))).toEqual([{ text }])
      }),
    )
  })

  test('errors too', () => {
    fc.assert(
      fc.property(hostile, text => {
        const error = new UsageError(text, { subject: text, line: 3, hint: text })
        expect(formatError(error).text).not.toMatch(RAW)
        expect(formatError(error, { format: 'json' }).text).not.toMatch(RAW)
      }),
    )
  })
})

describe('visible', () => {
  test.each([
    ['plain ünïcode 漢字 🙂', 'plain ünïcode 漢字 🙂'],
    ['a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['a\nb\tc', 'a\\u{a}b\\u{9}c'],
    ['r\u202el', 'r\\u{202e}l'],
    ['z\u200bw\ufeff', 'z\\u{200b}w\\u{feff}'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d', 'half \\u{d83d}'],
    ['##[error]', '#\\u{23}[error]'],
    ['## [heading]', '## [heading]'],
  ])('%j is shown as %s', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })
})
