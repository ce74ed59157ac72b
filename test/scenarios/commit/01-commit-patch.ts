import type { Scenario } from '../harness.ts'

export const title = '`commit -p`: only the chosen hunk counts'

export async function run(s: Scenario): Promise<void> {
  const lines = Array.from({ length: 40 }, (_, i) => `line(${i})\n`)
  s.write('long.js', lines.join(''))
  await s.commitUnseen()
  lines[2] = 'line("two")\n'
  lines[35] = `const token = "${s.secret()}"\n`
  s.write('long.js', lines.join(''))
  await s.blocked(['commit', '-p', '-m', 'second hunk'], {
    gitShowsContent: true,
    input: 'n\ny\n',
    at: 'long.js:36',
  })
  await s.passes(['commit', '-p', '-m', 'first hunk'], { gitShowsContent: true, input: 'y\nn\n' })
}
