/** SSHSIG (OpenSSH, PROTOCOL.sshsig and PROTOCOL.u2f): parsed and verified here, since ssh-keygen accepts a hardware signature without a touch. */
import { createHash, verify } from 'node:crypto'
import { refuse, shown } from './refusal.ts'
import { parseKeyBlob, type SshKey } from './ssh-key.ts'
import { strictBase64, WireReader, wireString } from './wire.ts'

/** A signature, taken apart and not verified yet. */
export interface Sshsig {
  key: SshKey
  namespace: string
  hash: 'sha256' | 'sha512'
  /** the signature's own algorithm: `rsa-sha2-512`, else the key's type */
  algorithm: string
  signature: Buffer
  /** what a hardware key added: bit 0 = somebody touched it, bit 2 = and was verified */
  hardware: { flags: number; counter: number } | null
}

/** What a verified signature tells. */
export interface Signed {
  key: SshKey
  hardware: Sshsig['hardware']
}

const MAGIC = 'SSHSIG'
const BEGIN = '-----BEGIN SSH SIGNATURE-----'
const END = '-----END SSH SIGNATURE-----'

/** `-----BEGIN SSH SIGNATURE-----` … → the bytes inside. Throws Refusal. */
export function dearmor(text: string): Buffer {
  const lines = text.trim().split(/\r?\n/)
  if (lines[0] !== BEGIN || lines.at(-1) !== END) refuse('no-sshsig', 'this is no armoured SSH signature')
  return strictBase64(lines.slice(1, -1).join('')) ?? refuse('no-sshsig', 'the SSH signature is no base64')
}

/** The raw bytes; every length is checked, and nothing may follow. Throws Refusal. */
export function parseSshsig(raw: Buffer): Sshsig {
  const reader = new WireReader(raw, 'the SSH signature')
  if (raw.length < 6 || reader.raw(6).toString('latin1') !== MAGIC)
    refuse('no-sshsig', 'this is no SSH signature')
  const version = reader.uint32()
  if (version !== 1) refuse('sshsig-version', `an SSH signature of version ${version} is not known`)
  const key = parseKeyBlob(reader.string())
  const namespace = reader.string().toString('utf8')
  if (reader.string().length > 0) refuse('sshsig-reserved', "the SSH signature's reserved field is not empty")
  const hash = hashOf(reader.string().toString('latin1'))
  const blob = reader.string()
  reader.end()
  return { key, namespace, hash, ...parseSignature(blob, key) }
}

/** Throws Refusal unless `raw` is a signature over `message` in `namespace`. Whose key it is, is not looked at. */
export function verifySshsig(raw: Buffer, message: Buffer, namespace: string): Signed {
  const parsed = parseSshsig(raw)
  if (parsed.namespace !== namespace)
    refuse('namespace', `it was signed for "${shown(parsed.namespace)}", not for "${namespace}"`)
  if (!verifies(parsed, signedBytes(parsed, message)))
    refuse('bad-signature', 'the signature does not fit what it is said to sign')
  return { key: parsed.key, hardware: parsed.hardware }
}

function hashOf(name: string): 'sha256' | 'sha512' {
  if (name === 'sha256' || name === 'sha512') return name
  return refuse('sshsig-hash', `a digest by ${shown(name)} is not accepted`)
}

/** The inner signature: its algorithm, its bytes and, of a hardware key, flags and counter. */
function parseSignature(blob: Buffer, key: SshKey): Pick<Sshsig, 'algorithm' | 'signature' | 'hardware'> {
  const reader = new WireReader(blob, "the SSH signature's inner part")
  const algorithm = reader.name()
  checkAlgorithm(algorithm, key)
  const signature = reader.string()
  const hardware = key.application === null ? null : { flags: reader.byte(), counter: reader.uint32() }
  reader.end()
  return { algorithm, signature, hardware }
}

function checkAlgorithm(algorithm: string, key: SshKey): void {
  if (key.kind === 'rsa' && algorithm === 'ssh-rsa')
    refuse('rsa-sha1', 'a signature by RSA with SHA-1 is not accepted')
  const fits = key.kind === 'rsa' ? /^rsa-sha2-(256|512)$/.test(algorithm) : algorithm === key.type
  if (!fits) refuse('algorithm', `a ${key.type} key does not sign by ${shown(algorithm)}`)
}

/** What SSHSIG has signed: not the message, but its digest under the namespace. */
function signedBytes(sig: Sshsig, message: Buffer): Buffer {
  const digest = createHash(sig.hash).update(message).digest()
  const parts = [wireString(sig.namespace), wireString(''), wireString(sig.hash), wireString(digest)]
  return Buffer.concat([Buffer.from(MAGIC, 'latin1'), ...parts])
}

function verifies(sig: Sshsig, signed: Buffer): boolean {
  const bytes = sig.hardware === null ? signed : hardwareBytes(sig.key.application!, sig.hardware, signed)
  const { key, kind, hash } = sig.key
  if (kind === 'ed25519') return sig.signature.length === 64 && verify(null, bytes, key, sig.signature)
  if (kind === 'rsa')
    return verify(sig.algorithm.slice(-3) === '256' ? 'sha256' : 'sha512', bytes, key, sig.signature)
  return verify(hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, pairOf(sig.signature, hash!))
}

/** A hardware key signs its application, its flags and its counter along. */
function hardwareBytes(
  application: string,
  { flags, counter }: NonNullable<Sshsig['hardware']>,
  signed: Buffer,
) {
  const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()
  const middle = Buffer.alloc(5)
  middle.writeUInt8(flags, 0)
  middle.writeUInt32BE(counter, 1)
  return Buffer.concat([sha256(application), middle, sha256(signed)])
}

const SIZES = { sha256: 32, sha384: 48, sha512: 66 }

/** ECDSA's two numbers side by side, each as long as the curve's order. */
function pairOf(signature: Buffer, hash: keyof typeof SIZES): Buffer {
  const reader = new WireReader(signature, 'the ecdsa signature')
  const [r, s] = [reader.mpint(), reader.mpint()]
  reader.end()
  const size = SIZES[hash]
  if (r.length > size || s.length > size)
    refuse('bad-signature', 'the numbers of the ecdsa signature are too large')
  const padded = (number: Buffer) => Buffer.concat([Buffer.alloc(size - number.length), number])
  return Buffer.concat([padded(r), padded(s)])
}
