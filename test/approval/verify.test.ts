import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LARGEST, openEnvelope } from '../../src/approval/envelope.ts'
import { Refusal } from '../../src/approval/refusal.ts'
import { signApproval } from '../../src/approval/sign.ts'
import { parseKeyBlob, parseKeyLine } from '../../src/approval/ssh-key.ts'
import { dearmor, parseSshsig, verifySshsig } from '../../src/approval/sshsig.ts'
import { buildStatement } from '../../src/approval/statement.ts'
import { NAMESPACE } from '../../src/approval/types.ts'
import { verifyApproval } from '../../src/approval/verify.ts'
import { errorOf, tempDir, testEnv } from '../git/fixture.ts'
import { ALICE, approval, content, context, entry, person, refUpdate, signed, verified } from './make.ts'
import { ed25519, skEcdsa, skEd25519 } from './software.ts'

/** A real key by ssh-keygen, without a passphrase, gone with the folder. */
function realKey(...type: string[]): { file: string; line: string } {
  const file = join(tempDir(), 'key')
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', 'a comment', '-f', file, ...type], {
    env: testEnv(),
    timeout: 30_000,
  })
  return { file, line: readFileSync(`${file}.pub`, 'utf8').trim() }
}

const TYPES = [
  ['ed25519', '-t', 'ed25519'],
  ['ecdsa 256', '-t', 'ecdsa', '-b', '256'],
  ['ecdsa 384', '-t', 'ecdsa', '-b', '384'],
  ['ecdsa 521', '-t', 'ecdsa', '-b', '521'],
  ['rsa', '-t', 'rsa', '-b', '2048'],
] as const

describe('what ssh-keygen signs is verified', () => {
  for (const [name, ...type] of TYPES) {
    it(name, async () => {
      const key = realKey(...type)
      const made = approval()
      const envelope = await signApproval(made, { key: key.file, env: testEnv(), notify: () => {} })
      const people = new Map([person('alice', { key: key.line })])
      const result = verifyApproval(envelope, context({ people }))
      expect(result).toMatchObject({
        ok: { ...made, assurance: 'key', keyid: parseKeyLine(key.line).fingerprint },
      })
    })
  }

  it('and ssh-keygen agrees about fingerprints', () => {
    const key = realKey('-t', 'ed25519')
    const told = execFileSync('ssh-keygen', ['-l', '-f', `${key.file}.pub`], { env: testEnv() }).toString()
    expect(told.split(' ')[1]).toBe(parseKeyLine(key.line).fingerprint)
  })

  it('and ssh-keygen accepts what the test keys of software sign', () => {
    const dir = tempDir()
    for (const key of [ed25519('x'), skEd25519('x'), skEcdsa('x')]) {
      const sig = key.sign(Buffer.from('hello'))
      const armoured = `-----BEGIN SSH SIGNATURE-----\n${sig.toString('base64').replace(/.{70}/g, '$&\n')}\n-----END SSH SIGNATURE-----\n`
      execFileSync('tee', [join(dir, 'sig')], { input: armoured })
      const args = ['-Y', 'check-novalidate', '-n', NAMESPACE, '-s', join(dir, 'sig')]
      expect(execFileSync('ssh-keygen', args, { input: 'hello', env: testEnv() }).toString()).toContain(
        'Good',
      )
      expect(dearmor(armoured)).toEqual(sig)
    }
  })
})

it('a key counts from its first day to its last, and until the day it is revoked', () => {
  const days = { validFrom: '2026-11-22', validUntil: '2026-11-22', revoked: '2026-11-23' }
  const people = new Map([person('alice', { key: ALICE.line, ...days })])
  expect(verified(approval(), ALICE, context({ people }))).toMatchObject({ approver: 'alice' })
})

it('whose key it was is told of any of their keys', () => {
  const people = new Map([person('alice', ALICE), person('bob', ed25519('bob'), ed25519('second'))])
  const result = verifyApproval(signed(approval(), ed25519('second')), context({ people }))
  expect(result).toMatchObject({
    refused: { code: 'wrong-key', message: expect.stringContaining("it is bob's") },
  })
})

describe('how surely somebody was there', () => {
  const vouched = (key = skEd25519('a')) =>
    context({
      people: new Map([person('alice', { key: key.line, vouchedBy: 'bob' }), person('bob', ed25519('bob'))]),
    })

  for (const key of [skEd25519('a'), skEcdsa('a')]) {
    it(`${key.type}: a touch is presence, a touch and a PIN verified`, () => {
      const result = (flags: number) => verifyApproval(signed(approval(), key, { flags }), vouched(key))
      expect(result(1)).toMatchObject({ ok: { assurance: 'presence' } })
      expect(result(5)).toMatchObject({ ok: { assurance: 'verified' } })
    })
  }

  it('a hardware key nobody vouches for counts as any key does, and says why', () => {
    const key = skEd25519('a')
    const plain = context({ people: new Map([person('alice', key)]) })
    expect(verified(approval(), key, plain)).toMatchObject({
      assurance: 'key',
      doubt: expect.stringContaining('vouched-by'),
    })
  })

  it('a key for logging in counts as any key does, whoever vouches', () => {
    const key = skEd25519('a', 'ssh:')
    expect(verified(approval(), key, vouched(key))).toMatchObject({
      assurance: 'key',
      doubt: expect.stringContaining('"ssh:"'),
    })
  })
})

