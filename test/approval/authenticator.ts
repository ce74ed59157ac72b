/** A maker of hardware keys in software: its root, its certificate for attesting, and what its authenticators say of a new key. */
import { createHash, type KeyObject, sign } from 'node:crypto'
import { wireString } from '../../src/approval/wire.ts'
import { p256, type SoftKey } from './software.ts'

export interface Maker {
  pem: string
  attest(key: SoftKey, challenge: string, options?: AttestOptions): Buffer
}

export interface AttestOptions {
  format?: 'packed' | 'fido-u2f'
  application?: string
  flags?: number
  /** what follows the key in the authenticator's data */
  extensions?: string
  /** hex, of the authenticator's model, and of the certificate's */
  aaguid?: string
  certified?: string
  unit?: string
  ca?: boolean
  version?: string
  /** another key in the data than the one that is enrolled */
  holds?: SoftKey
  /** spoils the authenticator's data after it was signed */
  spoil?: boolean
  /** how many bytes the credential's id has */
  credential?: number
  after?: string
  certificate?: Buffer
  cbor?: (data: Buffer) => Buffer
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()
const hex = (text: string) => Buffer.from(text, 'hex')
const MODEL = '2fc0579f811347eab116bb5a8db9202a'

/** `seed`: another root of the same name; `ca`: whether it says that it may issue. */
export function maker(name: string, { seed = name, rootCa = true } = {}): Maker {
  const root = p256(`root ${seed}`)
  const leaf = p256(`leaf ${name}`)
  const rootName = distinguished(['2.5.4.3', `${name} root`])
  const der = certificate({ subject: rootName, issuer: rootName, key: root.point, by: root.key, ca: rootCa })
  const attest = (key: SoftKey, challenge: string, options: AttestOptions = {}) => {
    const { unit = 'Authenticator Attestation', ca = false, certified } = options
    const subject = distinguished(['2.5.4.11', unit], ['2.5.4.3', `${name} attests`])
    const model = certified === undefined ? {} : { aaguid: hex(certified) }
    const made = certificate({ subject, issuer: rootName, key: leaf.point, by: root.key, ca, ...model })
    return blob(key, challenge, options.certificate ?? made, leaf.key, options)
  }
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n')
  return { pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, attest }
}

/** ssh-sk-attest-v01 */
function blob(key: SoftKey, challenge: string, cert: Buffer, by: KeyObject, options: AttestOptions): Buffer {
  const { version = 'ssh-sk-attest-v01', after = '', spoil = false, cbor = byteString } = options
  const data = authenticatorData(options.holds ?? key, options)
  const bytes =
    options.format === 'fido-u2f'
      ? u2fBytes(key, data, challenge, options)
      : Buffer.concat([data, sha256(challenge)])
  const signature = sign('sha256', bytes, by)
  if (spoil) data[33]! ^= 1 // in the counter
  const parts = [version, cert, signature, ...(version.endsWith('1') ? [cbor(data)] : [])].map(wireString)
  return Buffer.concat([...parts, Buffer.alloc(4), wireString(''), Buffer.from(after)])
}

const credentialOf = ({ credential = 16 }: AttestOptions) => Buffer.alloc(credential, 'id')

function authenticatorData(key: SoftKey, options: AttestOptions): Buffer {
  const id = credentialOf(options)
  const { application = 'ssh:portcullis-approval', flags = 0x41, aaguid = MODEL, extensions = '' } = options
  const head = [
    sha256(application),
    Buffer.from([flags, 0, 0, 0, 1]),
    hex(aaguid),
    Buffer.from([id.length >> 8, id.length & 255]),
  ]
  return Buffer.concat([...head, id, cose(key), hex(extensions)])
}

function u2fBytes(key: SoftKey, data: Buffer, challenge: string, options: AttestOptions): Buffer {
  const { x, y } = coordinates(key)
  const point = Buffer.concat([Buffer.from([4]), x, y!])
  return Buffer.concat([
    Buffer.from([0]),
    data.subarray(0, 32),
    sha256(challenge),
    credentialOf(options),
    point,
  ])
}

function cose(key: SoftKey): Buffer {
  const { x, y } = coordinates(key)
  if (y === undefined) return Buffer.concat([hex('a4010103272006215820'), x])
  return Buffer.concat([hex('a5010203262001215820'), x, hex('225820'), y])
}

function coordinates(key: SoftKey): { x: Buffer; y: Buffer | undefined } {
  const { x, y } = key.private.export({ format: 'jwk' })
  return { x: Buffer.from(x!, 'base64url'), y: y === undefined ? undefined : Buffer.from(y, 'base64url') }
}

export function byteString(bytes: Buffer): Buffer {
  const head =
    bytes.length < 24
      ? [0x40 + bytes.length]
      : bytes.length < 256
        ? [0x58, bytes.length]
        : [0x59, bytes.length >> 8, bytes.length & 255]
  return Buffer.concat([Buffer.from(head), bytes])
}

interface CertificateParts {
  subject: Buffer
  issuer: Buffer
  /** an uncompressed point of P-256 */
  key: Buffer
  by: KeyObject
  ca: boolean
  aaguid?: Buffer
}

const ECDSA_SHA256 = der(0x30, oid('1.2.840.10045.4.3.2'))

/** X.509 v3 (RFC 5280), valid from 2020 to 2049. */
function certificate({ subject, issuer, key, by, ca, aaguid }: CertificateParts): Buffer {
  const times = der(0x30, der(0x17, '200101000000Z'), der(0x17, '491231235959Z'))
  const p256Key = der(0x30, oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
  const spki = der(0x30, p256Key, der(0x03, Buffer.from([0]), key))
  const constraint = extension('2.5.29.19', ca ? der(0x30, der(0x01, Buffer.from([255]))) : der(0x30))
  const model = aaguid === undefined ? [] : [extension('1.3.6.1.4.1.45724.1.1.4', der(0x04, aaguid))]
  const extensions = der(0xa3, der(0x30, constraint, ...model))
  const version = der(0xa0, der(0x02, Buffer.from([2])))
  const serial = der(0x02, Buffer.from([1]))
  const body = der(0x30, version, serial, ECDSA_SHA256, issuer, times, subject, spki, extensions)
  return der(0x30, body, ECDSA_SHA256, der(0x03, Buffer.from([0]), sign('sha256', body, by)))
}

function extension(id: string, value: Buffer): Buffer {
  return der(0x30, oid(id), der(0x04, value))
}

function distinguished(...parts: [string, string][]): Buffer {
  return der(0x30, ...parts.map(([id, text]) => der(0x31, der(0x30, oid(id), der(0x0c, text)))))
}

function der(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const value = Buffer.concat(parts.map(part => Buffer.from(part as string)))
  const { length } = value
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), value])
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const low = number & 127
  return number < 128 ? [low] : [...base128(number >>> 7).map(byte => byte | 128), low]
}
