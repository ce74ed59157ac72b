// How many random secrets in assignments are lost, by alphabet, length and form.
//   npm run build && node bench/random.js [--count N] [--seed N] [--engine native|js] [--json FILE]
// N secrets (10) for each alphabet, length, form and path. Lost: no finding on the line. Not blocked: none that denies.
// Unfair about: every name here says that it holds a secret, and each file holds nothing else.

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openJudge } from '../scripts/eval/judge.js'
import { table } from '../scripts/eval/print.js'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'

const ALPHABETS = {
  'hex lower': `${DIGITS}abcdef`,
  'hex upper': `${DIGITS}ABCDEF`,
  base32: `${UPPER}234567`,
  'base36 lower': LOWER + DIGITS,
  base62: LOWER + UPPER + DIGITS,
  base64: `${LOWER}${UPPER}${DIGITS}+/`,
  base64url: `${LOWER}${UPPER}${DIGITS}-_`,
  'digits, symbols': DIGITS,
  'all, symbols': LOWER + UPPER + DIGITS,
}
/** Added where the alphabet says so, never in front; without quotes only what ends no value in a shell, YAML or properties. */
const SYMBOLS = { quoted: '!@#%^&*-_+=?.:;,~', bare: '@%-_+=.:,' }
const LENGTHS = [24, 28, 32, 36, 40, 48, 56, 64]

/** Each form with a file of configuration and one of source in which it is written. */
const FORMS = [
  ['API_KEY=…', '.env', 'deploy/run.sh'],
  ['"apiKey": "…",', 'config/settings.json', 'src/client.ts'],
  ["secret: '…',", 'config/app.yml', 'src/server.js'],
  ['token = "…"', 'config.toml', 'src/main.py'],
  ['export X_TOKEN=…', '.bashrc', 'scripts/release.sh'],
  ['password="…"', 'settings.ini', 'src/database.rb'],
  ['client_secret: …', 'deploy/values.yaml', '.github/workflows/release.yml'],
  ['app.api.key=…', 'application.properties', 'src/main/resources/app.properties'],
  ["'secret' => '…',", 'config/app.php', 'lib/client.rb'],
  ["define('AUTH_TOKEN', '…');", 'wp-config.php', 'src/bootstrap.php'],
  ['client = Client(host, api_key="…", timeout=3)', 'settings.py', 'src/client.py'],
  ['config.setSecretKey("…");', 'Config.java', 'src/main/java/App.java'],
]

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    engine: { type: 'string' },
    json: { type: 'string' },
  },
})
const { judge, engine, mulberry32 } = await openJudge(values.engine)
const random = mulberry32(Number(values.seed))
const cells = await measure(Number(values.count))
console.log(`${cells.length} secrets, engine ${engine}`)
print('lost, %', ({ found }) => !found)
print('not blocked, %', ({ blocked }) => !blocked)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(summary(), null, 1)}\n`)

async function measure(count) {
  const made = []
  for (const alphabet of Object.keys(ALPHABETS))
    for (const length of LENGTHS)
      for (const one of await measureForms(count, quoted => secretOf(alphabet, length, quoted)))
        made.push({ alphabet, length, ...one })
  for (const one of await measureForms(count * 4, uuid)) made.push({ alphabet: 'uuid', length: 36, ...one })
  return made
}

function secretOf(alphabet, length, quoted) {
  const characters = ALPHABETS[alphabet]
  if (!alphabet.includes('symbols')) return drawn(characters, length)
  return drawn(characters, 1) + drawn(characters + SYMBOLS[quoted ? 'quoted' : 'bare'], length - 1)
}

async function measureForms(count, draw) {
  const made = []
  for (const [form, ...paths] of FORMS)
    for (const path of paths)
      for (let i = 0; i < count; i++) {
        const { findings } = await judge({
          text: `${form.replace('…', () => draw(/['"]…/.test(form)))}\n`,
          path,
        })
        const blocked = findings.some(({ verdict }) => verdict === 'deny')
        made.push({ form, path, found: findings.length > 0, blocked })
      }
  return made
}

function drawn(characters, length) {
  return Array.from({ length }, () => characters[Math.floor(random() * characters.length)]).join('')
}

/** Version 4, RFC 9562 §5.4. */
function uuid() {
  const hex = drawn(ALPHABETS['hex lower'], 30)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(12, 15)}`,
    `a${hex.slice(15, 18)}`,
    hex.slice(18),
  ]
  return parts.join('-')
}

function print(title, isBad) {
  const columns = some =>
    LENGTHS.map(length =>
      share(
        some.filter(one => one.length === length),
        isBad,
      ),
    )
  const rows = [...Object.keys(ALPHABETS), 'uuid'].map(name => {
    const own = cells.filter(({ alphabet }) => alphabet === name)
    return [name, ...columns(own), share(own, isBad)]
  })
  rows.push(['all', ...columns(cells), share(cells, isBad)])
  const forms = FORMS.flatMap(([form, ...paths]) =>
    paths.map(path => [
      `${form}  in ${path}`,
      share(
        cells.filter(one => one.form === form && one.path === path),
        isBad,
      ),
    ]),
  )
  const tables = [table([title, ...LENGTHS, 'all'], rows), table([`${title}, by form`, ''], forms)]
  for (const lines of tables) console.log(`\n${lines.join('\n')}`)
}

function share(some, isBad) {
  return some.length === 0 ? '' : ((100 * some.filter(isBad).length) / some.length).toFixed(1)
}

function summary() {
  const groups = {}
  for (const { alphabet, length, found, blocked } of cells) {
    const key = `${alphabet} ${length}`
    groups[key] ??= { secrets: 0, found: 0, blocked: 0 }
    groups[key].secrets++
    groups[key].found += Number(found)
    groups[key].blocked += Number(blocked)
  }
  return groups
}
