/** A hardware key's attestation, as `ssh-keygen -O write-attestation` writes it (OpenSSH, PROTOCOL.u2f). */
import { refuse } from './refusal.ts'
import type { SshKey } from './ssh-key.ts'

export interface Attestation {
  /** the file's bytes: `ssh-sk-attest-v01` */
  blob: Buffer
  /** the bytes that were given with `-O challenge=` */
  challenge: Buffer
  /** the key that is enrolled */
  key: SshKey
  /** PEM: whom the maker's certificate must come from */
  roots: readonly string[]
}

/** Throws Refusal unless the maker of a hardware key attests that this very key was made in it. */
export function checkAttestation(_attestation: Attestation): void {
  refuse('attestation', 'attestations cannot be checked yet: let a second person vouch for the key')
}
