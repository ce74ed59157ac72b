/** OpenSSH's own form: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
import { type Answer, odd, unknown, valid } from './answer.ts'
import { bitsOf } from './der.ts'
import { ENCRYPTED } from './key-der.ts'

const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1')

export function isOpenssh(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC)
}

/** Magic, cipher, kdf and its options, how many keys, the public one, the private part; nothing may be cut off. */
export function opensshKey(bytes: Buffer): Answer {
  const reader: Reader = { bytes, at: MAGIC.length }
  const [cipher, kdf, options] = [text(reader), text(reader), text(reader)]
  const count = number(reader)
  const [open, secret] = [text(reader), text(reader)]
  if (!cipher || !kdf || !options || count !== 1 || !open || !secret || secret.length < 16) return odd()
  const name = keyName(open)
  if (name === undefined) return odd()
  if (cipher.toString('latin1') !== 'none') return unknown(name, ENCRYPTED)
  return holds(secret, open) ? valid(name) : odd()
}

interface Reader {
  bytes: Buffer
  at: number
}

/** -1 where the bytes end too soon. */
function number(reader: Reader): number {
  const { bytes, at } = reader
  reader.at += 4
  return at + 4 > bytes.length ? -1 : bytes.readUInt32BE(at)
}

function text(reader: Reader): Buffer | null {
  const length = number(reader)
  const start = reader.at
  reader.at += length
  return length < 0 || reader.at > reader.bytes.length ? null : reader.bytes.subarray(start, reader.at)
}

/** The two numbers at its beginning are the same, and the kind of key is that of the public one. */
function holds(secret: Buffer, open: Buffer): boolean {
  if (secret.readUInt32BE(0) !== secret.readUInt32BE(4)) return false
  const kind = text({ bytes: secret, at: 8 })
  const same = text({ bytes: open, at: 0 })
  return kind !== null && same !== null && kind.equals(same)
}

const NAMES: Record<string, string> = {
  'ssh-ed25519': 'Ed25519 private key',
  'ssh-dss': 'DSA private key',
  'ecdsa-sha2-nistp256': 'EC private key, P-256',
  'ecdsa-sha2-nistp384': 'EC private key, P-384',
  'ecdsa-sha2-nistp521': 'EC private key, P-521',
  'sk-ssh-ed25519@openssh.com': 'Ed25519 key on a security key',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'EC key on a security key',
}

/** Kinds we do not know yet are called by their own name. */
function keyName(open: Buffer): string | undefined {
  const reader = { bytes: open, at: 0 }
  const kind = text(reader)?.toString('latin1') ?? ''
  if (kind !== 'ssh-rsa')
    return NAMES[kind] ?? (/^[a-z0-9.@-]{4,60}$/.test(kind) ? `private key of kind ${kind}` : undefined)
  const [, modulus] = [text(reader), text(reader)]
  return modulus ? `RSA private key, ${bitsOf(modulus)} bits` : undefined
}
