import { expect, test } from 'vitest'
import { github } from '../../src/report/github.ts'
import { summary } from '../../src/report/summary.ts'
import { decision, finding } from './decision.ts'

const many = (n: number, verdict: 'deny' | 'warn') =>
  Array.from({ length: n }, (_, i) =>
    finding({ verdict, path: `src/${verdict}${i}.ts`, fingerprint: `${verdict}${i}` }),
  )

test('ten errors and ten warnings are annotations, the rest plain lines that say so', () => {
  const out = github(decision({ findings: [...many(12, 'deny'), ...many(11, 'warn')] })).split('\n')
  expect(out.filter(l => l.startsWith('::error '))).toHaveLength(10)
  expect(out.filter(l => l.startsWith('::warning '))).toHaveLength(10)
  expect(out).toContain('and 3 more that GitHub would not show as annotations (10 a kind and step):')
  expect(out).toContain('- deny example-cloud-key at src/deny11.ts:12:15: Example Cloud access key')
  expect(out).toContain('- warn example-cloud-key at src/warn10.ts:12:15: Example Cloud access key')
})

test('data and properties are escaped as the toolkit does', () => {
  const [line] = github(
    decision({ findings: [finding({ path: 'a:b,c%d.ts', message: '100%: a, b' })] }),
  ).split('\n')
  expect(line).toContain('file=a%3Ab%2Cc%25d.ts,line=12')
  expect(line).toContain('::100%25: a, b. Next: ')
})

test('columns go along only within one line', () => {
  const [line] = github(decision({ findings: [finding({ endLine: 14 })] })).split('\n')
  expect(line).toContain('line=12,endLine=14,col=15,title=')
})

test('the summary cuts its table at 50 rows and says how many are in the log', () => {
  const text = summary(decision({ findings: many(60, 'deny') }))
  expect(text.split('\n').filter(l => l.startsWith('| deny'))).toHaveLength(50)
  expect(text).toContain('\nand 10 more in the log\n')
})

test('untrusted text adds no markup, mention or row to the summary', () => {
  const text = summary(
    decision({ findings: [finding({ message: '<img src=x> | @all [a](http://b)\n# x' })] }),
  )
  expect(text).not.toMatch(/<img|@all|\[a\]|\n# x/)
})
