// Where a machine keeps secrets: each place, and what comes of a place that cannot be read.
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { AGENT, type Scenario, situations } from '../situation.ts'
import { atHome, expectNothingKept, ignoreEnv, stage, value } from './kept.ts'

const { situation } = situations()

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function isFound(s: Scenario, place: string, secret = value(), env: NodeJS.ProcessEnv = {}) {
  await stage(s, secret)
  const result = await s.blocked(['commit', '-m', 'notes'], { rule: /own-secret/, at: 'notes.txt:2', env })
  expect(result.stderr).toContain(`The value of ${place}`)
  expectNothingKept(s, secret, [result])
  return result
}

describe('a file that git ignores', () => {
  situation('.env at the root', async s => {
    await ignoreEnv(s)
    s.write('.env', `# local\nexport DB_PASSWORD="${value()}" # mine\n`)
    await isFound(s, 'DB_PASSWORD in .env (ignored by git)')
    await stage(s, 'nothing')
    await s.passes(['commit', '-m', 'notes'])
  })

  situation('.env.local of an app in a monorepo', async s => {
    await ignoreEnv(s)
    s.write('apps/web/.env.local', `STRIPE_KEY=${value()}\n`)
    await isFound(s, 'STRIPE_KEY in apps/web/.env.local (ignored by git)')
  })

  situation('.env of the main worktree, in a linked one', async s => {
    await ignoreEnv(s)
    s.write('.env', `DB_PASSWORD=${value()}\n`)
    await s.quiet(['worktree', 'add', '-q', '-b', 'side', '../linked'])
    const cwd = s.path('..', 'linked')
    s.write('../linked/notes.txt', `see ${value()}\n`)
    await s.quiet(['add', '-A'], { cwd })
    await s.blocked(['commit', '-m', 'x'], { cwd, rule: /own-secret/, at: 'notes.txt:1' })
  })

  situation('.env that is a link to one elsewhere', async s => {
    await ignoreEnv(s)
    s.write('../shared.env', `DB_PASSWORD=${value()}\n`)
    s.link('../shared.env', '.env')
    await isFound(s, 'DB_PASSWORD in .env (ignored by git)')
  })

  situation('the password of an address', async s => {
    await ignoreEnv(s)
    s.write('.env', `DATABASE_URL=postgres://app:${value()}@db.internal:5432/app\n`)
    await isFound(s, 'DATABASE_URL in .env (ignored by git)')
  })
})

describe('a file of the home folder', () => {
  situation('~/.aws/credentials', async s => {
    atHome(s, '.aws/credentials', `[work]\naws_secret_access_key = ${value()}\n`)
    await isFound(s, 'aws_secret_access_key of work in ~/.aws/credentials')
  })

  situation('~/.npmrc', async s => {
    atHome(s, '.npmrc', `//npm.example.org/:_authToken=${value()}\n`)
    await isFound(s, '//npm.example.org/:_authToken in ~/.npmrc')
  })

  situation('~/.netrc', async s => {
    atHome(s, '.netrc', `machine git.example.org\n  login me\n  password ${value()}\n`)
    await isFound(s, 'password of git.example.org in ~/.netrc')
  })

  situation('~/.docker/config.json', async s => {
    const auths = { 'registry.example.org': { auth: base64(`me:${value()}`) } }
    atHome(s, '.docker/config.json', JSON.stringify({ auths }))
    await isFound(s, 'auth of registry.example.org in ~/.docker/config.json')
  })

  situation('another one, named by the tool’s variable', async s => {
    s.write('../elsewhere', `[default]\naws_session_token = ${value()}\n`)
    const env = { AWS_SHARED_CREDENTIALS_FILE: s.path('..', 'elsewhere') }
    await isFound(s, 'aws_session_token of default in ~/.aws/credentials (AWS_SHARED', value(), env)
  })
})

