/** ssh-keygen wants a file, also for a key that only an agent has: then its public line is one, for the time of the signature. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Found } from '../../approval/keys.ts'

/** Calls `use` with the file to sign with. */
export async function withKeyFile<T>(
  { file, line }: Found,
  commonDir: string,
  use: (key: string) => Promise<T>,
): Promise<T> {
  if (file !== null) return use(file)
  const parent = join(commonDir, 'portcullis')
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(parent, 'key-'))
  try {
    const key = join(folder, 'key.pub')
    writeFileSync(key, `${line}\n`, { mode: 0o600 })
    return await use(key)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
