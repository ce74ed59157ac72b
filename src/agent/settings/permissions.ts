/**
 * Claude Code's own permission rules beside the hook: they hold where hooks do not fire (`@file` mentions) or are turned off. Few and
 * plain; the hook knows the other spellings.
 */

export function shellRules(tool: string): string[] {
  const commands = [
    'git commit --no-verify',
    'git commit -n',
    'git push --no-verify',
    'git config core.hooksPath',
    'git -c core.hooksPath',
  ]
  return commands.map(command => `${tool}(${command}:*)`)
}

export function readRules(): string[] {
  const files = [
    './.env',
    './.env.local',
    './.env.production',
    '~/.ssh/id_*',
    '~/.aws/credentials',
    '~/.netrc',
    '~/.git-credentials',
  ]
  return files.map(file => `Read(${file})`)
}
