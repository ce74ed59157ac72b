// What the features know of language, learned from the same windows: which letter follows which, which words there are, and which words
// of a name or a line go with secrets. The lines of true labels are left out of the first two.

const WORD_REPOSITORIES = 5
const ODDS = { names: { repositories: 3, prior: 20 }, lines: { repositories: 6, prior: 60 } }
/** A repository with a thousand rows counts as one with a few dozen. */
const DAMPING = 0.3

/** Counts over the rows of some repositories; `tables(without)` gives the vocabulary, leaving one repository out. */
export function vocabularyOf(windows, rows, { CLASSES, classOf, wordsIn, restOfLine }) {
  const { pairs, words } = textTables(windows, { CLASSES, classOf, wordsIn })
  const counts = {
    names: countWords(rows, row => wordsIn(row.view.slice(...row.pair.name))),
    lines: countWords(rows, row => wordsIn(restOfLine(row.view, row.pair))),
  }
  return without => ({
    pairs,
    words,
    names: oddsOf(counts.names, ODDS.names, without),
    lines: oddsOf(counts.lines, ODDS.lines, without),
  })
}

function textTables(windows, { CLASSES, classOf, wordsIn }) {
  const counts = new Float64Array(CLASSES * CLASSES).fill(0.5)
  const seen = new Map()
  for (const window of windows) {
    for (const line of ordinaryLines(window)) {
      for (const word of line.match(/[A-Za-z][a-z]{2,13}/g) ?? []) countPairs(word, counts, CLASSES, classOf)
      for (const word of wordsIn(line)) {
        if (word.length < 3 || word.length > 14) continue
        if (!seen.has(word)) seen.set(word, new Set())
        seen.get(word).add(window.repo)
      }
    }
  }
  const words = [...seen].filter(([, repos]) => repos.size >= WORD_REPOSITORIES).map(([word]) => word)
  return { pairs: surprises(counts, CLASSES), words: new Set(words.sort()) }
}

function ordinaryLines({ text, labels }) {
  const secret = new Set()
  for (const { truth, line, endLine } of labels)
    for (let at = line; truth === 'T' && at <= Math.max(line, endLine); at++) secret.add(at)
  return text.split('\n').filter((_, index) => !secret.has(index + 1))
}

function countPairs(word, counts, CLASSES, classOf) {
  let last = CLASSES - 1
  for (let at = 0; at < word.length; at++) {
    const next = classOf(word.charCodeAt(at))
    counts[last * CLASSES + next]++
    last = next
  }
  counts[last * CLASSES + CLASSES - 1]++
}

/** −log2 of the share, in sixteenths of a bit. */
function surprises(counts, CLASSES) {
  const pairs = new Uint8Array(CLASSES * CLASSES)
  for (let row = 0; row < CLASSES; row++) {
    const all = counts.subarray(row * CLASSES, (row + 1) * CLASSES).reduce((sum, one) => sum + one, 0)
    for (let at = row * CLASSES; at < (row + 1) * CLASSES; at++)
      pairs[at] = Math.min(255, Math.round(-Math.log2(counts[at] / all) * 16))
  }
  return pairs
}

/** word → repository → [with a secret, without]; and the same over all words */
function countWords(rows, wordsOf) {
  const byWord = new Map()
  const total = new Map()
  for (const row of rows) {
    if (row.weight === 0) continue
    add(total, row)
    for (const word of new Set(wordsOf(row))) {
      if (!byWord.has(word)) byWord.set(word, new Map())
      add(byWord.get(word), row)
    }
  }
  return { byWord, total }
}

function add(counts, { window, label }) {
  const known = counts.get(window.repo) ?? [0, 0]
  known[label ? 0 : 1]++
  counts.set(window.repo, known)
}

/** Natural log of how much likelier a secret is with the word than without; in hundredths, so that the file's are the same. */
function oddsOf({ byWord, total }, { repositories, prior }, without) {
  const [secrets, others] = sumOf(total, without, 0)
  const share = secrets / (secrets + others)
  const odds = new Map()
  for (const [word, counts] of [...byWord].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (counts.size - Number(counts.has(without)) < repositories) continue
    const [yes, no] = sumOf(counts, without, DAMPING)
    const ratio = ((yes + prior * share) / (no + prior * (1 - share))) * ((1 - share) / share)
    odds.set(word, Math.round(Math.max(-4, Math.min(4, Math.log(ratio))) * 100) / 100)
  }
  return odds
}

function sumOf(counts, without, damping) {
  const sum = [0, 0]
  for (const [repo, [yes, no]] of counts) {
    if (repo === without) continue
    const factor = (yes + no) ** -damping
    sum[0] += yes * factor
    sum[1] += no * factor
  }
  return sum
}
