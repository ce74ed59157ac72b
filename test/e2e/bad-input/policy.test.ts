// A policy that cannot be used: it is named with file and line, and something else judges in its place.
import { describe, expect } from 'vitest'
import { AGENT, enforcePolicy, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()
const POLICY = '.portcullis/policy.toml'
const BROKEN = '\n[refs.broken\n'

async function commitToken(s: Scenario) {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  return s.blocked(['commit', '-am', 'call the API'], { at: 'app.js:5' })
}

/** The remote's main, and what is known of it, as the working tree has it now. */
async function onTheBase(s: Scenario): Promise<void> {
  await s.commitUnseen('policy')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
}

describe('broken in the working copy', () => {
  situation('a token is still denied, and the note says who judges', async s => {
    s.append(POLICY, BROKEN)
    const { stderr } = await commitToken(s)
    expect(stderr).toMatch(/policy not usable \(the policy of the trusted base judges\)/)
    expect(stderr).toMatch(/\.portcullis\/policy\.toml:\d+/)
  })

  situation('and on the branch already: a clean commit passes, with the note', async s => {
    s.append(POLICY, BROKEN)
    await s.commitUnseen()
    s.append('app.js', 'more()\n')
    await s.passes(['commit', '-am', 'more'], { says: /policy not usable/ })
  })

  situation('a protected ref of the base stays protected', async s => {
    await enforcePolicy(s, '[refs.frozen]\nmatch = ["frozen"]\ncommit = "deny"\n')
    await s.quiet(['checkout', '-q', '-b', 'frozen'])
    s.append(POLICY, BROKEN)
    s.append('app.js', 'more()\n')
    await s.blocked(['commit', '-m', 'more', 'app.js'], { rule: /refs\.frozen/ })
  })

  situation('the commit that would bring it is denied, with its line', async s => {
    const line = (await s.quiet(['show', `HEAD:${POLICY}`])).split('\n').length + 2
    s.append(POLICY, BROKEN)
    await s.blocked(['commit', '-am', 'policy'], { rule: /policy-invalid/, at: `${POLICY}:${line}` })
  })

  situation('an unknown field: file, line and what was meant', async s => {
    s.append(POLICY, '\n[refs.topic]\nmatch = ["topic"]\nforec = "deny"\n')
    const { code, output } = await s.portcullis(['policy', 'check'])
    expect(code).toBe(2)
    expect(output).toMatch(/\.portcullis\/policy\.toml:\d+: .*forec/)
    expect(output).toMatch(/force/)
    await s.blocked(['commit', '-am', 'policy'], { rule: /policy-invalid/, at: `${POLICY}:` })
  })

  situation('an unreadable policy file names itself', async s => {
    s.remove(POLICY)
    s.write(`${POLICY}/x`, 'a folder\n')
    const { code, stderr } = await s.portcullis(['scan'])
    expect(code).toBe(3)
    expect(stderr).toContain(POLICY)
  })
})

describe('broken on the base', () => {
  situation('the floor judges: a token is denied, and so is a forced push of main', async s => {
    s.append(POLICY, BROKEN)
    await onTheBase(s)
    const { stderr } = await commitToken(s)
    expect(stderr).toMatch(/only the built-in floor/)
    expect(stderr).toMatch(/[0-9a-f]{12}:\.portcullis\/policy\.toml:\d+/)
  })

  byPerson('a mended policy can be committed and pushed: no deadlock', async s => {
    s.append(POLICY, BROKEN)
    await onTheBase(s)
    s.edit(POLICY, BROKEN, '\n# mended\n')
    await s.passes(['commit', '-am', 'mend the policy'])
    await s.passes(['push', 'origin', 'work:mended'])
  })

  situation('the last valid policy can be put back, by an agent too', async s => {
    s.append(POLICY, BROKEN)
    await onTheBase(s)
    s.edit(POLICY, BROKEN, '')
    await s.passes(['commit', '-am', 'restore the policy'], { env: AGENT })
  })

  situation('scan still looks at everything and says it', async s => {
    s.append(POLICY, BROKEN)
    await onTheBase(s)
    const { code, stdout } = await s.portcullis(['scan'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/only the built-in floor/)
  })
})
