/** The audit page in a real browser: it draws under its own policy, and nothing of a hostile log becomes markup or runs. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gather } from '../../../src/report/audit/gather.ts'
import { auditHtml } from '../../../src/report/audit/html.ts'
import { asked, decision, fortnight, standing } from './sample.ts'

const BROWSER = ['chromium', 'chromium-browser', 'google-chrome'].find(
  name => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
)
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pc-page-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(BROWSER === undefined)('in Chromium', () => {
  it('the bars have the colours that the style gives them: its policy lets the style through', () => {
    const page = written(auditHtml(gather(fortnight()), standing(), '2026-11-16T10:00:00Z'))
    const picture = join(folder, 'page.png')
    browse([`--screenshot=${picture}`, '--window-size=1000,1200', page])
    const colours = coloursOf(readFileSync(picture))
    // denied, asked, allowed: as the style sheet has them for a light page
    for (const colour of ['c0392b', 'd98200', '4c9f70']) expect(colours).toContain(colour)
  })

  it('a hostile log is text: no element, no handler, no title of it', () => {
    const hostile = '</title></style></td><script>document.title="ran"</script><img src=x onerror=alert(1)>'
    const record = decision('2026-11-01T00:00:00Z', 'deny', asked(hostile, 'deny'))
    const page = written(auditHtml(gather([record]), standing({ repository: hostile }), '2026-11-16'))
    const dom = browse(['--dump-dom', page])
    expect(dom).not.toMatch(/<script|<img/)
    expect(dom).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(dom).not.toContain('<title>ran')
  })
})

function written(html: string): string {
  const file = join(folder, 'page.html')
  writeFileSync(file, html)
  return `file://${file}`
}

function browse(args: string[]): string {
  const data = `--user-data-dir=${join(folder, 'profile')}`
  return execFileSync(BROWSER!, [...FLAGS, data, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 50_000,
  }).toString()
}

/** Colours of an 8-bit RGB or RGBA PNG, as hex: https://www.w3.org/TR/png-3/ */
function coloursOf(png: Buffer): Set<string> {
  const width = png.readUInt32BE(16)
  const size = png[25] === 6 ? 4 : 3
  const rows = inflateSync(Buffer.concat(dataOf(png)))
  const stride = width * size
  const colours = new Set<string>()
  let above: Buffer = Buffer.alloc(stride)
  for (let at = 0; at < rows.length; at += stride + 1) {
    const row = unfiltered(rows[at]!, rows.subarray(at + 1, at + 1 + stride), above, size)
    for (let x = 0; x < stride; x += size) colours.add(row.toString('hex', x, x + 3))
    above = row
  }
  return colours
}

function dataOf(png: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return parts
}

function unfiltered(kind: number, row: Buffer, above: Buffer, size: number): Buffer {
  const out = Buffer.from(row)
  for (let x = 0; x < row.length; x++) {
    const [left, up, corner] = [out[x - size] ?? 0, above[x]!, above[x - size] ?? 0]
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind]!
    out[x] = row[x]! + guess
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map(value => Math.abs(left + up - corner - value)) as [
    number,
    number,
    number,
  ]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}
