import type { Scenario } from '../harness.ts'

export const title = 'a notebook: the token is inside a JSON string'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write(
    'study.ipynb',
    JSON.stringify(
      { cells: [{ cell_type: 'code', source: [`client = "${token}"\n`] }], nbformat: 4 },
      null,
      1,
    ),
  )
  await s.quiet(['add', 'study.ipynb'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'study.ipynb' })
}
