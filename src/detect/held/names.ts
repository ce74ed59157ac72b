/** What a variable's name says of its value: a secret, no secret, or nothing. */

export type Meaning = 'secret' | 'plain' | 'unsaid'

const SECRET = [
  ...[
    'TOKEN',
    'SECRET',
    'SECRETS',
    'PASSWORD',
    'PASSWD',
    'PASSPHRASE',
    'PWD',
    'PASS',
    'PSK',
    'PAT',
    'BEARER',
  ],
  ...['APIKEY', 'CREDENTIAL', 'CREDENTIALS', 'PEPPER', 'SALT'],
]
/** Names written as one word: DBPASSWORD, authToken. */
const ENDING = /(?:TOKEN|SECRET|PASSWORD|PASSWD|APIKEY|SECRETKEY|PRIVATEKEY|ACCESSKEY)$/
/** Only at the end (or before a number or a stage): KEY_BINDINGS and AUTH_MODE are none. */
const LAST = ['KEY', 'KEYS', 'AUTH']
const STAGE = /^(?:\d+|PROD|PRODUCTION|DEV|DEVELOPMENT|STAGING|TEST|LIVE|LOCAL|OLD|NEW)$/

/** Before KEY: a key of a table or a keyboard. */
const NO_KEY =
  /^(?:SORT|PRIMARY|FOREIGN|PARTITION|CACHE|ROW|HASH|RANGE|HOT|OBJECT|IDEMPOTENCY|ROUTING|SHORTCUT)$/

/** What a last word says the value is instead: TOKEN_URL is an address, SECRET_NAME a name. */
const PLAIN = new Set([
  ...[
    'ID',
    'IDS',
    'NAME',
    'FILE',
    'PATH',
    'DIR',
    'FOLDER',
    'URL',
    'URI',
    'HOST',
    'PORT',
    'DOMAIN',
    'ENDPOINT',
  ],
  ...[
    'USER',
    'USERNAME',
    'EMAIL',
    'ISSUER',
    'AUDIENCE',
    'REALM',
    'REGION',
    'BUCKET',
    'SCOPE',
    'SCOPES',
    'ARN',
  ],
  ...[
    'TYPE',
    'MODE',
    'METHOD',
    'ALGORITHM',
    'ALG',
    'FORMAT',
    'HEADER',
    'PREFIX',
    'SUFFIX',
    'VERSION',
    'PROVIDER',
  ],
  ...[
    'TTL',
    'EXPIRY',
    'EXPIRES',
    'EXPIRATION',
    'TIMEOUT',
    'LENGTH',
    'SIZE',
    'LIMIT',
    'COUNT',
    'ROUNDS',
    'ENABLED',
  ],
  ...[
    'REQUIRED',
    'SOCK',
    'SOCKET',
    'PID',
    'COMMAND',
    'CMD',
    'HELPER',
    'ASKPASS',
    'PROGRAM',
    'STRATEGY',
    'POLICY',
  ],
  ...[
    'HASH',
    'SHA',
    'SHA1',
    'SHA256',
    'SHA512',
    'MD5',
    'DIGEST',
    'CHECKSUM',
    'COMMIT',
    'TAG',
    'REVISION',
    'REF',
  ],
  ...['FINGERPRINT', 'GPG', 'SITEKEY'],
])
/** Made to be shown: what a bundler puts into pages, and the public half of a pair. */
const PUBLIC = new Set(['PUBLIC', 'PUB', 'PUBLISHABLE', 'GPG', 'SITE'])
const SHIPPED = /^(?:VITE|REACT_APP|GATSBY|STORYBOOK|VUE_APP)_/

export function meaningOf(name: string): Meaning {
  const upper = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
  const words = upper.split(/[^A-Z0-9]+/).filter(Boolean)
  if (SHIPPED.test(upper) || words.some(word => PUBLIC.has(word))) return 'plain'
  while (words.length > 1 && STAGE.test(words.at(-1)!)) words.pop()
  const last = words.at(-1) ?? ''
  if (PLAIN.has(last) || (last === 'KEY' && NO_KEY.test(words.at(-2) ?? ''))) return 'plain'
  const said = words.some(word => SECRET.includes(word) || ENDING.test(word)) || LAST.includes(last)
  return said ? 'secret' : 'unsaid'
}

/** Of the shell, the terminal, the session and the tools around a hook: nobody's secret, or gone with the session. */
const AROUND =
  /^(?:PWD|OLDPWD|(?:PORTCULLIS|HUSKY|LEFTHOOK|PRE_COMMIT|GIT_CONFIG|XDG|DBUS|LC|LESS|TERM|ITERM|VSCODE|ELECTRON|WT|KITTY|TMUX|SSH|GPG|WINDOWID)_.*|npm_.*)$/i

/** Whether a variable of the environment is one to keep: here only names that say so count. */
export function isHeldVariable(name: string): boolean {
  return !AROUND.test(name) && meaningOf(name) === 'secret'
}
