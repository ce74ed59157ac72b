// Gradient-boosted trees with logistic loss on binned features, by hand: a fixed seed and plain double arithmetic, so that the same
// rows give the same model bit for bit. After Friedman (2001) and the histogram method of LightGBM (Ke et al., 2017).

/** Most bins of a feature; a yes or no has two. */
const BINS = 64

/** Values of each feature → bins. `columns[f]` holds one byte a row, `cuts[f]` the upper bounds: bin b is value <= cuts[f][b]. */
export function binned(rows, features) {
  const columns = []
  const cuts = []
  for (let f = 0; f < features; f++) {
    const bounds = boundsOf(rows.map(row => row[f]))
    cuts.push(bounds)
    columns.push(Uint8Array.from(rows, row => binOf(bounds, row[f])))
  }
  return { columns, cuts, count: rows.length }
}

function boundsOf(values) {
  const sorted = Float32Array.from(values).sort()
  const distinct = [...new Set(sorted)]
  if (distinct.length <= BINS) return distinct.slice(0, -1).map((one, at) => middle(one, distinct[at + 1]))
  const bounds = []
  for (let bin = 1; bin < BINS; bin++) {
    const value = sorted[Math.floor((bin * sorted.length) / BINS)]
    const next = distinct[distinct.indexOf(value) + 1]
    if (next !== undefined && value !== bounds.at(-1)) bounds.push(middle(value, next))
  }
  return [...new Set(bounds)]
}

function middle(a, b) {
  return Math.fround((a + b) / 2)
}

function binOf(bounds, value) {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const at = (low + high) >> 1
    if (value <= bounds[at]) high = at
    else low = at + 1
  }
  return low
}

/**
 * labels 0 or 1, weights per row, `random` gives numbers from 0 to 1. Gives { bias, trees }: a tree is { feature, cut, value } by node of a full binary tree
 * (children of i: 2i+1 and 2i+2; feature -1: a leaf), the value in log odds.
 */
export function boost(data, labels, weights, options) {
  const { trees: count, depth, rate, rows: rowShare, columns: columnShare, random } = options
  const bias = logOdds(labels, weights)
  const score = new Float64Array(data.count).fill(bias)
  const gradient = new Float64Array(data.count)
  const hessian = new Float64Array(data.count)
  const trees = []
  for (let t = 0; t < count; t++) {
    for (let i = 0; i < data.count; i++) {
      const p = 1 / (1 + Math.exp(-score[i]))
      const drawn = random() < rowShare ? weights[i] : 0
      gradient[i] = (p - labels[i]) * drawn
      hessian[i] = Math.max(p * (1 - p), 1e-6) * drawn
    }
    const features = data.columns
      .map((_, f) => f)
      .filter(f => data.cuts[f].length > 0 && random() < columnShare)
    const tree = grow(data, gradient, hessian, features, depth, options)
    for (const node of tree) if (node) node.value *= rate
    for (let i = 0; i < data.count; i++) score[i] += tree[leafOf(tree, data, i)].value
    trees.push(tree)
  }
  return { bias, trees }
}

function logOdds(labels, weights) {
  let yes = 0
  let all = 0
  labels.forEach((label, i) => {
    yes += label * weights[i]
    all += weights[i]
  })
  return Math.log(yes / (all - yes))
}

export function leafOf(tree, data, row) {
  let at = 0
  while (tree[at].feature >= 0) at = 2 * at + (data.columns[tree[at].feature][row] <= tree[at].bin ? 1 : 2)
  return at
}

function grow(data, gradient, hessian, features, depth, options) {
  const tree = []
  const nodeOf = new Uint16Array(data.count)
  let active = [0]
  for (let level = 0; level <= depth && active.length > 0; level++) {
    const sums = sumsOf(active, nodeOf, gradient, hessian)
    const splits =
      level === depth ? new Map() : bestSplits(data, nodeOf, gradient, hessian, features, sums, options)
    const next = []
    for (const node of active) {
      const { g, h } = sums.get(node)
      const split = splits.get(node)
      if (!split) {
        tree[node] = { feature: -1, bin: 0, cut: 0, value: -g / (h + options.lambda) }
        continue
      }
      tree[node] = {
        feature: split.feature,
        bin: split.bin,
        cut: data.cuts[split.feature][split.bin],
        value: 0,
      }
      next.push(2 * node + 1, 2 * node + 2)
    }
    for (let i = 0; i < data.count; i++) {
      const node = tree[nodeOf[i]]
      if (node.feature >= 0) nodeOf[i] = 2 * nodeOf[i] + (data.columns[node.feature][i] <= node.bin ? 1 : 2)
    }
    active = next
  }
  return tree
}

function sumsOf(active, nodeOf, gradient, hessian) {
  const sums = new Map(active.map(node => [node, { g: 0, h: 0 }]))
  for (let i = 0; i < nodeOf.length; i++) {
    const sum = sums.get(nodeOf[i])
    if (!sum) continue
    sum.g += gradient[i]
    sum.h += hessian[i]
  }
  return sums
}

function bestSplits(data, nodeOf, gradient, hessian, features, sums, options) {
  const nodes = [...sums.keys()]
  const slot = new Int16Array(1 << 12).fill(-1)
  nodes.forEach((node, at) => {
    slot[node] = at
  })
  const best = new Map()
  const rows = []
  for (let i = 0; i < data.count; i++) if (hessian[i] > 0 && slot[nodeOf[i]] >= 0) rows.push(i)
  const index = Int32Array.from(rows)
  const slots = Int16Array.from(rows, i => slot[nodeOf[i]] * BINS)
  const G = new Float64Array(nodes.length * BINS)
  const H = new Float64Array(nodes.length * BINS)
  for (const feature of features) {
    const column = data.columns[feature]
    G.fill(0)
    H.fill(0)
    for (let k = 0; k < index.length; k++) {
      const i = index[k]
      const at = slots[k] + column[i]
      G[at] += gradient[i]
      H[at] += hessian[i]
    }
    nodes.forEach((node, at) => {
      const found = bestCut(G, H, at * BINS, data.cuts[feature].length, sums.get(node), options)
      if (found.gain > (best.get(node)?.gain ?? options.least)) best.set(node, { ...found, feature })
    })
  }
  return best
}

function bestCut(G, H, base, cuts, { g, h }, { lambda, child }) {
  const whole = (g * g) / (h + lambda)
  let best = { gain: 0, bin: 0 }
  let left = 0
  let leftH = 0
  for (let bin = 0; bin < cuts; bin++) {
    left += G[base + bin]
    leftH += H[base + bin]
    if (leftH < child || h - leftH < child) continue
    const gain = (left * left) / (leftH + lambda) + ((g - left) * (g - left)) / (h - leftH + lambda) - whole
    if (gain > best.gain) best = { gain, bin }
  }
  return best
}
