/** Keys in software, the same for every run, that sign as SSH keys do, hardware keys among them. None is kept in a file. */
import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signWith,
} from 'node:crypto'
import { fingerprintOf } from '../../src/approval/ssh-key.ts'
import { NAMESPACE } from '../../src/approval/types.ts'
import { wireString } from '../../src/approval/wire.ts'

export interface SoftKey {
  type: string
  blob: Buffer
  /** as it stands in `keys = [...]` */
  line: string
  fingerprint: string
  private: KeyObject
  /** an SSHSIG over the message, raw */
  sign(message: Buffer, options?: SignOptions): Buffer
}

export interface SignOptions {
  namespace?: string
  hash?: string
  version?: number
  reserved?: string
  /** of sk keys: 1 = touched, 5 = and verified */
  flags?: number
  /** another public key than the one that signs */
  blob?: Buffer
  /** the inner signature's algorithm */
  algorithm?: string
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()
const seeded = (seed: string) => sha256(`test key ${seed}`)
const uint32 = (value: number) =>
  Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map(b => b & 255))

export function ed25519(seed: string): SoftKey {
  const key = ed25519Private(seeded(seed))
  const blob = Buffer.concat([wireString('ssh-ed25519'), wireString(pointOf(key))])
  return softKey('ssh-ed25519', blob, key, bytes => wireString(signWith(null, bytes, key)))
}

/** A "hardware" ed25519 key that is software: what any program can make. */
export function skEd25519(seed: string, application = 'ssh:portcullis-approval'): SoftKey {
  const type = 'sk-ssh-ed25519@openssh.com'
  const key = ed25519Private(seeded(`sk ${seed}`))
  const blob = Buffer.concat([wireString(type), wireString(pointOf(key)), wireString(application)])
  return softKey(type, blob, key, (bytes, { flags = 1 }) => {
    const signature = signWith(null, hardwareBytes(application, flags, bytes), key)
    return Buffer.concat([wireString(signature), Buffer.from([flags]), uint32(COUNTER)])
  })
}

export function skEcdsa(seed: string, application = 'ssh:portcullis-approval'): SoftKey {
  const type = 'sk-ecdsa-sha2-nistp256@openssh.com'
  const { key, point } = p256(`sk ${seed}`)
  const blob = Buffer.concat([type, 'nistp256', point, application].map(wireString))
  return softKey(type, blob, key, (bytes, { flags = 1 }) => {
    const signature = ecdsaPair(hardwareBytes(application, flags, bytes), key)
    return Buffer.concat([wireString(signature), Buffer.from([flags]), uint32(COUNTER)])
  })
}

const COUNTER = 7

export function p256(seed: string): { key: KeyObject; point: Buffer } {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(seeded(seed))
  const point = ecdh.getPublicKey()
  const part = (from: number, to: number) => point.subarray(from, to).toString('base64url')
  const d = seeded(seed).toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65), d }
  return { key: createPrivateKey({ key: jwk, format: 'jwk' }), point }
}

/** An SSHSIG by a key of any kind. `inner` gives the signature without its algorithm's name. */
export function softKey(
  type: string,
  blob: Buffer,
  key: KeyObject,
  inner: (bytes: Buffer, options: SignOptions) => Buffer,
): SoftKey {
  const sign = (message: Buffer, options: SignOptions = {}) => {
    const { namespace = NAMESPACE, hash = 'sha512', version = 1, reserved = '' } = options
    const digest = createHash(hash).update(message).digest()
    const signed = Buffer.concat([
      Buffer.from('SSHSIG'),
      ...[namespace, reserved, hash, digest].map(wireString),
    ])
    const signature = Buffer.concat([wireString(options.algorithm ?? type), inner(signed, options)])
    const parts = [options.blob ?? blob, namespace, reserved, hash, signature].map(wireString)
    return Buffer.concat([Buffer.from('SSHSIG'), uint32(version), ...parts])
  }
  const line = `${type} ${blob.toString('base64')}`
  return { type, blob, line, fingerprint: fingerprintOf(blob), private: key, sign }
}

/** r and s as SSH writes them. */
export function ecdsaPair(bytes: Buffer, key: KeyObject, hash = 'sha256'): Buffer {
  const both = signWith(hash, bytes, { key, dsaEncoding: 'ieee-p1363' })
  return Buffer.concat([both.subarray(0, both.length / 2), both.subarray(both.length / 2)].map(mpint))
}

export function mpint(number: Buffer): Buffer {
  const first = number.findIndex(byte => byte !== 0)
  const short = number.subarray(first)
  return wireString(short[0]! >= 0x80 ? Buffer.concat([Buffer.alloc(1), short]) : short)
}

function hardwareBytes(application: string, flags: number, bytes: Buffer): Buffer {
  return Buffer.concat([sha256(application), Buffer.from([flags]), uint32(COUNTER), sha256(bytes)])
}

/** RFC 8410 around the 32 bytes. */
function ed25519Private(seed: Buffer): KeyObject {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

function pointOf(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url')
}
