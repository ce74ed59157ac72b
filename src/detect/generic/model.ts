/**
 * The second of two steps: how sure a pair is a secret. Boosted trees over the features, trained by scripts/train.js and kept in
 * rules/generic.model.json. docs/detection.md tells what it was trained on and how good it is.
 */
import { PortcullisError } from '../../errors.ts'
import type { Confidence } from '../../model.ts'
import { FEATURES, featuresOf, type Sample } from './features.ts'
import type { Vocabulary } from './language.ts'

/** As the file has it. Byte tables are base64, numbers little-endian. */
export interface ModelFile {
  format: 1
  features: readonly string[]
  /** the least score of each tier */
  tiers: Record<'low' | 'medium', number>
  bias: number
  depth: number
  /** what a node asks: a feature's number, 16 bits each, and the value it is compared with, 32-bit floats */
  asked: string
  cuts: string
  /** by tree and node, 16 bits signed: from 0 the number of its question; below 0 a leaf, the log odds it adds in 1/1024, less 16 */
  nodes: string
  pairs: string
  words: string
  names: Record<string, number>
  lines: Record<string, number>
}

export interface Model {
  vocabulary: Vocabulary
  tiers: ModelFile['tiers']
  bias: number
  /** nodes of one tree: the children of node i are 2i+1 (at most the cut) and 2i+2 */
  size: number
  asked: Uint16Array
  cuts: Float32Array
  nodes: Int16Array
}

/** A leaf's value is this much less: so that it is below 0. */
export const LEAF = 16_384

/** 0 to 1. */
export function scoreOf(sample: Sample, model: Model): number {
  return scoreFeatures(featuresOf(sample, model.vocabulary), model)
}

export function scoreFeatures(features: Float32Array, { bias, size, asked, cuts, nodes }: Model): number {
  let sum = 0
  for (let tree = 0; tree < nodes.length; tree += size) {
    let at = 0
    let node = nodes[tree]!
    while (node >= 0) {
      at = 2 * at + (features[asked[node]!]! <= cuts[node]! ? 1 : 2)
      node = nodes[tree + at]!
    }
    sum += node + LEAF
  }
  return 1 / (1 + Math.exp(-(bias + sum / 1024)))
}

/** null: too little to be told. Never `high`: a guess, however good, can be silenced beside it (docs/suppression.md). */
export function confidenceOf(score: number, { tiers }: Model): Confidence | null {
  if (score >= tiers.medium) return 'medium'
  return score >= tiers.low ? 'low' : null
}

/** Throws PortcullisError exit 3 when the text is no model, or one of another version of the code. */
export function readModel(text: string, file: string): Model {
  const parsed = parsedModel(text, file)
  if (parsed.format !== 1 || !Array.isArray(parsed.features)) throw unfit(file, 'it is of another format')
  const other = FEATURES.findIndex((name, at) => parsed.features[at] !== name)
  if (other >= 0 || parsed.features.length !== FEATURES.length)
    throw unfit(file, `its feature ${other} is not "${FEATURES[other] ?? 'the last'}"`)
  const model = unpacked(parsed)
  if (model.asked.length !== model.cuts.length || model.nodes.length % model.size !== 0 || !inBounds(model))
    throw unfit(file, 'its tables do not fit together')
  return model
}

/** Every walk ends: the last row of each tree are leaves, every question is there, every feature too. */
function inBounds({ size, nodes, asked }: Model): boolean {
  const inner = (size - 1) / 2
  const fits = nodes.every((node, at) => node < 0 || (at % size < inner && node < asked.length))
  return fits && asked.every(feature => feature < FEATURES.length)
}

function parsedModel(text: string, file: string): ModelFile {
  try {
    return JSON.parse(text) as ModelFile
  } catch (cause) {
    throw unfit(file, 'it is no JSON', cause)
  }
}

function unfit(file: string, why: string, cause?: unknown): PortcullisError {
  const hint =
    'install portcullis again; in a checkout of its own run "npm run build", and after a change of the features train anew'
  return new PortcullisError(3, `the model "${file}" does not belong to this version: ${why}`, {
    subject: file,
    hint,
    cause,
  })
}

function unpacked(file: ModelFile): Model {
  const words = new Set(file.words.split(' '))
  const vocabulary = { pairs: bytesOf(file.pairs), words, names: odds(file.names), lines: odds(file.lines) }
  return {
    vocabulary,
    tiers: file.tiers,
    bias: file.bias,
    size: 2 ** (file.depth + 1) - 1,
    asked: new Uint16Array(bytesOf(file.asked).buffer),
    cuts: new Float32Array(bytesOf(file.cuts).buffer),
    nodes: new Int16Array(bytesOf(file.nodes).buffer),
  }
}

/** A copy of its own: views of other widths must begin at 0. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64'))
}

function odds(table: Record<string, number>): Map<string, number> {
  return new Map(Object.entries(table).map(([word, value]) => [word, value / 100]))
}
