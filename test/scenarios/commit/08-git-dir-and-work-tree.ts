import type { Scenario } from '../harness.ts'

export const title = '`--git-dir` and `--work-tree` from somewhere else'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  const git = [`--git-dir=${s.path('.git')}`, `--work-tree=${s.dir}`]
  await s.blocked([...git, 'commit', '-am', 'from afar'], { at: 'app.js:5' })
  await s.quiet([...git, 'add', '-A'], { cwd: s.root })
  await s.blocked(['--git-dir=repo/.git', '--work-tree=repo', 'commit', '-m', 'x'], {
    at: 'app.js:5',
    cwd: s.root,
    head: s.dir,
  })
  s.edit('app.js', token, '')
  await s.passes([...git, 'commit', '-am', 'from afar'])
}
