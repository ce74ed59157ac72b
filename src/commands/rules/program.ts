/** `portcullis rules …`: names, options, help. Each subcommand is loaded when it is called. */
import { type Command, Option } from 'commander'
import type { Io } from '../../enforce.ts'
import type { ExitCode } from '../../model.ts'

type End = (exit: ExitCode) => void

export function addRules(root: Command, io: Io, end: End): void {
  const rules = root
    .command('rules')
    .description('list, show, test, write and import the rules that look for credentials')
  for (const add of [addList, addShow, addTest, addNew, addImport]) add(rules, io, end)
}

function addList(rules: Command, io: Io, end: End): void {
  rules
    .command('list')
    .description("every rule: built-in ones and this repository's own")
    .option('--provider <name>', 'only rules of this provider')
    .addOption(new Option('--confidence <level>', 'only rules this sure').choices(['low', 'medium', 'high']))
    .option('--own', 'only the rules of this repository')
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis rules list --provider GitHub\n  portcullis rules list --own --format json',
    )
    .action(async flags => end(await (await import('./list.ts')).listRules(flags, io)))
}

function addShow(rules: Command, io: Io, end: End): void {
  rules
    .command('show <id>')
    .description('all that is written about a rule, its examples too')
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  portcullis rules show github-pat')
    .action(async (id: string, flags) => end(await (await import('./show.ts')).showRule(id, flags, io)))
}

function addTest(rules: Command, io: Io, end: End): void {
  rules
    .command('test [names...]')
    .description('run the examples of rules and time them: all, or some by id or file')
    .addOption(formatOption())
    .addHelpText('after', TEST_HELP)
    .action(async (names: string[], flags) =>
      end(await (await import('./test.ts')).testRules(names, flags, io)),
    )
}

const TEST_HELP = `
Examples:
  portcullis rules test
  portcullis rules test .portcullis/rules/acme.toml
  portcullis rules test github-pat

Exit codes:
  0  every example does what it should
  1  one does not, or a rule matches nearly everything or costs more than a scan allows
  2  a file with an error (named with its line), no such rule`

function addNew(rules: Command, io: Io, end: End): void {
  rules
    .command('new <id>')
    .description('write .portcullis/rules/<id>.toml: a rule that works, to be changed')
    .addHelpText('after', '\nExample:\n  portcullis rules new acme-deploy-key')
    .action(async (id: string) => end(await (await import('./new.ts')).newRule(id, io)))
}

function addImport(rules: Command, io: Io, end: End): void {
  rules
    .command('import <files...>')
    .description("take over another tool's rules and what it was told to ignore")
    .option('--name <name>', 'of the rule file to write (default: after the tool)')
    .option('--reason <text>', 'why ignored credentials may stay (default: where they were ignored)')
    .option('--dry-run', 'say what would be imported, write nothing')
    .addOption(formatOption())
    .addHelpText('after', IMPORT_HELP)
    .action(async (files: string[], flags) =>
      end(await (await import('./import.ts')).importRules(files, flags, io)),
    )
}

const IMPORT_HELP = `
Reads (told by their content): rules of gitleaks and betterleaks (TOML), .gitleaksignore, .betterleaksignore, a report of gitleaks
that serves as baseline (JSON), .secrets.baseline of detect-secrets (JSON). Rules go to .portcullis/rules/, ignored credentials
to .portcullis/baseline.json. The built-in rules look on: an import never makes them find less.

Examples:
  portcullis rules import .gitleaks.toml .gitleaksignore
  portcullis rules import .secrets.baseline --reason 'audited 2026-10, OPS-12' --dry-run

Exit codes:
  0  all of it was taken over
  1  something was left out: it is listed with its line and the reason
  2  a file that cannot be read or is none of these; nothing is written`

function formatOption(): Option {
  return new Option('--format <name>', 'what standard output gets')
    .choices(['pretty', 'json'])
    .default('pretty')
}
