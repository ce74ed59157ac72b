/** `portcullis agent …`: names, options and help; the hook itself never comes through here (cli.ts). */
import { type Command, Option } from 'commander'
import type { Io } from '../../enforce.ts'
import type { ExitCode } from '../../model.ts'

export function addAgent(root: Command, io: Io, end: (exit: ExitCode) => void): void {
  const agent = root
    .command('agent')
    .description('coding agents: judge their tool calls, install the hook that asks')
  addInstall(agent, io, end)
  addRemove(agent, io, end)
  agent
    .command('status')
    .description('which agents ask Portcullis here, and whether their hook works')
    .action(async () => end((await import('./setup.ts')).runStatus(io)))
  agent
    .command('check <command>')
    .description('what the guard says of a shell command, as an agent would run it here')
    .addHelpText('after', "\nExamples:\n  portcullis agent check 'git commit --no-verify -m wip'")
    .action(async (command: string) => end(await (await import('./check.ts')).runCheck(command, io)))
  agent
    .command('hook')
    .description('what agents call: one JSON payload on standard input, exit code 0 or 2')
    .action(async () => end(await (await import('./hook.ts')).agentHook(io)))
}

function addInstall(agent: Command, io: Io, end: (exit: ExitCode) => void): void {
  const install = agent
    .command('install')
    .description("put the hook into agents' settings, beside what is there")
    .option(
      '--managed',
      'print the settings for whole machines instead, for an administrator to put in place',
    )
    .addHelpText('after', INSTALL_EXAMPLES)
  withHosts(install).action(async flags => end((await import('./setup.ts')).runInstall(flags, io)))
}

const INSTALL_EXAMPLES = `
Without --host and --all: the agents that have a folder in your home or in this repository.

Examples:
  portcullis agent install                              every repository of yours
  portcullis agent install --scope project --host claude-code --host cursor
  portcullis agent install --managed`

function addRemove(agent: Command, io: Io, end: (exit: ExitCode) => void): void {
  const remove = agent
    .command('remove')
    .description('take away exactly what install put there')
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis agent remove\n  portcullis agent remove --scope project --all',
    )
  withHosts(remove).action(async flags => end((await import('./setup.ts')).runRemove(flags, io)))
}

function withHosts(command: Command): Command {
  return command
    .option(
      '--host <name...>',
      'claude-code, codex, cursor, gemini-cli, copilot, vscode, windsurf, opencode, mistral-vibe',
    )
    .option('--all', 'every agent there is, used here or not')
    .addOption(
      new Option(
        '--scope <scope>',
        'user: all repositories of this user; project: committed, for everybody; local: this clone',
      )
        .choices(['user', 'project', 'local'])
        .default('user'),
    )
}
