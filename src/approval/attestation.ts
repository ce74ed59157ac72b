/**
 * A hardware key's attestation, as `ssh-keygen -O write-attestation` writes it (OpenSSH, PROTOCOL.u2f): the maker's certificate
 * over what the authenticator said when it made the key (WebAuthn level 3, §6.5 and §8.2 packed, §8.6 fido-u2f).
 */
import { createHash, verify, X509Certificate } from 'node:crypto'
import { refuse, shown } from './refusal.ts'
import type { SshKey } from './ssh-key.ts'
import { WireReader } from './wire.ts'

export interface Attestation {
  /** the file's bytes: `ssh-sk-attest-v01` */
  blob: Buffer
  /** the bytes that were given with `-O challenge=` */
  challenge: Buffer
  /** the key that is enrolled */
  key: SshKey
  /** PEM: whom the maker's certificate must come from, directly; no built-in list */
  roots: readonly string[]
}

/** What the authenticator said of the new key. */
interface AuthenticatorData {
  bytes: Buffer
  applicationHash: Buffer
  aaguid: Buffer
  credentialId: Buffer
}

const PRESENT = 0x01
const HAS_CREDENTIAL = 0x40
const HAS_EXTENSIONS = 0x80

/**
 * Throws Refusal unless the maker of a hardware key attests that this very key was made in one of theirs. Days of the
 * certificates are not looked at: it was attested once, and what counts later is whether the key is revoked.
 */
export function checkAttestation({ blob, challenge, key, roots }: Attestation): void {
  const { certificate, signature, said } = parseBlob(blob)
  const data = authenticatorData(said, key)
  if (!data.applicationHash.equals(sha256(key.application ?? '')))
    refuse(
      'attestation-application',
      "the attestation is for a key of another application than the enrolled one's",
    )
  const leaf = certificateOf(certificate)
  if (!isSigned(leaf, signature, data, sha256(challenge), key))
    refuse(
      'attestation-signature',
      'the attestation is not signed by its certificate, or is for another challenge',
    )
  checkIssuer(leaf, roots)
}

function parseBlob(blob: Buffer): { certificate: Buffer; signature: Buffer; said: Buffer } {
  const reader = new WireReader(blob, 'the attestation')
  const version = reader.name()
  if (version === 'ssh-sk-attest-v00')
    refuse(
      'attestation-old',
      'the attestation was written by OpenSSH before 8.4 and leaves out what the authenticator said',
    )
  if (version !== 'ssh-sk-attest-v01')
    refuse('attestation-format', `"${shown(version)}" is no attestation that is known`)
  const [certificate, signature, said] = [reader.string(), reader.string(), reader.string()]
  reader.uint32() // reserved
  reader.string() // reserved
  reader.end()
  if (certificate.length === 0)
    refuse('attestation-self', 'the key attests itself: without a certificate of its maker that says nothing')
  return { certificate, signature, said: byteString(said) }
}

/** CBOR (RFC 8949): one byte string, and nothing else. */
function byteString(cbor: Buffer): Buffer {
  const head = cbor[0] === 0x58 ? 2 : cbor[0] === 0x59 ? 3 : 1
  const length = head === 1 ? (cbor[0] ?? 0) - 0x40 : cbor.length < head ? -1 : cbor.readUIntBE(1, head - 1)
  if (length < 0 || (head === 1 && length > 23) || cbor.length !== head + length)
    refuse('attestation-format', "the attestation's authenticator data is no CBOR byte string")
  return cbor.subarray(head)
}

/** Taken apart; the key in it must be the enrolled one. */
function authenticatorData(bytes: Buffer, key: SshKey): AuthenticatorData {
  const reader = new WireReader(bytes, "the attestation's authenticator data")
  const applicationHash = reader.raw(32)
  const flags = reader.byte()
  reader.uint32() // counter
  if ((flags & HAS_CREDENTIAL) === 0) refuse('attestation-format', 'the attestation is of no key')
  if ((flags & PRESENT) === 0) refuse('attestation-presence', 'the key was made without a touch')
  const aaguid = reader.raw(16)
  const credentialId = reader.raw(reader.raw(2).readUInt16BE(0))
  const expected = coseKey(key)
  if (!reader.raw(expected.length).equals(expected))
    refuse('attestation-key', 'the attestation is of another key')
  if ((flags & HAS_EXTENSIONS) === 0) reader.end()
  return { bytes, applicationHash, aaguid, credentialId }
}

