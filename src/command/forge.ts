/** gh, glab, az, tea and calls of a forge's API: what they would write there. */
import { isOpen } from '../shell/marks.ts'
import type { Act, Bench } from './bench.ts'
import type { RuleId } from './rules.ts'

type Row = [pattern: RegExp, rule: RuleId, verdict?: 'deny' | 'ask']

/** Of the words without their global options, joined by a blank; the first row that matches counts. */
const GH: Row[] = [
  [/^pr merge\b.*--admin/, 'forge-review'],
  [/^pr merge\b/, 'forge-act'],
  [/^pr review\b.*\s(--approve|-a)\b/, 'forge-review'],
  [/^pr (create|edit|close|reopen|ready|comment|review|update-branch|lock|revert)\b/, 'forge-act'],
  [/^repo (delete|archive)\b/, 'forge-delete'],
  [
    /^repo (edit|rename|deploy-key|unarchive|sync.*--force|autolink (create|delete)|set-default)\b/,
    'forge-protection',
    'ask',
  ],
  [/^repo sync\b/, 'forge-write', 'ask'],
  [/^repo (create|fork)\b/, 'forge-act'],
  [/^(workflow (run|enable|disable)|run (rerun|cancel|delete))\b/, 'forge-act'],
  [/^release (create|delete|delete-asset|edit|upload)\b/, 'forge-write', 'ask'],
  [/^(secret|variable) (set|delete|remove)\b/, 'forge-protection'],
  [/^(ssh-key|gpg-key) (add|delete)\b/, 'forge-protection'],
  [/^ruleset (create|delete|edit)\b/, 'forge-protection'],
  [/^auth (token|login|refresh|setup-git|switch)\b/, 'forge-protection', 'ask'],
  [
    /^(issue|label|gist|project|cache) (create|edit|close|delete|comment|transfer|reopen|pin|unpin|lock|unlock)\b/,
    'forge-act',
  ],
  [/^(codespace|cs) (delete|ssh)\b/, 'forge-act'],
  [/^alias (set|import)\b/, 'alias-asked'],
  [/^extension (install|exec)\b/, 'forge-act'],
]

const GLAB: Row[] = [
  [/^mr (approve)\b/, 'forge-review'],
  [/^mr (merge|accept)\b/, 'forge-review', 'ask'],
  [/^mr (create|update|close|reopen|delete|note|rebase|revoke|new|for)\b/, 'forge-act'],
  [/^(repo|project) (delete|archive|transfer)\b/, 'forge-delete'],
  [
    /^(variable|deploy-key|ssh-key|token|securefile) (set|create|update|delete|add|revoke|rotate)\b/,
    'forge-protection',
  ],
  [/^(ci|pipeline) (run|trigger|retry|cancel|delete)\b/, 'forge-act'],
  [/^release (create|delete|upload)\b/, 'forge-write', 'ask'],
  [/^issue (create|close|delete|update|note|reopen)\b/, 'forge-act'],
  [/^alias set\b/, 'alias-asked'],
]

const AZ: Row[] = [
  [/^repos pr\b.*--bypass-policy(=|\s)true/i, 'forge-review'],
  [/^repos pr\b.*set-vote\b.*(approve)/i, 'forge-review'],
  [/^repos pr (update|create|set-vote|policy)\b/, 'forge-act'],
  [/^repos policy\b.*\b(create|update|delete)\b/, 'forge-protection'],
  [/^repos (delete)\b/, 'forge-delete'],
  [/^repos ref (create|delete|lock|unlock|update)\b/, 'forge-write'],
  [/^repos (update|import)\b/, 'forge-protection', 'ask'],
]

/** Judges a forge's client; false where the program is none. */
export function judgeForge(name: string, act: Act, bench: Bench): boolean {
  const words = act.words.slice(1)
  if (name === 'gh') judgeClient(words, GH, act, bench)
  else if (name === 'glab') judgeClient(words, GLAB, act, bench)
  else if (name === 'az') judgeRows(words.join(' '), AZ, bench)
  else if (name === 'tea')
    judgeRows(
      words.join(' '),
      [
        [/^(pr|pulls?) (approve)/, 'forge-review'],
        [/^(pr|pulls?) merge/, 'forge-act'],
      ],
      bench,
    )
  else if (/^(curl|wget|http|https|xh|xhs|invoke-restmethod|invoke-webrequest|irm|iwr)$/.test(name))
    judgeHttp(words, act, bench)
  return /^(gh|glab|az|tea)$/.test(name)
}

function judgeClient(words: string[], rows: Row[], act: Act, bench: Bench): void {
  const own = withoutRepository(words)
  if (/^(-h|--help)$/.test(own.at(-1) ?? '')) return
  if (own[0] === 'api') judgeApi(own.slice(1), act, bench)
  else if (isOpen(own[0] ?? '') || isOpen(own[1] ?? '')) openWords(own, rows, bench)
  else judgeRows(own.join(' '), rows, bench)
}

/** `-R owner/name` may stand anywhere. */
function withoutRepository(words: string[]): string[] {
  return words.filter(
    (word, at) =>
      !/^(-R|--repo|--hostname)$/.test(word) &&
      !/^(-R|--repo|--hostname)$/.test(words[at - 1] ?? '') &&
      !/^--(repo|hostname)=/.test(word),
  )
}

