import type { Scenario } from '../harness.ts'

export const title = 'a bare repository with a work tree elsewhere, as people keep their dotfiles'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['clone', '-q', '--bare', s.dir, '../dotfiles.git'])
  const bare = s.path('..', 'dotfiles.git')
  await s.quiet(['config', 'core.hooksPath', s.path('.git', 'hooks')], { cwd: bare })
  s.append('app.js', `const token = "${s.secret()}"\n`)
  const git = [`--git-dir=${bare}`, `--work-tree=${s.dir}`]
  await s.quiet([...git, 'reset', '-q'])
  await s.blocked([...git, 'commit', '-am', 'settings'], { at: 'app.js:5' })
}
