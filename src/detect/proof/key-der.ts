/** Private keys in DER: PKCS#1 (RFC 8017), SEC 1 (RFC 5915), DSA as OpenSSL writes it, PKCS#8 (RFC 5208, 5958), encrypted PKCS#8. */
import { type Answer, odd, unknown, valid } from './answer.ts'
import { bigOf, bitsOf, INTEGER, type Node, nodeAt, nodesIn, OCTETS, OID, SEQUENCE, sequence } from './der.ts'

/** Object ids in hex, as their bytes stand in a key. */
const ALGORITHMS: Record<string, string> = {
  '2a864886f70d010101': 'RSA',
  '2a864886f70d01010a': 'RSA-PSS',
  '2a8648ce3d0201': 'EC',
  '2a8648ce380401': 'DSA',
  '2a864886f70d010301': 'DH',
  '2a8648ce3e0201': 'DH',
  '2b656e': 'X25519',
  '2b656f': 'X448',
  '2b6570': 'Ed25519',
  '2b6571': 'Ed448',
}
const CURVES: Record<string, string> = {
  '2a8648ce3d030101': 'P-192',
  '2a8648ce3d030107': 'P-256',
  '2b81040021': 'P-224',
  '2b81040022': 'P-384',
  '2b81040023': 'P-521',
  '2b8104000a': 'secp256k1',
  '2b2403030208010107': 'brainpoolP256r1',
  '2b240303020801010b': 'brainpoolP384r1',
  '2b240303020801010d': 'brainpoolP512r1',
}

/** What the bytes are; odd where they are none of these to their last value. */
export function derKey(bytes: Buffer): Answer {
  const nodes = sequence(bytes)
  if (!nodes) return odd()
  const kind = nodes.map(({ tag }) => tag)
  if (kind[0] === SEQUENCE && kind[1] === OCTETS && kind.length === 2) return encrypted(nodes)
  if (kind[0] !== INTEGER) return odd()
  if (kind[1] === SEQUENCE && kind[2] === OCTETS) return wrapped(nodes)
  if (kind[1] === OCTETS) return ellipticKey(nodes)
  return kind.every(tag => tag === INTEGER) ? numbers(nodes.map(({ value }) => value)) : odd()
}

function encrypted(nodes: Node[]): Answer {
  const scheme = nodeAt(nodes[0]!.value, 0)
  return scheme?.tag === OID && nodes[1]!.value.length >= 16 ? unknown('private key', ENCRYPTED) : odd()
}

export const ENCRYPTED = 'encrypted with a passphrase'

/** RSA: version, n, e, d, p, q and three more; DSA: version, p, q, g, y, x */
function numbers(values: Buffer[]): Answer {
  const [, first, , , p, q] = values
  const bits = first && bitsOf(first)
  if (values.length === 9)
    return bits! < 256 ? odd() : valid(`RSA private key, ${bits} bits`, altered(first!, p!, q!))
  return values.length === 6 && bits! >= 512 ? valid(`DSA private key, ${bits} bits`) : odd()
}

/** A few characters changed do not hide a key: they can be guessed back. */
function altered(modulus: Buffer, p: Buffer, q: Buffer): string | undefined {
  const isRight = modulus.length > 4096 || bigOf(p) * bigOf(q) === bigOf(modulus)
  return isRight ? undefined : 'its numbers do not fit together: altered'
}

/** version, algorithm and its parameters, the key in the algorithm's own form */
function wrapped(nodes: Node[]): Answer {
  const [algorithm, parameters] = nodesIn(nodes[1]!.value) ?? []
  const name = algorithm?.tag === OID ? ALGORITHMS[algorithm.value.toString('hex')] : undefined
  const key = nodes[2]!.value
  if (name === undefined) return algorithm?.tag === OID ? unknown('private key') : odd()
  if (name.startsWith('RSA')) return derKey(key)
  if (name === 'EC') return ofCurve(sequence(key), parameters)
  const inner = nodeAt(key, 0)
  if (name === 'DSA' || name === 'DH') return inner?.tag === INTEGER ? valid(`${name} private key`) : odd()
  return inner?.tag === OCTETS && inner.value.length >= 32 ? valid(`${name} private key`) : odd()
}

/** version, the number, and the curve, unless PKCS#8 has said it */
function ellipticKey(nodes: Node[]): Answer {
  const curve = nodes.find(({ tag }) => tag === 0xa0)
  return ofCurve(nodes, curve && (nodeAt(curve.value, 0) ?? undefined))
}

function ofCurve(nodes: Node[] | null, curve: Node | undefined): Answer {
  const number = nodes?.[1]
  if (number?.tag !== OCTETS || number.value.length < 16 || number.value.length > 72) return odd()
  const name = curve?.tag === OID ? CURVES[curve.value.toString('hex')] : undefined
  return valid(name === undefined ? 'EC private key' : `EC private key, ${name}`)
}
