// Every format, whole, as it was looked at by a person when the golden file was made.
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { checkFormat, formats, render, reportTarget } from '../../src/report/render.ts'
import { asAgent, decision, finding, refFinding } from './decision.ts'

const options = { version: '0.1.0' }
const golden = (name: string) => `../golden/report/${name}`

describe('one decision in every format', () => {
  test.each([...formats])('%s', async format => {
    await expect(await render(decision(), format, options)).toMatchFileSnapshot(golden(`${format}.txt`))
  })

  test('for a person at a terminal: colour and links', async () => {
    const text = await render(decision(), 'pretty', { ...options, color: 1, linkRoot: '/home/alice/app/' })
    await expect(text).toMatchFileSnapshot(golden('pretty-colour.txt'))
  })

  test('for an agent: the deciding line first, no colour even when asked', async () => {
    const text = await render(asAgent(decision()), 'pretty', { ...options, color: 3, linkRoot: '/x' })
    await expect(text).toMatchFileSnapshot(golden('agent.txt'))
  })

  test('nothing found: two lines', async () => {
    const clean = decision({ verdict: 'allow', findings: [], suppressed: [], notices: [] })
    clean.coverage.skipped = []
    expect(await render(clean, 'pretty', options)).toBe(
      'looked at 12 commits, 340 blobs, 1.2 MB in 0.3 s; skipped nothing\nallowed: nothing found (decision 7f3a9c)\n',
    )
  })
})

test('what was remembered is said where there is any', async () => {
  const said = async (remembered: number) => {
    const text = await render(
      decision({ coverage: { ...decision().coverage, remembered } }),
      'pretty',
      options,
    )
    return text.split('\n').find(line => line.startsWith('looked at'))
  }
  expect(await said(339)).toContain('looked at 12 commits, 340 blobs (339 remembered), 1.2 MB in')
  expect(await said(0)).toContain('looked at 12 commits, 340 blobs, 1.2 MB in')
})

describe('the line a program looks for', () => {
  const waiting = decision({ verdict: 'ask', findings: [refFinding()] })

  test('ask, for an agent: the fixed line alone, the next step under it', async () => {
    const lines = (await render(asAgent(waiting), 'pretty', options)).split('\n')
    expect(lines.slice(0, 2)).toEqual([
      'PORTCULLIS ASK 7f3a9c clause=refs.main',
      'next: open a pull request from agent/<topic>',
    ])
  })

  test('ask, for a person: the same line', async () => {
    expect(await render(waiting, 'pretty', options)).toMatch(/^PORTCULLIS ASK 7f3a9c clause=refs\.main\n/)
  })

  test('deny by several clauses names five and counts them; blanks cannot forge a field', async () => {
    const many = [1, 2, 3, 4, 5, 6].map(n =>
      refFinding({ verdict: 'deny', clause: { id: `c ${n}`, layer: 'base' } }),
    )
    const [line] = (await render(asAgent(decision({ findings: many })), 'pretty', options)).split('\n')
    expect(line).toBe(
      'PORTCULLIS DENY 7f3a9c clause=c\\u{20}1 clause=c\\u{20}2 clause=c\\u{20}3 clause=c\\u{20}4 clause=c\\u{20}5' +
        ' clauses=6  next: open a pull request from agent/<topic>',
    )
  })

  test('warn and allow say so too, with no step to take', async () => {
    const warned = asAgent(decision({ verdict: 'warn', findings: [finding({ verdict: 'warn' })] }))
    expect(await render(warned, 'pretty', options)).toMatch(
      /^PORTCULLIS WARN 7f3a9c clause=example-cloud-key\n/,
    )
    const allowed = asAgent(decision({ verdict: 'allow', findings: [] }))
    expect(await render(allowed, 'pretty', options)).toMatch(/^PORTCULLIS ALLOW 7f3a9c\n/)
  })
})

describe('words', () => {
  test('a scan finds or is clean, it blocks nothing', async () => {
    const scan = decision()
    scan.operation.kind = 'scan'
    expect(await render(scan, 'pretty', options)).toContain('\nfound: 1 denied, 1 to be approved, 1 warning')
    const clean = { ...scan, verdict: 'allow' as const, findings: [], suppressed: [] }
    expect(await render(clean, 'pretty', options)).toContain('\nclean: nothing found')
  })

  test('no format ever speaks of a way around', async () => {
    const all = await Promise.all(formats.map(f => render(decision(), f, options)))
    expect(all.join('')).not.toMatch(/no-verify|HUSKY|hooksPath|\bskip-|bypass/i)
  })

  test('long lists are cut with a count, never in silence', async () => {
    const d = decision()
    d.coverage.skipped = Array.from({ length: 8 }, (_, i) => ({ path: `f${i}`, reason: 'too large' }))
    d.suppressed = Array.from({ length: 25 }, () => d.suppressed[0]!)
    const text = await render(d, 'pretty', options)
    expect(text).toContain('skipped 8: f0: too large')
    expect(text).toContain('f4: too large and 3 more')
    expect(text).toContain('  and 5 more, all of them in --format json')
  })
})

describe('bad formats', () => {
  test('an unknown one is exit 2 and names those that exist', () => {
    expect(() => checkFormat('xml')).toThrow(UsageError)
    expect(() => checkFormat('xml')).toThrow('unknown format "xml"')
    expect(hintOf(() => checkFormat('xml'))).toBe(
      'choose one of pretty, json, jsonl, sarif, github, markdown',
    )
  })

  test('nor does an inherited property name a format', () => {
    expect(() => checkFormat('constructor')).toThrow('unknown format "constructor"')
  })

  test('--report takes FORMAT=FILE', () => {
    expect(reportTarget('sarif=out=1.sarif')).toEqual({ format: 'sarif', file: 'out=1.sarif' })
    expect(() => reportTarget('sarif')).toThrow('"--report sarif" is not FORMAT=FILE')
    expect(() => reportTarget('xml=a')).toThrow('unknown format "xml"')
  })
})

function hintOf(act: () => void): string | undefined {
  try {
    act()
  } catch (error) {
    return (error as UsageError).detail.hint
  }
  return undefined
}