/**
 * The key as an authenticator writes it: COSE (RFC 9053) in CTAP2's canonical CBOR. There is one such spelling, so bytes are
 * compared and no CBOR is read.
 */
function coseKey(key: SshKey): Buffer {
  if (key.kind === 'ed25519')
    return Buffer.concat([Buffer.from('a4010103272006215820', 'hex'), coordinate(key, 'x')])
  const x = [Buffer.from('a5010203262001215820', 'hex'), coordinate(key, 'x')]
  return Buffer.concat([...x, Buffer.from('225820', 'hex'), coordinate(key, 'y')])
}

function coordinate({ key }: SshKey, name: 'x' | 'y'): Buffer {
  return Buffer.from(key.export({ format: 'jwk' })[name]!, 'base64url')
}

/** A certificate whose key OpenSSL can use; the getter throws for others. */
function certificateOf(der: Buffer): X509Certificate {
  try {
    const certificate = new X509Certificate(der)
    if (certificate.publicKey.asymmetricKeyType !== undefined) return certificate
  } catch {}
  return refuse('attestation-certificate', "the attestation's certificate cannot be read")
}

/** The blob does not say which of the two formats it is; what a certificate signed in one is no signature in the other. */
function isSigned(
  leaf: X509Certificate,
  signature: Buffer,
  data: AuthenticatorData,
  challengeHash: Buffer,
  key: SshKey,
): boolean {
  if (leaf.publicKey.asymmetricKeyType !== 'ec') return false
  const packed = Buffer.concat([data.bytes, challengeHash])
  if (verify('sha256', packed, leaf.publicKey, signature)) return isPackedLeaf(leaf, data.aaguid)
  if (key.kind !== 'ecdsa') return false
  const point = Buffer.concat([Buffer.from([4]), coordinate(key, 'x'), coordinate(key, 'y')])
  const u2f = Buffer.concat([Buffer.from([0]), data.applicationHash, challengeHash, data.credentialId, point])
  return verify('sha256', u2f, leaf.publicKey, signature)
}

/** id-fido-gen-ce-aaguid, 1.3.6.1.4.1.45724.1.1.4 */
const AAGUID_OID = Buffer.from('060b2b0601040182e51c010104', 'hex')

/** WebAuthn §8.2.1: what it is for, and of which model when it says so. Its maker signed it, so a search in its bytes will do. */
function isPackedLeaf(leaf: X509Certificate, aaguid: Buffer): boolean {
  if (!/^OU=Authenticator Attestation$/m.test(leaf.subject))
    refuse('attestation-purpose', "the attestation's certificate is not one for attesting hardware keys")
  const at = leaf.raw.indexOf(AAGUID_OID)
  const value = Buffer.concat([Buffer.from('04120410', 'hex'), aaguid])
  const same = at < 0 || leaf.raw.subarray(at + AAGUID_OID.length).indexOf(value) === 0
  return same || refuse('attestation-model', "the attestation's certificate is for another model of key")
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

function checkIssuer(leaf: X509Certificate, roots: readonly string[]): void {
  const trusted = roots.flatMap(text => text.match(PEM) ?? []).map(pem => certificateOf(Buffer.from(pem)))
  if (trusted.length === 0)
    refuse(
      'attestation-roots',
      'no certificate of a maker is in .portcullis/attestation-roots/ on the trusted base',
    )
  const issued = trusted.some(root => root.ca && leaf.checkIssued(root) && leaf.verify(root.publicKey))
  if (!issued || leaf.ca)
    refuse(
      'attestation-chain',
      "the attestation's certificate comes from none in .portcullis/attestation-roots/",
    )
}

function sha256(bytes: string | Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
