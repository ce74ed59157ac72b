import { crc32 as nodeCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { loadDetectors } from '../../src/detect/load.ts'
import type { Around } from '../../src/detect/proof/answer.ts'
import { crc24, crc32 } from '../../src/detect/proof/crc.ts'
import { printableFacts } from '../../src/detect/proof/facts.ts'
import { marvin32 } from '../../src/detect/proof/marvin.ts'
import { checkNamed, proofNames } from '../../src/detect/proof/registry.ts'
import { expand } from '../../src/detect/template.ts'
import { ISSUED, type Issued } from './issued.ts'

const AROUND: Around = { before: () => '', after: () => '', now: Date.UTC(2026, 0, 1) }
const built = loadDetectors({ engine: 'js' })

function verdictOf(proof: string, token: string): string {
  return checkNamed(proof)!(token, AROUND).verdict
}

/** Another character of the same class, so that the form stays as it is. */
function changed(token: string, at: number): string {
  const char = token[at]!
  const other = /[0-9]/.test(char)
    ? char === '7'
      ? '3'
      : '7'
    : /[a-z]/.test(char)
      ? char === 'q'
        ? 'z'
        : 'q'
      : char === 'Q'
        ? 'Z'
        : 'Q'
  return token.slice(0, at) + other + token.slice(at + 1)
}

describe.each(ISSUED.map(one => [`${one.rule}, ${one.facts?.[0] ?? one.proof}`, one] as const))(
  '%s',
  (_, one: Issued) => {
    it('as issued is proven, and says whose it is', () => {
      const [found, ...more] = detect(`token = "${one.make(5)}"\n`, 'src/app.ini', built)
      expect(more).toEqual([])
      expect(found).toMatchObject({ ruleId: one.rule, confidence: 'proven' })
      expect(found!.facts).toEqual(['its checksum holds', ...(one.facts ?? [])])
    })

    it('with one character changed warns, and is found all the same', () => {
      const token = changed(one.make(5), one.covered[0] + 1)
      const found = detect(`token = "${token}"\n`, 'src/app.ini', built)
      expect(found.find(({ ruleId }) => ruleId === one.rule)).toMatchObject({ confidence: 'low' })
      expect(found[0]!.facts).toContain('its checksum does not hold')
    })

    it('holds for every one issued, and for none with a character changed', () => {
      const [start, end] = one.covered
      fc.assert(
        fc.property(fc.nat(100_000), fc.integer({ min: start, max: end - 1 }), (seed, at) => {
          const token = one.make(seed)
          expect(verdictOf(one.proof, token)).toBe('valid')
          if (/[A-Za-z0-9]/.test(token[at]!)) expect(verdictOf(one.proof, changed(token, at))).toBe('invalid')
        }),
        { numRuns: one.proof === 'azure-ad-secret' ? 20 : 60 }, // three characters of a sum: one in 290,000 changes passes
      )
    })
  },
)

describe('any check', () => {
  it.each(proofNames())('%s takes garbage without throwing, and calls none of it valid', name => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.string({ unit: fc.constantFrom(...'.-_=:eyJA0z1\n ') }),
    )
    fc.assert(
      fc.property(text, text, (token, beside) => {
        const answer = checkNamed(name)!(token, { before: () => beside, after: () => beside, now: 0 })
        expect(['invalid', 'unknown']).toContain(answer.verdict)
      }),
      { numRuns: 300 },
    )
  })

  it('is named once, and only names that exist are known', () => {
    expect(checkNamed('toString')).toBeUndefined()
    expect(proofNames()).toEqual([...proofNames()].sort((a, b) => (a < b ? -1 : 1)))
  })
})

describe('sums', () => {
  it('CRC-32 is that of zlib', () => {
    fc.assert(fc.property(fc.uint8Array(), bytes => crc32(bytes) === nodeCrc32(bytes)))
  })

  it('CRC-24 has the value of its published check', () => {
    expect(crc24(Buffer.from('123456789'))).toBe(0x21cf02) // CRC-24/OPENPGP in the catalogue of parametrised CRCs
  })

  it("Marvin32 gives the sum in Microsoft's own example", () => {
    const made = ['zzz8Q', '~', 'z'.repeat(31)].join('')
    expect(marvin32(Buffer.from(made), 'AadPwd00')).toBe(1473039165)
    expect(verdictOf('azure-ad-secret', `${made}blP`)).toBe('valid')
  })

  it('bech32 holds for the examples of BIP-173 and not for its counterexamples', () => {
    for (const text of ['A12UEL5L', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw', '?1ezyfcl'])
      expect(verdictOf('bech32', text)).toBe('valid')
    for (const text of ['A1G7SGD8', 'pzry9x0s0muk', '1pzry9x0s0muk', 'x1b4n0q5v', 'A12uEL5L'])
      expect(verdictOf('bech32', text)).toBe('invalid')
  })
})

describe('facts', () => {
  const secret = expand('⟦[A-Za-z0-9]{40}⟧', 3)

  it('hold no longer piece of the token, at most six of them, at most 80 printable characters each', () => {
    expect(printableFacts([`issuer ${secret.slice(5, 30)}`, 'GitHub user id 7'], secret)).toEqual([
      'GitHub user id 7',
    ])
    expect(printableFacts(['a\u001b[2J\u202eb', 'x'.repeat(200)], secret)).toEqual([
      'a?[2J?b',
      `${'x'.repeat(77)}...`,
    ])
    expect(printableFacts([...'abcdefghij'], secret)).toHaveLength(6)
  })

  it('of any JSON Web Token never hold 16 characters of it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (iss, role) => {
        const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
        const token = `${part({ alg: 'RS256' })}.${part({ iss, role, exp: 1 })}.${secret}`
        for (const fact of printableFacts(checkNamed('jwt')!(token, AROUND).facts, token)) {
          expect(fact).toMatch(/^[\x20-\x7e]{1,80}$/)
          for (let at = 0; at + 16 <= fact.length; at++) expect(token).not.toContain(fact.slice(at, at + 16))
        }
      }),
    )
  })
})