function openWords(words: string[], rows: Row[], bench: Bench): void {
  const writes =
    isOpen(words[0]!) ||
    rows.some(
      ([pattern]) => pattern.source.startsWith(`^${words[0]}`) || pattern.source.startsWith(`^(${words[0]}`),
    )
  if (writes) bench.say('unknown-part')
}

function judgeRows(line: string, rows: Row[], bench: Bench): void {
  const found = rows.find(([pattern]) => pattern.test(line))
  if (found) bench.say(found[1], found[2])
}

/** `gh api`: a GET reads; anything with fields or a method of its own writes. */
function judgeApi(words: string[], act: Act, bench: Bench): void {
  const method = optionValue(words, /^(-X|--method)$/, /^(?:-X|--method=)(.+)$/)
  const fields = words.some(word => /^(-f|-F|--field|--raw-field|--input)/.test(word))
  const path =
    words.find(
      (word, at) =>
        !word.startsWith('-') &&
        !/^(-X|--method|-H|--header|-q|--jq|-t|--template|-f|-F|--field|--raw-field|--input|--cache|-p|--preview)$/.test(
          words[at - 1] ?? '',
        ),
    ) ?? ''
  if (/^\/?graphql$/.test(path)) {
    judgeGraphql(`${words.join(' ')} ${act.input ?? ''}`, bench)
    return
  }
  if (isOpen(method ?? '')) {
    bench.say('unknown-part')
    return
  }
  if ((method ?? (fields ? 'POST' : 'GET')).toUpperCase() === 'GET') return
  judgeEndpoint(path, bench)
}

function judgeGraphql(text: string, bench: Bench): void {
  if (/mutation/i.test(text)) judgeMutation(text, bench)
  else if (/(query|input)=?@|--input/.test(text) || isOpen(text)) bench.say('unknown-part')
}

function judgeMutation(text: string, bench: Bench): void {
  if (/protection|ruleset|deployKey|updateRepository|enablePullRequestAutoMerge/i.test(text))
    bench.say('forge-protection')
  else if (/createCommitOnBranch|updateRef|createRef|deleteRef|mergeBranch/i.test(text))
    bench.say('forge-write')
  else if (/addPullRequestReview|submitPullRequestReview|mergePullRequest|approve/i.test(text))
    bench.say('forge-review')
  else if (/deleteRepository|archiveRepository/i.test(text)) bench.say('forge-delete')
  else bench.say('forge-act')
}

const ENDPOINTS: Row[] = [
  [
    /protection|rulesets?|branch_rules|protected_(branches|tags)|\/hooks\b|\/keys\b|collaborators|\/environments|\/actions\/(permissions|secrets|variables)|approval_rules|push_rule|approvals$|policy\/configurations/,
    'forge-protection',
  ],
  [
    /contents\/|git\/(refs|commits|trees|blobs|tags)|repository\/(files|commits|branches|tags)|\/merges\b|\/pushes\b|\/refs\b|\/releases\b|\/src\b|\/dispatches/,
    'forge-write',
  ],
  [/(pulls|merge_requests|pullrequests)\/[^/]+\/(merge|reviews|approve|reviewers)/, 'forge-review'],
]

function judgeEndpoint(path: string, bench: Bench): void {
  const found = ENDPOINTS.find(([pattern]) => pattern.test(path))
  if (found) bench.say(found[1])
  else bench.say('forge-act')
}

function optionValue(words: string[], apart: RegExp, joined: RegExp): string | undefined {
  for (const [at, word] of words.entries()) {
    if (apart.test(word)) return words[at + 1]
    const value = joined.exec(word)?.[1]
    if (value) return value
  }
  return undefined
}

const FORGES =
  /(api\.github\.com|\/api\/v[34]\/|\/api\/graphql|uploads\.github\.com|gitlab\.[\w.-]+\/api|dev\.azure\.com|visualstudio\.com|api\.bitbucket\.org|\/api\/v1\/repos\/|\/rest\/api\/)/i

/** A forge's address in code that sends something. */
export function judgeUrl(text: string, code: string, bench: Bench): void {
  if (FORGES.test(text) && /\b(post|put|patch|delete)\b/i.test(code)) judgeEndpoint(text, bench)
}

/** curl and its like against a forge, with a method or data. */
function judgeHttp(words: string[], act: Act, bench: Bench): void {
  const url = words.find(word => FORGES.test(word))
  if (!url) return
  const method =
    optionValue(words, /^(-X|--request|--method|-Method)$/i, /^(?:-X|--request=|--method=)(.+)$/) ??
    words.find(word => /^(POST|PUT|PATCH|DELETE)$/.test(word))
  const data = words.some(word =>
    /^(-d|--data|--data-\w+|-F|--form|-T|--upload-file|--json|--post-data|--body-data|-Body)/i.test(word),
  )
  if (!method && !data) return
  if (method && /^(GET|HEAD)$/i.test(method)) return
  if (/graphql/.test(url)) {
    judgeGraphql(`${words.join(' ')} ${act.input ?? ''}`, bench)
    return
  }
  judgeEndpoint(url, bench)
}
