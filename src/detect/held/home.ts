/** The files in which tools keep a person's credentials → what is secret in them. */
import type { Named } from './parts.ts'

const AWS_SECRET = /^\s*(aws_secret_access_key|aws_session_token)\s*=\s*(\S+)/
const SECTION = /^\s*\[\s*([^\]]+?)\s*\]/

/** `~/.aws/credentials`: https://docs.aws.amazon.com/cli/v1/userguide/cli-configure-files.html */
export function parseAws(text: string): Named[] {
  let profile = 'default'
  return text.split('\n').flatMap(line => {
    profile = SECTION.exec(line)?.[1] ?? profile
    const [, name, value] = AWS_SECRET.exec(line) ?? []
    return name === undefined ? [] : [{ name: `${name} of ${profile}`, value: value! }]
  })
}

const NPM = /^\s*((?:\/\/\S+:)?(_authToken|_auth|_password))\s*=\s*(.*?)\s*$/

/** `~/.npmrc`: https://docs.npmjs.com/cli/configuring-npm/npmrc; `${NAME}` stands for a variable of the environment. */
export function parseNpmrc(text: string, env: NodeJS.ProcessEnv): Named[] {
  return text.split('\n').flatMap(line => {
    const [, key, kind, raw] = NPM.exec(line) ?? []
    if (key === undefined) return []
    const value = raw!.replace(/^(["'])(.*)\1$/, '$2').replace(/\$\{([^}]+)\}/g, (_, name) => env[name] ?? '')
    const named = (text: string) => ({ name: key, value: text })
    return kind === '_authToken' ? [named(value)] : [named(value), ...decodedPassword(value).map(named)]
  })
}

/** Base64 of `user:password`, or of a password alone. */
function decodedPassword(base64: string): string[] {
  const text = Buffer.from(base64, 'base64').toString('utf8')
  if (!/^[\x20-\x7e]+$/.test(text)) return []
  return [text.slice(text.indexOf(':') + 1)]
}

const NETRC = /"((?:\\.|[^"\\])*)"|(\S+)/g

/** `~/.netrc`: https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html */
export function parseNetrc(text: string): Named[] {
  const words = [...text.replace(/^\s*macdef\b[\s\S]*?(?:\n\s*\n|(?![\s\S]))/gm, '\n').matchAll(NETRC)]
  const found: Named[] = []
  let machine = 'default'
  words.forEach(([word], at) => {
    const [, quoted, bare] = words[at + 1] ?? []
    const next = quoted?.replace(/\\(.)/g, '$1') ?? bare
    if (word === 'machine') machine = next ?? machine
    if (word === 'password' && next !== undefined) found.push({ name: `password of ${machine}`, value: next })
  })
  return found
}

interface DockerAuth {
  auth?: unknown
  identitytoken?: unknown
  registrytoken?: unknown
  password?: unknown
}

/** `~/.docker/config.json`: https://docs.docker.com/reference/cli/docker/login/. A credential store leaves `auths` empty. */
export function parseDocker(text: string): Named[] {
  return Object.entries(authsIn(text)).flatMap(([host, { auth, identitytoken, registrytoken, password }]) => {
    const pair = typeof auth === 'string' ? [auth, ...decodedPassword(auth)] : []
    const values = [...pair, identitytoken, registrytoken, password]
    return values.flatMap(value => (typeof value === 'string' ? [{ name: `auth of ${host}`, value }] : []))
  })
}

function authsIn(text: string): Record<string, DockerAuth> {
  try {
    const { auths } = JSON.parse(text) as { auths?: Record<string, DockerAuth | null> }
    const entries = Object.entries(auths ?? {}).filter(([, entry]) => typeof entry === 'object' && entry)
    return Object.fromEntries(entries) as Record<string, DockerAuth>
  } catch {
    return {} // half written, or no JSON: there is nothing to look for
  }
}
