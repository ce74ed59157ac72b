// What a policy protects, once each through the real hooks: for an agent and for a person.
import { describe, expect } from 'vitest'
import { AGENT, enforcePolicy, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()

const edit = (s: Scenario, path = 'app.js') => s.write(path, `${Math.random()}\n`)

async function commitOn(s: Scenario, branch: string): Promise<void> {
  await s.quiet(['checkout', '-q', '-B', branch])
  edit(s)
  await s.commitUnseen('work')
}

describe('protected refs', () => {
  situation('an agent may not commit to main, and is told where to go', async s => {
    await s.quiet(['checkout', '-q', '-B', 'main'])
    edit(s)
    const { stderr } = await s.blocked(['commit', '-am', 'work'], {
      env: AGENT,
      rule: /refs\.default/,
      at: 'refs/heads/main',
    })
    expect(stderr).toMatch(/open a pull request into main/)
  })

  byPerson('a person may', async s => {
    await s.quiet(['checkout', '-q', '-B', 'main'])
    edit(s)
    await s.passes(['commit', '-am', 'work'])
  })

  situation('an agent may not push main; its own branch it may', async s => {
    await commitOn(s, 'agent/x')
    await s.blocked(['push', 'origin', 'HEAD:main'], { env: AGENT, rule: /refs\.default/ })
    await s.passes(['push', 'origin', 'agent/x'], { env: AGENT })
  })

  byPerson('a person may push main, not force and not delete it', async s => {
    await commitOn(s, 'topic')
    await s.passes(['push', 'origin', 'HEAD:main'])
    await s.quiet(['reset', '-q', '--hard', 'HEAD~1'])
    edit(s)
    await s.commitUnseen('other')
    await s.blocked(['push', '--force', 'origin', 'HEAD:main'], {
      rule: /forced push to refs\/heads\/main.*refs\.default/,
    })
    await s.blocked(['push', 'origin', ':main'], { rule: /deletion of refs\/heads\/main/ })
  })

  byPerson('a tag that moves warns', async s => {
    await s.quiet(['tag', 'v1'])
    await s.passes(['push', 'origin', 'v1'])
    await commitOn(s, 'topic')
    await s.quiet(['tag', '-f', 'v1'])
    await s.passes(['push', '--force', 'origin', 'v1'], {
      says: /warn {2}refs\.tags {2}move of refs\/tags\/v1/,
    })
  })
})

describe('paths', () => {
  situation('the gate asks: a block for an agent while nobody is enrolled', async s => {
    s.append('.portcullis/policy.toml', '\n# looser\n')
    const { stderr } = await s.blocked(['commit', '-am', 'policy'], { env: AGENT, rule: /paths\.gate/ })
    expect(stderr).toMatch(/nobody is enrolled who could approve.*denied to an agent/)
  })

  byPerson('and a warning for a person', async s => {
    s.append('.portcullis/policy.toml', '\n# looser\n')
    await s.passes(['commit', '-am', 'policy'], { says: /warn {2}paths\.gate[\s\S]*nobody is enrolled/ })
  })

  situation('somebody is enrolled: it blocks both, with the line that tools look for', async s => {
    await enforcePolicy(s, '[people.alice]\nkeys = ["ssh-ed25519 AAAA"]\n')
    s.append('.portcullis/policy.toml', '\n# looser\n')
    for (const env of [{}, AGENT])
      await s.blocked(['commit', '-am', 'policy'], { env, rule: /PORTCULLIS ASK \w+ clause=paths\./ })
  })

  situation('one that is denied: additions, edits, deletions, renames and links', async s => {
    s.write('secret/a.txt', 'a\n')
    await enforcePolicy(
      s,
      '[paths.secret]\nmatch = ["/secret/**"]\nverdict = "deny"\nhint = "ask in #security"\n',
    )
    const denied = (what: RegExp) =>
      s.blocked(['commit', '-m', 'x'], { rule: what }).then(async ({ stderr }) => {
        expect(stderr).toMatch(/next: ask in #security/)
        await s.quiet(['reset', '-q', '--hard'])
      })
    edit(s, 'secret/a.txt')
    await s.quiet(['add', '-A'])
    await denied(/edit of secret\/a\.txt/)
    edit(s, 'SECRET/b.txt')
    await s.quiet(['add', '-A'])
    await denied(/addition of SECRET\/b\.txt/)
    await s.quiet(['mv', 'secret/a.txt', 'a.txt'])
    await denied(/deletion of secret\/a\.txt/)
    s.link('secret/a.txt', 'innocent')
    await s.quiet(['add', '-A'])
    await denied(/a link innocent to secret\/a\.txt/)
  })

  situation('a scope keeps an agent inside', async s => {
    await enforcePolicy(s, '[scopes.agent]\npaths = ["src/**"]\nrefs = ["agent/**"]\n')
    await s.quiet(['checkout', '-q', '-b', 'agent/x'])
    edit(s)
    await s.blocked(['commit', '-am', 'x'], { env: AGENT, rule: /scopes\.agent/, at: 'app.js' })
    await s.quiet(['checkout', '-q', '.'])
    edit(s, 'src/x.js')
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'x'], { env: AGENT })
  })
})