describe('signing that fails says what to do', () => {
  const sign = (key: string, program?: string) =>
    errorOf(signApproval(approval(), { key, env: testEnv(), notify: () => {}, ...(program && { program }) }))

  it('no such key', async () => {
    const key = join(tempDir(), 'none')
    expect(await sign(key)).toMatchObject({ exit: 3, message: `key "${key}" not found` })
    expect((await sign(key)).detail?.hint).toContain('[people.<you>]')
  })

  it('what no verifier would accept is not signed', async () => {
    const never = { key: '/nowhere', env: testEnv(), notify: () => {} }
    const hidden = await errorOf(signApproval(approval({ tool: 'a\u200b' }), never))
    expect(hidden).toMatchObject({
      exit: 3,
      message: expect.stringContaining('cannot be approved: "tool" holds'),
    })
    const entries = Array.from({ length: 200 }, (_, n) => entry(`src/folder/file-${100 + n}.ts`, 'a', 'b'))
    const large = await errorOf(signApproval(approval({ subject: content(entries) }), never))
    expect(large).toMatchObject({ exit: 3, message: 'an approval of 200 paths is larger than 65536 bytes' })
    expect(large.detail?.hint).toContain('commit by commit')
  })

  it('no ssh-keygen', async () => {
    const error = await sign(realKey('-t', 'ed25519').file, '/nowhere/ssh-keygen')
    expect(error).toMatchObject({ exit: 3, message: 'ssh-keygen was not found ("/nowhere/ssh-keygen")' })
    expect(error.detail?.hint).toContain('install OpenSSH')
  })

  it('a public key no agent holds', async () => {
    const key = join(tempDir(), 'alone.pub')
    copyFileSync(`${realKey('-t', 'ed25519').file}.pub`, key)
    const error = await sign(key)
    expect(error).toMatchObject({ exit: 3, message: expect.stringContaining('did not sign: ') })
    expect(error.detail?.hint).toContain('ssh-add -l')
  })
})

describe('for all inputs', () => {
  const good = signed(approval())
  const sigs = [ALICE, skEd25519('p'), skEcdsa('p')].map(key => key.sign(Buffer.from('m')))

  it('whichever bit of an envelope is flipped, it is refused', () => {
    const flipped = (bit: number) => {
      const bytes = Buffer.from(good)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      return verifyApproval(bytes, context())
    }
    expect(verifyApproval(good, context())).toHaveProperty('ok')
    for (let bit = 0; bit < good.length * 8; bit++)
      expect(flipped(bit), `bit ${bit}`).toHaveProperty('refused')
  })

  it('parsers throw nothing but their own refusal', () => {
    const base = fc.constantFrom(
      good,
      buildStatement(approval()),
      ...sigs,
      ...sigs.map(sig => parseSshsig(sig).key.blob),
    )
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 })
    const mutated = fc.tuple(base, edits, fc.nat(40)).map(([bytes, changes, cut]) => {
      const copy = Buffer.from(
        bytes.subarray(0, cut < 20 ? Math.floor((bytes.length * cut) / 20) : bytes.length),
      )
      for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value
      return copy
    })
    const anything = fc.oneof(
      mutated,
      fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
    )
    fc.assert(
      fc.property(anything, bytes => {
        const parsers = [
          openEnvelope,
          parseSshsig,
          parseKeyBlob,
          (b: Buffer) => parseKeyLine(b.toString('latin1')),
        ]
        const message = Buffer.from('m')
        for (const parse of [...parsers, (b: Buffer) => verifySshsig(b, message, NAMESPACE)]) {
          try {
            parse(bytes)
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal)
          }
        }
      }),
      { seed: 6, numRuns: 2000 },
    )
  })

  it('what is built opens as it was', () => {
    for (const made of [
      approval(),
      approval({ subject: refUpdate() }),
      approval({ subject: content([], { whole: true }) }),
    ])
      expect(openEnvelope(signed(made)).approval).toEqual(made)
  })

  it('the largest is 64 KiB', () => {
    const bytes = Buffer.alloc(LARGEST + 1, 0x20)
    expect(verifyApproval(bytes, context())).toMatchObject({ refused: { code: 'too-large' } })
  })
})
