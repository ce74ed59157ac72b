/** pre-commit and prek: local hooks in the configuration, for the clones of others. They never pass git's list of refs on, so pre-push is not among them. */
import { readFileSync } from 'node:fs'
import type { Step } from './step.ts'

const STAGES = ['pre-commit', 'pre-merge-commit', 'prepare-commit-msg', 'commit-msg']
const BEGIN = '# portcullis: begin'
const END = '# portcullis: end'

/** No steps where `repos:` is not written as a list of its own lines: then `frameworkHint` is what a person adds. */
export function frameworkSteps(config: string): Step[] {
  const lines = withoutEntry(readFileSync(config, 'utf8').split('\n'))
  const at = lines.findIndex(line => /^repos:\s*(#.*)?$/.test(line))
  if (at < 0) return []
  const indent = /^(\s*)-\s/.exec(lines.slice(at + 1).find(line => /^\s*-\s/.test(line)) ?? '')?.[1] ?? ''
  lines.splice(at + 1, 0, ...entry().map(line => indent + line))
  return [{ do: 'write', path: config, text: lines.join('\n') }]
}

export function frameworkRemoval(config: string): Step[] {
  const text = readFileSync(config, 'utf8')
  return [{ do: 'write', path: config, text: withoutEntry(text.split('\n')).join('\n') }]
}

export function frameworkHint(): string {
  return entry().join('\n')
}

function entry(): string[] {
  const hooks = STAGES.flatMap(stage => [
    `  - id: portcullis-${stage}`,
    `    name: portcullis (${stage})`,
    `    entry: sh .portcullis/hook ${stage}`,
    '    language: system',
    // the message's file is an argument; names of changed files are not wanted
    `    pass_filenames: ${stage === 'prepare-commit-msg' || stage === 'commit-msg'}`,
    '    always_run: true',
    '    require_serial: true',
    `    stages: [${stage}]`,
  ])
  return [BEGIN, '- repo: local', '  hooks:', ...hooks, END]
}

function withoutEntry(lines: string[]): string[] {
  const from = lines.findIndex(line => line.trim() === BEGIN)
  const to = lines.findIndex(line => line.trim() === END)
  return from >= 0 && to > from ? [...lines.slice(0, from), ...lines.slice(to + 1)] : lines
}
