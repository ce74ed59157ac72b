// Trees and vocabulary → the file that src/detect/generic/model.ts reads. Numbers are rounded here and nowhere else.

/** A plain object, to be written as JSON. */
export function packModel({ bias, trees }, vocabulary, { features, tiers, depth, leaf }) {
  const questions = new Questions()
  const size = 2 ** (depth + 1) - 1
  const nodes = new Int16Array(trees.length * size).fill(-leaf)
  trees.forEach((tree, number) => {
    tree.forEach((node, at) => {
      nodes[number * size + at] = node.feature < 0 ? leafOf(node.value, leaf) : questions.of(node)
    })
  })
  return {
    format: 1,
    features,
    tiers,
    bias: Math.round(bias * 1e6) / 1e6,
    depth,
    asked: base64(Uint16Array.from(questions.asked)),
    cuts: base64(Float32Array.from(questions.cuts)),
    nodes: base64(nodes),
    pairs: base64(vocabulary.pairs),
    words: [...vocabulary.words].join(' '),
    names: hundredths(vocabulary.names),
    lines: hundredths(vocabulary.lines),
  }
}

/** Log odds in 1/1024, kept below 0. */
function leafOf(value, leaf) {
  const bounded = Math.max(-15, Math.min(15, value))
  return Math.round(bounded * 1024) - leaf
}

class Questions {
  asked = []
  cuts = []
  known = new Map()

  of({ feature, cut }) {
    const key = `${feature} ${cut}`
    if (!this.known.has(key)) {
      this.known.set(key, this.asked.length)
      this.asked.push(feature)
      this.cuts.push(cut)
    }
    return this.known.get(key)
  }
}

function base64(array) {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')
}

function hundredths(odds) {
  return Object.fromEntries([...odds].map(([word, value]) => [word, Math.round(value * 100)]))
}
