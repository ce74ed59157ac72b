/** The worktrees of a clone that exist on disk. */
import { existsSync } from 'node:fs'
import { ask } from './ask.ts'
import type { Survey } from './survey.ts'

/** Paths, the main worktree first. A bare main and worktrees whose folder is gone have no hooks to run. */
export function worktrees({ root, env }: Survey): string[] {
  const nul = ask(root, ['worktree', 'list', '--porcelain', '-z'], env) // -z: git 2.36
  const { code, stdout } = nul.code === 0 ? nul : ask(root, ['worktree', 'list', '--porcelain'], env)
  if (code !== 0) return [root]
  const end = nul.code === 0 ? '\0' : '\n'
  return stdout
    .split(end + end)
    .map(entry => entry.split(end))
    .filter(lines => !lines.includes('bare'))
    .map(lines => (lines[0] ?? '').replace(/^worktree /, ''))
    .filter(path => path !== '' && existsSync(path))
}
