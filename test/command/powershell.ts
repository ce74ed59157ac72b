import type { CommandVerdict, Shell } from '../../src/command/types.ts'

const rows = (shell: Shell, verdict: CommandVerdict['verdict'], commands: string[]) =>
  commands.map(command => ({ shell, verdict, command }))

/** The other shells' ways of the same. */
export const POWERSHELL = [
  ...rows('powershell', 'deny', [
    'git commit -n -m x',
    'git commit `\n --no-verify -m x',
    "& git commit '-n' -m x",
    '& "C:\\Program Files\\Git\\bin\\git.exe" commit -n',
    'Get-Date; git push --no-verify',
    'if ($true) { git commit -n -m x }',
    '$env:HUSKY = 0; git commit -m x',
    "$env:HUSKY='0'; git push",
    '$f = "-n"; git commit $f -m x',
    'g`it commit -n',
    'Remove-Item -Recurse -Force .git',
    'Remove-Item .husky\\pre-commit',
    'ri .git/hooks -r',
    'Set-Content .husky/pre-commit "exit 0"',
    '"exit 0" > .git\\hooks\\pre-commit',
    "iex 'git commit -n'",
    'Invoke-Expression "git push --force"',
    "Start-Process git -ArgumentList 'commit','-n'",
    "pwsh -c 'git commit -n'",
    "bash -c 'git commit -n'",
    'git push --force origin main',
  ]),
  ...rows('powershell', 'ask', [
    'git commit $flags',
    'git commit $(Get-Flags)',
    'iex $x',
    'git push origin HEAD:$b',
  ]),
  ...rows('powershell', 'none', [
    'git status',
    'git commit -m "mention --no-verify"',
    "git commit -m 'x -n'",
    'Write-Host "git push --force"',
    'Get-Content .husky/pre-commit',
    'Remove-Item -Recurse node_modules',
    '$x = git rev-parse HEAD; Write-Output $x',
    'npm test',
    'ls # git commit -n',
  ]),
  ...rows('cmd', 'deny', [
    'git commit -n -m x',
    'git commit ^-n -m x',
    'g^it commit --no-verify',
    'set HUSKY=0 && git commit -m x',
    'set F=-n& git commit %F% -m x',
    'del .husky\\pre-commit',
    'rd /s /q .git',
    'echo exit 0 > .git\\hooks\\pre-commit',
    'cmd /c git push --no-verify',
    'dir & git push --force',
  ]),
  ...rows('cmd', 'ask', ['git commit %FLAGS%']),
  ...rows('cmd', 'none', [
    'git status',
    'dir /s',
    'git commit -m "mention -n"',
    'echo git commit -n',
    'npm test',
  ]),
]