describe('the environment', () => {
  situation('a variable named like a secret; in several places it is one', async s => {
    await ignoreEnv(s)
    s.write('.env', `DEPLOY_TOKEN=${value()}\n`)
    const env = { DEPLOY_TOKEN: value() }
    await isFound(
      s,
      'DEPLOY_TOKEN in .env (ignored by git) and DEPLOY_TOKEN in the environment',
      value(),
      env,
    )
  })

  situation('for an agent, and in a CI job that commits, as for anybody', async s => {
    for (const who of [AGENT, { CI: 'true', GITHUB_ACTIONS: 'true' }])
      await isFound(s, 'DEPLOY_TOKEN in the environment', value(), { DEPLOY_TOKEN: value(), ...who })
  })

  situation('a variable named otherwise is none', async s => {
    await stage(s, value())
    await s.passes(['commit', '-m', 'notes'], { env: { RELEASE_NAME: value(), TOKEN_URL: value(2) } })
  })
})

describe('never', () => {
  situation('words that everybody writes, and placeholders', async s => {
    await ignoreEnv(s)
    s.write(
      '.env',
      'DB_PASSWORD=password\nAPI_TOKEN=changeme\nSECRET_KEY=your_secret_here\nAPP_KEY=localhost\n',
    )
    await stage(s, 'password changeme your_secret_here localhost')
    await s.passes(['commit', '-m', 'notes'], { env: { ADMIN_PASSWORD: 'development' } })
  })

  situation('values that a template on the trusted base shows', async s => {
    s.write('.env.example', `DB_PASSWORD=${value()}\nAPI_KEY=\n`)
    await ignoreEnv(s)
    s.write('.env', `DB_PASSWORD=${value()}\nAPI_KEY=${value(2)}\n`)
    await stage(s, value())
    await s.passes(['commit', '-m', 'notes'], { env: { DB_PASSWORD: value() } })
    await stage(s, value(2))
    await s.blocked(['commit', '-m', 'notes'], { rule: /own-secret/, at: 'notes.txt:2' })
  })

  situation('a file that git tracks: it is judged as any content', async s => {
    s.write('.env', `COLOUR_TOKEN=${value()}\n`)
    await ignoreEnv(s)
    await s.quiet(['add', '-f', '.env'])
    await s.commitUnseen()
    await stage(s, value())
    await s.passes(['commit', '-m', 'notes'])
  })

  situation('a file that git neither tracks nor ignores', async s => {
    s.write('.env', `COLOUR_TOKEN=${value()}\n`)
    s.write('notes.txt', `see ${value()}\n`)
    await s.quiet(['add', 'notes.txt'])
    await s.passes(['commit', '-m', 'notes'])
  })

  situation('a commit made to wait for a pipe', async s => {
    await ignoreEnv(s)
    await s.quiet(['-c', `alias.pipe=!mkfifo "${s.path('.env')}"`, 'pipe'])
    await stage(s, 'nothing')
    await s.passes(['commit', '-m', 'notes'], { says: /\.env was not read \(it is no regular file\)/ })
  })
})

describe('a real value in a template', () => {
  situation('brought by the judged change: a leak like any other', async s => {
    await ignoreEnv(s)
    s.write('.env', `DB_PASSWORD=${value()}\n`)
    s.write('.env.example', `DB_PASSWORD=${value()}\n`)
    await s.quiet(['add', '-A'])
    await s.blocked(['commit', '-m', 'x'], { rule: /own-secret/, at: '.env.example:1' })
  })
})

describe('what cannot be read', () => {
  situation('is told, and the others are looked for', async s => {
    symlinkSync('.netrc', join(s.env.HOME!, '.netrc')) // a link to itself: nobody can read it, root neither
    mkdirSync(join(s.env.HOME!, '.npmrc'))
    await stage(s, 'nothing')
    const passed = await s.passes(['commit', '-m', 'notes'], { env: { A_TOKEN: value() } })
    expect(passed.stderr).toContain('~/.netrc was not read (ELOOP): its values are not looked for')
    expect(passed.stderr).toContain('~/.npmrc was not read (it is no regular file)')
    await isFound(s, 'A_TOKEN in the environment', value(), { A_TOKEN: value() })
  })

  situation('broken, binary or huge: no failure either', async s => {
    atHome(s, '.docker/config.json', '{"auths":')
    atHome(s, '.npmrc', 'a\0b')
    atHome(s, '.netrc', `password ${'x'.repeat(300_000)}`)
    await stage(s, 'nothing')
    const { stderr } = await s.passes(['commit', '-m', 'notes'])
    expect(stderr).toContain('~/.npmrc was not read (it is no text)')
    expect(stderr).toMatch(/~\/\.netrc was not read \(it has more than 256000 bytes\)/)
  })
})
