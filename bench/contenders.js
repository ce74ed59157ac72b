// Who runs: ourselves, the peers on PATH as their own documentation says a whole history is scanned, and two floors.

import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../bin/portcullis.js', import.meta.url))
const MOST_OUTPUT = 2 ** 30

/** `run` is timed; `tell` prints findings, which `read` turns into {rule, path, line, endLine, commit, secret}. */
export function contenders(node) {
  return [
    {
      name: 'portcullis',
      program: node,
      run: repo => [node, CLI, 'scan', repo, '--no-progress', '--no-cache'],
      tell: repo => [node, CLI, 'scan', repo, '--no-progress', '--no-cache', '--format', 'json'],
      tellFiles: folder => [
        ...[node, CLI, 'scan', '--files', folder],
        ...['--no-progress', '--format', 'json'],
      ],
      read: ours,
    },
    {
      name: 'gitleaks',
      program: 'gitleaks',
      run: repo => ['gitleaks', 'git', repo, '--log-opts=--all', '--no-banner', '--redact'],
      tell: repo => ['gitleaks', 'git', repo, '--log-opts=--all', '--no-banner', '-f', 'json', '-r', '-'],
      read: text => JSON.parse(text || '[]').map(gitleaks),
    },
    {
      name: 'betterleaks',
      program: 'betterleaks',
      run: repo => ['betterleaks', 'git', repo, '--no-banner', '--redact'],
      tell: repo => ['betterleaks', 'git', repo, '--no-banner', '--jsonl', '-o', '-'],
      read: text =>
        lines(text)
          .filter(one => one.finding)
          .map(betterleaks),
    },
    {
      name: 'kingfisher',
      program: 'kingfisher',
      run: repo => ['kingfisher', 'scan', repo, '--no-validate', '--no-update-check', '--quiet'],
      tell: repo => [...kingfisherTells, repo],
      read: text =>
        lines(text)
          .filter(one => one.finding)
          .map(kingfisher),
    },
    {
      name: 'git log -p',
      program: 'git',
      floor: true,
      run: repo => ['git', '-C', repo, 'log', '-p', '-U0', '--all', '--no-ext-diff', '--no-textconv'],
    },
    {
      name: 'git cat-file',
      program: 'git',
      floor: true,
      // --buffer: written when the buffer is full, not after each object
      run: repo => [
        'git',
        '-C',
        repo,
        'cat-file',
        '--batch',
        '--batch-all-objects',
        '--unordered',
        '--buffer',
      ],
    },
  ]
}

const kingfisherTells =
  'kingfisher scan --no-validate --no-update-check --quiet --no-dedup --format jsonl'.split(' ')

/**
 * What one tool finds. Its output holds secrets: it comes through a pipe, and of each secret only a hash leaves this function, keyed
 * with a key that is gone when the benchmark ends; a private key is the same whatever its line ends. Ours has none and is compared by place.
 */
export function findingsOf({ tell, read }, repo, { env, key }) {
  const [program, ...args] = tell(repo)
  const { stdout, error } = spawnSync(program, args, {
    env,
    cwd: tmpdir(),
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (error) throw new Error(`${program} could not be asked for its findings: ${error.code}`)
  return read(stdout).map(({ secret, ...one }) => ({
    ...one,
    ...(secret !== undefined && {
      secret: createHmac('sha256', key).update(secret.replace(/\s+/g, '')).digest('hex').slice(0, 16),
    }),
  }))
}

/** Every place of every finding; what is suppressed was found too. */
function ours(text) {
  const { findings, suppressed } = JSON.parse(text)
  const places = (all, more) =>
    all.flatMap(({ ruleId: rule, verdict, fingerprint, occurrences }) =>
      occurrences.map(({ path, line, commit }) => ({
        rule,
        path,
        line,
        commit,
        verdict,
        fingerprint,
        ...more,
      })),
    )
  return [...places(findings, {}), ...places(suppressed, { suppressed: true })]
}

function gitleaks({ RuleID, File, StartLine, EndLine, Commit, Secret }) {
  return { rule: RuleID, path: File, line: StartLine, endLine: EndLine, commit: Commit, secret: Secret }
}

function betterleaks({ finding: { rule_id: rule, match, location, attributes, confidence } }) {
  const { path, start_line: line, end_line: endLine } = location
  return { rule, path, line, endLine, commit: attributes['git.sha'], confidence, secret: match.value }
}

function kingfisher({ rule, finding: { snippet, path, line, confidence, git_metadata: git } }) {
  const endLine = line + snippet.trimEnd().split('\n').length - 1
  const at = { path: git?.file?.path ?? path, line, endLine, commit: git?.commit?.id }
  return { rule: rule.id, ...at, confidence, secret: snippet }
}

function lines(text) {
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

/** Of a member of an archive, the archive. */
export function fileOf({ path }) {
  return path.split('!')[0]
}

/** By place: which of the peer's secrets have one that is ours too. A key has many lines, and we name one of them. */
export function compare(own, theirs) {
  const places = new Set(own.map(({ path, line }) => `${path}\0${line}`))
  const isOurs = ({ path, line, endLine = line }) => {
    for (let at = line; at <= endLine; at++) if (places.has(`${path}\0${at}`)) return true
    return false
  }
  const bySecret = new Map()
  for (const one of theirs) bySecret.set(one.secret, [...(bySecret.get(one.secret) ?? []), one])
  const missed = [...bySecret.values()].filter(all => !all.some(isOurs))
  return { secrets: bySecret.size, shared: bySecret.size - missed.length, missed }
}
