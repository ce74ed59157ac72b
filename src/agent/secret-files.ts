/** Files that keep credentials, by name and place: an agent that reads one hands its contents to a model. */

/** Names, whatever folder they lie in. Samples that everybody may see are left out by SAMPLE. */
const NAMES = [
  /^\.env(\..+)?$/,
  /^\.envrc$/,
  /^[._]netrc$/,
  /^\.pgpass$/,
  /^\.git-credentials$/,
  /^\.pypirc$/,
  /^\.vault-token$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
  /\.(p12|pfx|jks|keystore|kdbx|ppk|key)$/,
  /(^|[-_.])(priv|private|server|client|tls|ssl)?key\.pem$/,
  /^credentials\.(json|ya?ml|toml)$/,
  /^service[-_]account.*\.json$/,
]
const SAMPLE = /(^|[-_.])(example|sample|template|dist|defaults?)$/

/** Places under the home folder; a place that ends in `/` stands for all below it. */
const HOME = [
  '.ssh/',
  '.aws/credentials',
  '.aws/sso/cache/',
  '.aws/cli/cache/',
  '.azure/',
  '.config/gcloud/',
  '.config/gh/hosts.yml',
  '.config/glab-cli/config.yml',
  '.config/op/',
  '.docker/config.json',
  '.kube/config',
  '.gnupg/',
  '.npmrc',
  '.terraform.d/credentials.tfrc.json',
  '.claude/.credentials.json',
  '.codex/auth.json',
  '.gemini/oauth_creds.json',
]
const HARMLESS = /(^|\/)(known_hosts(\.old)?|config|authorized_keys|.*\.pub)$/
const SYSTEM = /^\/(etc\/(shadow|gshadow)-?|proc\/[^/]+\/environ)$/

/** `path` absolute or as it was written, with `/`; `home` is the home folder, which `~` stands for. */
export function isSecretFile(path: string, home: string): boolean {
  const slashed = path.replaceAll('\\', '/').replace(/^~(?=\/)/, home)
  if (SYSTEM.test(slashed)) return true
  // some hosts read by pattern: `.env*` means .env too
  const name = slashed
    .slice(slashed.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[*?]+$/, '')
  if (NAMES.some(pattern => pattern.test(name)) && !SAMPLE.test(name)) return true
  return slashed.startsWith(`${home}/`) && isHomeSecret(slashed.slice(home.length + 1))
}

function isHomeSecret(place: string): boolean {
  if (place.startsWith('.ssh/') && HARMLESS.test(place)) return false
  return HOME.some(secret => (secret.endsWith('/') ? place.startsWith(secret) : place === secret))
}
