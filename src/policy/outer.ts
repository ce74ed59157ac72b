/** The layers of the machine, between the floor and the repository: what its administrator and its user hold everywhere. */
import { readFileSync, type Stats, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { PortcullisError } from '../errors.ts'
import type { LayerText, PolicyProblem } from './types.ts'

/** Where they lie; null = there is no such place here. */
export interface OuterPlaces {
  system: string | null
  user: string | null
}

export interface Outer {
  layers: LayerText[]
  problems: PolicyProblem[]
  /** when each was changed, for the audit log: hashing them would cost every hook node:crypto */
  identity: string
}

export const NO_OUTER: Outer = { layers: [], problems: [], identity: '' }

/** `/etc/portcullis/policy.toml` (not on Windows) and `$XDG_CONFIG_HOME/portcullis/policy.toml`, else below `~/.config`. */
export function outerPlaces(env: Readonly<Record<string, string | undefined>>): OuterPlaces {
  const config = configFolder(env)
  return {
    system: process.platform === 'win32' ? null : '/etc/portcullis/policy.toml',
    user: config === null ? null : join(config, 'portcullis', 'policy.toml'),
  }
}

/** XDG Base Directory: a relative path is to be ignored. */
function configFolder({ XDG_CONFIG_HOME: config, HOME: home }: Readonly<Record<string, string | undefined>>) {
  if (config && isAbsolute(config)) return config
  return home && isAbsolute(home) ? join(home, '.config') : null
}

/** Two `stat` calls where there is neither. Throws PortcullisError 3 for one that is there and cannot be read. */
export function readOuter(places: OuterPlaces): Outer {
  const outer: Outer = { layers: [], problems: [], identity: '' }
  for (const layer of ['system', 'user'] as const) {
    const file = places[layer]
    const stat = file === null ? undefined : look(file, () => statSync(file, { throwIfNoEntry: false }))
    if (file === null || stat === undefined) continue
    const fault = layer === 'system' ? systemFault(stat) : null
    if (fault !== null) outer.problems.push({ layer, file, message: `${file}: ${fault}`, hint: HINT })
    else outer.layers.push({ layer, file, text: look(file, () => readFileSync(file, 'utf8')) })
    outer.identity += `, ${layer} of ${stat.mtime.toISOString()}`
  }
  return outer
}

const HINT = 'chown root and chmod 644 the file, or remove it'

/** A system policy that anybody could write says nothing for the administrator. */
export function systemFault({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): string | null {
  if (uid !== 0) return 'must belong to root'
  return (mode & 0o022) === 0 ? null : 'must not be writable by its group or by others'
}

function look<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOTDIR') return undefined as T
    const hint = 'check what lies there and that it may be read'
    throw new PortcullisError(3, `cannot read "${file}": ${code}`, { subject: file, cause: error, hint })
  }
}
