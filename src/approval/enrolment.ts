/** Keys of the trusted base: which of a person's keys signed, whether it counts on a day, and what is known of its hardware. */
import type { EnrolledKey, Person } from '../policy/types.ts'
import { checkAttestation } from './attestation.ts'
import { refusalOf, refuse, shown } from './refusal.ts'
import { parseKeyLine, type SshKey } from './ssh-key.ts'
import { APPLICATION } from './types.ts'

/** Attestations of hardware keys, as they lie on the trusted base; see attestation.ts. */
export interface Attestations {
  /** the file `name` of `.portcullis/attestations/`, or null; its challenge is the file `<name>.challenge` */
  file(name: string): Buffer | null
  /** PEM texts of `.portcullis/attestation-roots/` */
  roots: readonly string[]
}

export type People = ReadonlyMap<string, Person>

/** The enrolment of `signer` among the keys of `id`. Throws Refusal when they have no such key. */
export function enrolmentOf(signer: SshKey, id: string, people: People): EnrolledKey {
  const person = people.get(id) ?? refuse('unknown-person', `"${shown(id)}" is nobody on the trusted base`)
  if (person.keys.length === 0) refuse('no-keys', `${id} has no key on the trusted base`)
  return person.keys.find(enrolled => sameKey(enrolled, signer)) ?? refuseStranger(signer, id, people)
}

function refuseStranger(signer: SshKey, id: string, people: People): never {
  const owner = [...people].find(([, person]) => person.keys.some(enrolled => sameKey(enrolled, signer)))
  const whose = owner === undefined ? 'nobody on the trusted base has it' : `it is ${owner[0]}'s`
  const broken = people.get(id)!.keys.flatMap(({ key }) => refusalOf(() => parseKeyLine(key)) ?? [])[0]
  const also = broken === undefined ? '' : `; a key of ${id} on the base cannot be read: ${broken.message}`
  const what = `the key that signed, ${signer.fingerprint}, is not theirs: ${whose}${also}`
  return refuse('wrong-key', `it says ${id} approved, but ${what}`)
}

/** A line that cannot be read is no key at all: it must not keep another one from counting. */
function sameKey(enrolled: EnrolledKey, signer: SshKey): boolean {
  let same = false
  refusalOf(() => {
    same = parseKeyLine(enrolled.key).blob.equals(signer.blob)
  })
  return same
}

/** Throws Refusal unless the key counts both on the day of issue and today. The day of issue is the signer's claim: it alone would let a stolen key sign into the past. */
export function checkDays(enrolled: EnrolledKey, owner: string, issuedAt: string, now: Date): void {
  const days = { issued: issuedAt.slice(0, 10), today: now.toISOString().slice(0, 10) }
  const { revoked, validFrom, validUntil } = enrolled
  if (revoked !== undefined && days.today >= revoked)
    refuse('key-revoked', `${owner}'s key was revoked on ${revoked}: nothing it signed counts`)
  if (validFrom !== undefined && days.issued < validFrom)
    refuse('key-not-yet', `${owner}'s key counts from ${validFrom}; this was signed on ${days.issued}`)
  if (validUntil !== undefined && days.today > validUntil)
    refuse('key-expired', `${owner}'s key counted until ${validUntil}`)
}

/**
 * null when this sk key is known to live in hardware and to be made for approvals, else the sentence that says what is missing: it
 * then counts as any other key does, since a program can sign with whatever flags it likes.
 */
export function hardwareDoubt(
  key: SshKey,
  enrolled: EnrolledKey,
  owner: string,
  people: People,
  attestations?: Attestations,
): string | null {
  if (key.application !== APPLICATION)
    return `its key was made for "${shown(key.application)}", not for "${APPLICATION}": an everyday touch could serve`
  const { vouchedBy, attested } = enrolled
  if (vouchedBy !== undefined) return voucherDoubt(vouchedBy, owner, people)
  if (attested === undefined)
    return 'nobody checked that its key is a hardware key (neither attested nor vouched-by)'
  return attestationDoubt(key, attested, attestations)
}

function voucherDoubt(voucher: string, owner: string, people: People): string | null {
  if (voucher === owner) return 'its owner alone vouches for its key: it takes a second person'
  const known = (people.get(voucher)?.keys.length ?? 0) > 0
  return known ? null : `${shown(voucher)} vouches for its key, but has no key on the trusted base`
}

function attestationDoubt(key: SshKey, name: string, attestations?: Attestations): string | null {
  const blob = attestations?.file(name)
  const challenge = attestations?.file(`${name}.challenge`)
  if (!blob) return `its key's attestation ${name} is not in .portcullis/attestations/ on the trusted base`
  if (!challenge) return `the challenge ${name}.challenge of its key's attestation is not beside it`
  return (
    refusalOf(() => checkAttestation({ blob, challenge, key, roots: attestations!.roots }))?.message ?? null
  )
}
