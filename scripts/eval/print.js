// The figures as tables.

/** A title and the lines of one file's figures. `rules`: how many rules are listed, the busiest first. */
export function tablesOf({ name, kind, result }, rules) {
  const title = `\n${name}: ${TITLES[kind](result)}`
  return [title, ...TABLES[kind](result, rules)]
}

const TITLES = {
  windows: ({ windows, keys, findings }) => `${windows} windows, ${keys} keys, ${findings} findings`,
  vectors: ({ total }) => `${total.positives} positives, ${total.negatives} negatives`,
  checks: ({ rows, skipped }) => (skipped === undefined ? `${rows} offline checks` : skipped),
}

const TABLES = { windows: windowTables, vectors: vectorTables, checks: checkTables }

const HEAD = ['P', 'N', 'TP', 'FP', 'FN', 'lost', 'prec', 'strict', 'recall', 'f1', 'f1_strict']

function windowTables({ slices, macro, tiers, rules, unread }, listed) {
  const tier = slice =>
    Object.entries(tiers).flatMap(([name, some]) => (some[slice] ? [[name, ...figures(some[slice])]] : []))
  return [
    ...table(
      ['slice', ...HEAD],
      Object.entries(slices).map(([name, one]) => [name, ...figures(one)]),
    ),
    ...(macro ? [macroLine(macro)] : []),
    ...['core', 'passwords', 'machine'].flatMap(slice => [
      '',
      ...table([`tier (${slice})`, ...HEAD], tier(slice)),
    ]),
    ...(listed > 0 ? ['', ...ruleTable(rules, listed)] : []),
    ...unread.map(({ id, reason }) => `window ${id} could not be judged: ${reason}`),
  ]
}

function figures({ P, N, TP, FP, FN, lost, precision, precision_strict, recall, f1, f1_strict }) {
  return [P, N, TP, FP, FN, lost, ...[precision, precision_strict, recall, f1, f1_strict].map(four)]
}

function macroLine({ repos, precision, recall, f1 }) {
  return `macro over ${repos} repositories: P ${four(precision)} R ${four(recall)} F1 ${four(f1)}`
}

function ruleTable(rules, listed) {
  const total = ({ TP, FP, lost, ignored }) => TP + FP + lost + ignored
  const busiest = Object.entries(rules).sort(([, a], [, b]) => total(b) - total(a))
  const rows = busiest
    .slice(0, listed)
    .map(([name, { TP, FP, lost, ignored }]) => [name, TP, FP, lost, ignored])
  return table(['rule (findings)', 'TP', 'FP', 'lost', 'ignored'], rows)
}

function vectorTables({ total, providers }, listed) {
  const row = ([name, one]) => [
    ...[
      name,
      one.positives,
      one.found,
      percent(one.found, one.positives),
      percent(one.blocked, one.positives),
    ],
    ...[
      one.expected > 0 ? percent(one.exact, one.expected) : '-',
      one.negatives,
      one.wrong,
      one.wrongBlocked,
    ],
  ]
  const missed = ({ positives, found, wrong }) => positives - found + wrong
  const worst = Object.entries(providers)
    .filter(([, one]) => missed(one) > 0)
    .sort(([, a], [, b]) => missed(b) - missed(a))
  const head = [
    'provider',
    'positives',
    'found',
    'recall',
    '≥ medium',
    'on it',
    'negatives',
    'hit',
    '≥ medium',
  ]
  const rest =
    worst.length > listed
      ? [`… and ${worst.length - listed} more providers with a miss or a false positive`]
      : []
  return [
    ...table(head, [row(['all', total]), ...worst.slice(0, listed).map(row)]),
    ...rest,
    `mean recall over ${Object.keys(providers).length} providers: ${(total.macro * 100).toFixed(1)} %`,
  ]
}

function checkTables({ checks, agreement, rows, agreed, skipped }) {
  if (skipped !== undefined) return []
  const wrong = Object.entries(checks).filter(([, one]) => one.agreed < one.rows)
  return [
    `agreed with ${agreed} of ${rows} (${(agreement * 100).toFixed(1)} %)`,
    ...(wrong.length > 0
      ? table(
          ['check', 'rows', 'agreed'],
          wrong.map(([name, one]) => [name, one.rows, one.agreed]),
        )
      : []),
  ]
}

function percent(part, whole) {
  return whole === 0 ? '-' : `${((part / whole) * 100).toFixed(1)} %`
}

function four(value) {
  return value === null ? '-' : value.toFixed(4)
}

/** The first column to the left, the others to the right, as wide as their widest. */
export function table(head, rows) {
  const all = [head, ...rows].map(row => row.map(String))
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column].length)))
  return all.map(row =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  )
}
