// Scores a file of offline checks: tokens, and whether their checksum or structure holds.

/** `skipped` says why, where this checkout has no offline checks. No token is in what this gives. */
export function scoreChecks(rows, prove) {
  if (prove === undefined)
    return { result: { rows: rows.length, skipped: 'not scored: this build has no offline checks' } }
  const outcomes = rows.map(({ row, check, verdict, token }) => {
    const said = prove(check, token)
    return { row, check, verdict, said, agreed: said === verdict }
  })
  const checks = {}
  for (const { check, agreed } of outcomes) {
    checks[check] ??= { rows: 0, agreed: 0 }
    checks[check].rows++
    checks[check].agreed += Number(agreed)
  }
  const agreed = outcomes.filter(outcome => outcome.agreed).length
  return { result: { rows: rows.length, agreed, agreement: agreed / rows.length, checks }, outcomes }
}
