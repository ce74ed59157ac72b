/**
 * The secrets that this machine holds for its user: values that must not leave it, whatever they look like. They are kept in
 * memory, wrapped, and are never written down; what is told of one is its name and where it is kept.
 */
import { Secret } from '../secret.ts'
import { parseDotenv } from './dotenv.ts'
import { type Finder, openFinder } from './finder.ts'
import { parseAws, parseDocker, parseNetrc, parseNpmrc } from './home.ts'
import { isHeldVariable, type Meaning } from './names.ts'
import { type Named, secretParts } from './parts.ts'

export interface HeldSecret {
  secret: Secret
  /** `DB_PASSWORD in .env (ignored by git)`, one for each place that keeps it */
  kept: string[]
}

export type HeldFile = 'dotenv' | 'aws' | 'npmrc' | 'netrc' | 'docker'

/** What a file or the environment is read with. */
export interface Reading {
  env: NodeJS.ProcessEnv
  /** names that the policy leaves out */
  ignore: ReadonlySet<string>
}

/** What is secret in a file's text; `place` is how the file is called to people. */
export function heldInFile(kind: HeldFile, text: string, place: string, reading: Reading): HeldSecret[] {
  const named = parse(kind, text, reading.env)
  // in a .env file a name may say nothing; elsewhere the format says that it is a secret
  return heldOf(named, place, reading, kind === 'dotenv' ? undefined : 'secret')
}

/** The variables of the environment that are named like secrets. */
export function heldInEnvironment(reading: Reading): HeldSecret[] {
  const named = Object.entries(reading.env).flatMap(([name, value]) =>
    value !== undefined && isHeldVariable(name) ? [{ name, value }] : [],
  )
  return heldOf(named, 'the environment', reading, 'secret')
}

/** Without those that this text holds too: a value of a template that everybody sees opens nothing. */
export function withoutShown(secrets: HeldSecret[], text: string): HeldSecret[] {
  return secrets.filter(({ secret }) => !text.includes(Secret.reveal(secret)))
}

/** What was gathered, and sentences for people about what could not be. */
export interface Gathered {
  secrets: HeldSecret[]
  notices: string[]
}

/** Gathered when first asked for: a call that looks at nothing reads nothing. */
export interface Held {
  load(): Promise<void>
  /** null until loaded, and where there is nothing to look for */
  readonly finder: Finder | null
  /** none until loaded */
  readonly secrets: readonly HeldSecret[]
  readonly notices: readonly string[]
}

/** `gather` is called once at most. What it throws is thrown by `load`. */
export function openHeld(gather: () => Promise<Gathered>): Held {
  let loading: Promise<void> | undefined
  let finder: Finder | null = null
  let notices: readonly string[] = []
  let secrets: readonly HeldSecret[] = []
  const load = async () => {
    const gathered = await gather()
    notices = gathered.notices
    const all = merged(gathered.secrets)
    secrets = all
    if (all.length > 0) finder = openFinder(all)
  }
  return {
    load() {
      loading ??= load()
      return loading
    },
    get finder() {
      return finder
    },
    get secrets() {
      return secrets
    },
    get notices() {
      return notices
    },
  }
}

function parse(kind: HeldFile, text: string, env: NodeJS.ProcessEnv): Named[] {
  if (kind === 'dotenv') return parseDotenv(text)
  if (kind === 'aws') return parseAws(text)
  if (kind === 'npmrc') return parseNpmrc(text, env)
  return kind === 'netrc' ? parseNetrc(text) : parseDocker(text)
}

function heldOf(named: Named[], place: string, { ignore }: Reading, meaning?: Meaning): HeldSecret[] {
  return named
    .filter(({ name }) => !ignore.has(name))
    .flatMap(one => secretParts(one, meaning).map(part => ({ name: one.name, part })))
    .map(({ name, part }) => ({ secret: new Secret(part), kept: [`${printable(name)} in ${place}`] }))
}

/** A name out of a file may be anything. */
function printable(name: string): string {
  return name.replace(/[^\w.:/@ -]/g, '?').slice(0, 80)
}

/** A value that is kept in several places is one. */
function merged(secrets: HeldSecret[]): HeldSecret[] {
  const byValue = new Map<string, HeldSecret>()
  for (const one of secrets) {
    const known = byValue.get(Secret.reveal(one.secret))
    if (known) known.kept.push(...one.kept.filter(place => !known.kept.includes(place)))
    else byValue.set(Secret.reveal(one.secret), { ...one, kept: [...one.kept] })
  }
  return [...byValue.values()]
}