describe('limits', () => {
  situation('files and lines: warned for an agent, or denied where the policy means it', async s => {
    await enforcePolicy(s, '[limits.hard]\nactors = ["agent"]\nfiles = 70\nverdict = "deny"\n')
    for (let i = 0; i < 65; i++) edit(s, `src/${i}.js`)
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'many'], {
      env: AGENT,
      says: /warn {2}limits\.agent {2}a change with files 65 > 60/,
    })
    await s.quiet(['reset', '-q', '--soft', 'HEAD~1'])
    for (let i = 0; i < 10; i++) edit(s, `more/${i}.js`)
    s.write('long.js', 'x()\n'.repeat(3001))
    await s.quiet(['add', '-A'])
    const { stderr } = await s.blocked(['commit', '-m', 'more'], {
      env: AGENT,
      rule: /limits\.hard {2}a change with files 76 > 70/,
    })
    expect(stderr).toMatch(/limits\.agent {2}a change with lines \d+ > 3000/)
  })

  byPerson('a person is not counted by the agent’s limit', async s => {
    for (let i = 0; i < 65; i++) edit(s, `src/${i}.js`)
    await s.quiet(['add', '-A'])
    const { stderr } = await s.passes(['commit', '-m', 'many'])
    expect(stderr).toBe('')
  })

  situation('a large file warns everybody', async s => {
    await enforcePolicy(s, '[limits.small]\nactors = ["human", "agent", "unknown"]\nbytes-per-file = "1kB"\n')
    s.write('large.txt', 'abc\n'.repeat(500))
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'large'], {
      says: /limits\.small.*bytes-per-file 2000 > 1000[\s\S]*large\.txt/,
    })
  })
})

describe('remotes', () => {
  situation('one that is not on the list is denied, whoever pushes', async s => {
    await enforcePolicy(s, '[remotes]\nallow = ["github.com/acme/*"]\n')
    await commitOn(s, 'topic')
    for (const env of [{}, AGENT]) {
      const { stderr } = await s.blocked(['push', 'origin', 'topic'], { env, rule: /remotes/ })
      expect(stderr).toMatch(/next: push to a remote the policy names/)
    }
  })

  situation('one that is on the list is not', async s => {
    await enforcePolicy(s, '[remotes]\nallow = ["**"]\n')
    await commitOn(s, 'topic')
    await s.passes(['push', 'origin', 'topic'])
  })
})

describe('observe', () => {
  byPerson('on the base: what would be blocked is told and passes', async s => {
    s.edit('.portcullis/policy.toml', 'version = 1\n', 'version = 1\nmode = "observe"\n')
    await enforcePolicy(s, '')
    s.append('app.js', `const token = "${s.secret()}"\n`)
    await s.passes(['commit', '-am', 'token'], { says: /mode is 'observe'/ })
  })

  situation('in the working copy only: it blocks', async s => {
    s.edit('.portcullis/policy.toml', 'version = 1\n', 'version = 1\nmode = "observe"\n')
    s.append('app.js', `const token = "${s.secret()}"\n`)
    await s.blocked(['commit', '-am', 'token'], { at: 'app.js:5' })
  })
})
