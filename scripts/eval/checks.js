// Scores a file of offline checks: tokens, and whether their checksum or structure holds.

/** `skipped` says why, where this checkout has no offline checks. No token is in what this gives. */
export function scoreChecks(rows, proof) {
  if (proof === undefined)
    return { result: { rows: rows.length, skipped: 'not scored: this build has no offline checks' } }
  const outcomes = rows.map(row => outcomeOf(row, proof))
  const checks = {}
  for (const { check, agreed } of outcomes) {
    checks[check] ??= { rows: 0, agreed: 0 }
    checks[check].rows++
    checks[check].agreed += Number(agreed)
  }
  const agreed = outcomes.filter(outcome => outcome.agreed).length
  return { result: { rows: rows.length, agreed, agreement: agreed / rows.length, checks }, outcomes }
}

function outcomeOf({ row, check, verdict, token }, { checkNamed, answerOf }) {
  const ours = nameOf(check, checkNamed)
  const alone = { before: () => '', after: () => '', now: Date.now() }
  const said = ours === undefined ? 'no such check' : answerOf(checkNamed(ours), token, alone).verdict
  return { row, check, verdict, said, agreed: said === verdict }
}

/** What is called otherwise here: one check for several kinds of token, or a longer name. */
const OTHER_NAMES = [
  [/^github-gh[oprsu]$/, 'github-classic'],
  [/^azure-(?:storage|cosmosdb|acr|eventgrid|batch|iot|functions|search|apim)/, 'azure-key'],
  [/^azure-ad-/, 'azure-ad-secret'],
  [/^jfrog-reftkn$/, 'jfrog-reference'],
  [/^grafana-sa$/, 'grafana-service-account'],
  [/^1password/, 'onepassword'],
]

/** `vercel-vcp`, `azure-cask:AZDO`: the name without its last parts will do. Undefined where nothing fits. */
function nameOf(check, checkNamed) {
  const other = OTHER_NAMES.find(([pattern]) => pattern.test(check))?.[1]
  if (other !== undefined && checkNamed(other)) return other
  for (let name = check; name !== ''; name = name.replace(/(?:^|[-:])[^-:]*$/, ''))
    if (checkNamed(name)) return name
}
