/** Detectors for another thread: what they are made of, as plain data. It stays in this process's memory. */
import type { EngineName } from './engine.ts'
import { openHeld } from './held/held.ts'
import { type Detectors, loadDetectors } from './load.ts'
import type { Rule } from './rule.ts'
import { Secret } from './secret.ts'

export interface Portable {
  custom: Rule[]
  disabled: string[]
  key: Uint8Array | undefined
  engine: EngineName | undefined
  /** the user's own secrets, in the clear: for `workerData` alone */
  held: { value: string; kept: string[] }[]
}

/** To be called when the user's own secrets are loaded. */
export function toPortable({ packs, disabled, key, asked, held }: Detectors): Portable {
  const own = packs[1]?.table
  return {
    custom: own ? Array.from({ length: own.count }, (_, index) => own.rule(index)) : [],
    disabled: [...disabled],
    key,
    engine: asked,
    held: (held?.secrets ?? []).map(({ secret, kept }) => ({ value: Secret.reveal(secret), kept })),
  }
}

export async function fromPortable({ custom, disabled, key, engine, held }: Portable): Promise<Detectors> {
  const secrets = held.map(({ value, kept }) => ({ secret: new Secret(value), kept }))
  const found = secrets.length > 0 ? openHeld(() => Promise.resolve({ secrets, notices: [] })) : undefined
  await found?.load()
  return loadDetectors({
    custom,
    disabled,
    ...(key && { key: Buffer.from(key) }),
    ...(engine && { engine }),
    ...(found && { held: found }),
  })
}
