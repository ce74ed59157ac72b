/** Could this command name a file of credentials? Asked before it is taken apart. */

/** Parts of their names, and what a shell makes names of. */
const MENTION =
  /env|netrc|\.ssh|\.aws|\.kube|\.docker|\.gnupg|\.config|\.azure|id_[rde]|\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk)|credential|account|pgpass|pypirc|vault|npmrc|tfrc|oauth_creds|auth\.json|shadow|[?*[{]/i

export function mentionsSecretFile(command: string): boolean {
  return MENTION.test(command)
}
