import { expect, test } from 'vitest'
import { CoverageError, PolicyError } from '../../src/errors.ts'
import { formatError } from '../../src/report/error.ts'

const broken = new PolicyError('unknown key "pushh"', {
  subject: '.portcullis/policy.toml',
  line: 7,
  hint: 'did you mean "push"?',
})

test('a named error: file and line, what, next step; exit as it says', () => {
  expect(formatError(broken)).toEqual({
    text: 'portcullis: .portcullis/policy.toml:7: unknown key "pushh"\n  next: did you mean "push"?\n',
    exit: 2,
  })
})

test('a message that names its place itself does not name it twice', () => {
  const error = new PolicyError('a.toml:7: unknown key', { subject: 'a.toml', line: 7 })
  expect(formatError(error).text).toBe('portcullis: a.toml:7: unknown key\n')
})

test('the same as JSON', () => {
  const { text } = formatError(broken, { format: 'json', debug: true })
  expect(JSON.parse(text)).toEqual({
    schemaVersion: 1,
    error: {
      code: 2,
      message: 'unknown key "pushh"',
      file: '.portcullis/policy.toml',
      line: 7,
      hint: 'did you mean "push"?',
    },
  })
})

test('lines to paste stay together under the hint', () => {
  const error = new CoverageError('the clone holds too little history', {
    hint: 'add:\nvariables:\n  GIT_DEPTH: 0',
  })
  expect(formatError(error)).toEqual({
    text: 'portcullis: the clone holds too little history\n  next: add:\n    variables:\n      GIT_DEPTH: 0\n',
    exit: 3,
  })
})

test('an error nobody foresaw is exit 3 and does not repeat its message, which may quote the content', () => {
  const { text, exit } = formatError(
    Object.assign(new TypeError('cannot read "the content"'), { code: 'ERR_X' }),
  )
  expect(exit).toBe(3)
  expect(text).toBe(
    'portcullis: could not decide: unexpected TypeError ERR_X\n' +
      '  next: run it again with PORTCULLIS_DEBUG=1 and report what it prints\n',
  )
  expect(formatError('thrown text').text).toContain('could not decide: unexpected string')
  expect(formatError(null)).toMatchObject({ exit: 3 })
})

test('with debug the stack follows', () => {
  expect(formatError(new TypeError('boom'), { debug: true }).text).toMatch(/TypeError: boom\n {4}at /)
})
