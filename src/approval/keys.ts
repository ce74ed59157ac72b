/** Which key a person approves with: one that is enrolled, found where people keep theirs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import { git, type Repo } from '../git/run.ts'
import type { People } from './enrolment.ts'
import { refusalOf } from './refusal.ts'
import { parseKeyLine, type SshKey } from './ssh-key.ts'

/** A key that somebody on the trusted base has. */
export interface Found {
  person: string
  key: SshKey
  /** what ssh-keygen is told to sign with; null = only an agent has it, and `line` is all there is */
  file: string | null
  /** the public key's line */
  line: string
}

export interface Places {
  repo: Repo
  env: NodeJS.ProcessEnv
  cwd: string
  /** `--key` */
  named?: string
  /** public keys that an agent offers (`ssh-add -L`), asked for last */
  agentKeys(): Promise<string[]>
}

/** The first of: `--key`, portcullis.approvalKey, user.signingKey, ~/.ssh/*.pub, the agent. Throws UsageError: none is enrolled. */
export async function findKey(people: People, places: Places): Promise<Found> {
  if (places.named !== undefined)
    return enrolled(people, fileKey(resolve(places.cwd, places.named)), places.named)
  for (const offer of [configured, inHome, inAgent]) {
    for (const one of await offer(places)) {
      const found = owned(people, one)
      if (found !== null) return found
    }
  }
  const hint = `name its file (--key FILE), or set it: git config --global portcullis.approvalKey FILE. Enrolled are: ${[...people.keys()].join(', ') || 'nobody'}`
  throw new UsageError('no key of yours is enrolled in [people.<you>] keys on the trusted base', { hint })
}

interface Offer {
  file: string | null
  line: string
}

function enrolled(people: People, offer: Offer, name: string): Found {
  const found = owned(people, offer)
  if (found !== null) return found
  const hint =
    'enrol it on the trusted base, in a change that somebody enrolled approves: [people.<you>] keys = ["…"]'
  throw new UsageError(`the key "${name}" is nobody's on the trusted base`, { subject: name, hint })
}

function owned(people: People, { file, line }: Offer): Found | null {
  const key = readKey(line)
  if (key === null) return null
  for (const [person, { keys }] of people) {
    if (keys.some(enrolled => readKey(enrolled.key)?.blob.equals(key.blob)))
      return { person, key, file, line }
  }
  return null
}

function readKey(line: string): SshKey | null {
  let key: SshKey | null = null
  refusalOf(() => {
    key = parseKeyLine(line)
  })
  return key
}

/** A private key by the public one beside it, or a public key's file: then an agent or a token signs. */
function fileKey(file: string): Offer {
  const isPublic = file.endsWith('.pub')
  const beside = isPublic ? file : `${file}.pub`
  if (!existsSync(file))
    throw new UsageError(`no key "${file}"`, { subject: file, hint: 'name a file that is there' })
  if (!existsSync(beside)) {
    const hint = `write it there: ssh-keygen -y -f ${file} > ${beside}`
    throw new UsageError(`the public key "${beside}" is not beside "${file}"`, { subject: beside, hint })
  }
  const secret = file.replace(/\.pub$/, '')
  return { file: existsSync(secret) ? secret : file, line: firstLineOf(beside) }
}

async function configured({ repo, env }: Places): Promise<Offer[]> {
  const keys = '^(portcullis\\.approvalkey|user\\.signingkey)$'
  // 1: none of them is set
  const found = await git(repo, ['config', '-z', '--get-regexp', keys], { allow: [1] })
  const pairs = found.toString('utf8').split('\0').filter(Boolean).sort()
  return pairs.flatMap(pair => offerOf(pair.slice(pair.indexOf('\n') + 1), env))
}

/** `user.signingKey` may be a key's line (after `key::`), a file, or something of another program's. */
function offerOf(value: string, env: NodeJS.ProcessEnv): Offer[] {
  const line = value.replace(/^key::/, '')
  if (/^(ssh|ecdsa|sk)-\S+ \S+/.test(line)) return [{ file: null, line }]
  const file = value.replace(/^~(?=\/)/, env.HOME ?? '~')
  return readable(file)
}

async function inHome({ env }: Places): Promise<Offer[]> {
  const folder = join(env.HOME ?? '', '.ssh')
  if (!env.HOME || !existsSync(folder)) return []
  const names = readdirSync(folder).filter(name => name.endsWith('.pub'))
  return names.sort().flatMap(name => readable(join(folder, name)))
}

async function inAgent({ agentKeys }: Places): Promise<Offer[]> {
  return (await agentKeys()).map(line => ({ file: null, line }))
}

function readable(file: string): Offer[] {
  try {
    return [fileKey(file)]
  } catch {
    return [] // a key that cannot be read is none of those that are looked through
  }
}

function firstLineOf(file: string): string {
  return readFileSync(file, 'utf8').split('\n', 1)[0] ?? ''
}
