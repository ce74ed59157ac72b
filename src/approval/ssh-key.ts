/** OpenSSH public keys (RFC 4253 §6.6, 5656, 8709; PROTOCOL.u2f for sk-*): a line or its blob → a key node:crypto can use. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { Refusal, refuse, shown } from './refusal.ts'
import { strictBase64, WireReader } from './wire.ts'

export interface SshKey {
  /** `ssh-ed25519` */
  type: string
  /** how it verifies; `sk` keys sign what the authenticator adds too */
  kind: 'ed25519' | 'ecdsa' | 'rsa'
  /** the digest an ecdsa key signs */
  hash?: 'sha256' | 'sha384' | 'sha512'
  /** of an sk key: what it was made for (`ssh:`); null = no hardware key */
  application: string | null
  key: KeyObject
  blob: Buffer
  /** `SHA256:…`, as ssh-keygen prints it */
  fingerprint: string
}

const CURVES = {
  nistp256: { crv: 'P-256', size: 32, hash: 'sha256' },
  nistp384: { crv: 'P-384', size: 48, hash: 'sha384' },
  nistp521: { crv: 'P-521', size: 66, hash: 'sha512' },
} as const
type Curve = keyof typeof CURVES

const RSA_BITS = { least: 2048, most: 16384 }

type Body = Pick<SshKey, 'kind' | 'hash' | 'application' | 'key'>

/** One reader for each type there is; whatever is missing here is refused, certificates among them. */
const READERS: Record<string, (reader: WireReader) => Body> = {
  'ssh-ed25519': ed25519,
  'ecdsa-sha2-nistp256': reader => ecdsa(reader, 'nistp256'),
  'ecdsa-sha2-nistp384': reader => ecdsa(reader, 'nistp384'),
  'ecdsa-sha2-nistp521': reader => ecdsa(reader, 'nistp521'),
  'ssh-rsa': rsa,
  'sk-ssh-ed25519@openssh.com': reader => withApplication(ed25519(reader), reader),
  'sk-ecdsa-sha2-nistp256@openssh.com': reader => withApplication(ecdsa(reader, 'nistp256'), reader),
}

/** `ssh-ed25519 AAAA… comment`. Throws Refusal for what is no such line, or a key that is not accepted. */
export function parseKeyLine(line: string): SshKey {
  const [type = '', base64 = ''] = line.trim().split(/[ \t]+/)
  const blob = strictBase64(base64)
  if (blob === null || blob.length === 0)
    refuse('bad-key', `"${shown(type)} ..." is no line of an OpenSSH public key`)
  const key = parseKeyBlob(blob)
  if (key.type !== type) refuse('bad-key', `a key's line says ${shown(type)} and its bytes say ${key.type}`)
  return key
}

/** The key's bytes as SSH sends them. Throws Refusal. */
export function parseKeyBlob(blob: Buffer): SshKey {
  const reader = new WireReader(blob, 'the public key')
  const type = reader.name()
  if (/-cert-v0\d@openssh\.com$/.test(type))
    refuse('certificate', 'certificates are not accepted: enrol the key itself')
  const read = Object.hasOwn(READERS, type) ? READERS[type]! : null
  if (read === null) refuse('key-type', `keys of type ${shown(type)} are not accepted`)
  const body = read(reader)
  reader.end()
  return { type, ...body, blob, fingerprint: fingerprintOf(blob) }
}

/** `SHA256:` and the digest in base64 without padding. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

function ed25519(reader: WireReader): Body {
  const point = reader.string()
  if (point.length !== 32) refuse('bad-key', 'an ed25519 key has 32 bytes')
  const key = keyFrom({ kty: 'OKP', crv: 'Ed25519', x: url(point) })
  return { kind: 'ed25519', application: null, key }
}

function ecdsa(reader: WireReader, curve: Curve): Body {
  const { crv, size, hash } = CURVES[curve]
  if (reader.name() !== curve) refuse('bad-key', "an ecdsa key's curve is not that of its type")
  const point = reader.string()
  if (point.length !== 1 + 2 * size || point[0] !== 4)
    refuse('bad-key', 'an ecdsa key has one uncompressed point')
  const [x, y] = [url(point.subarray(1, 1 + size)), url(point.subarray(1 + size))]
  return { kind: 'ecdsa', hash, application: null, key: keyFrom({ kty: 'EC', crv, x, y }) }
}

function rsa(reader: WireReader): Body {
  const [e, n] = [reader.mpint(), reader.mpint()]
  const bits = n.length * 8 - Math.clz32(n[0]!) + 24
  if (bits < RSA_BITS.least)
    refuse('rsa-short', `an RSA key of ${bits} bits is too short: ${RSA_BITS.least} at least`)
  if (bits > RSA_BITS.most || e.length > 8) refuse('rsa-large', 'an RSA key of this size is not accepted')
  return { kind: 'rsa', application: null, key: keyFrom({ kty: 'RSA', n: url(n), e: url(e) }) }
}

function withApplication(body: Body, reader: WireReader): Body {
  return { ...body, application: reader.string().toString('utf8') }
}

function keyFrom(jwk: Record<string, string>): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch (error) {
    if (error instanceof Refusal) throw error
    return refuse('bad-key', `the ${jwk.kty === 'OKP' ? 'ed25519' : jwk.kty} key is no valid key`)
  }
}

function url(bytes: Buffer): string {
  return bytes.toString('base64url')
}
