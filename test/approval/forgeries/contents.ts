/** Good signatures over what no approval may say. */
import { approval, content, entry, id, refUpdate, signed, WORKFLOW } from '../make.ts'
import { type Case, odd, refusal, restated } from './attempt.ts'

export const contents: Case[] = [
  [
    'for another repository',
    'it is for the repository "git+https://github.com/acme/other"',
    () => refusal(signed(approval({ repository: 'git+https://github.com/acme/other' }))),
  ],
  [
    'expired',
    'it expired at 2026-11-21T',
    () => refusal(signed(approval({ issuedAt: '2026-10-22T14:59:00Z' }))),
  ],
  [
    'issued in the future',
    'it was issued in the future',
    () => refusal(signed(approval({ issuedAt: '2026-11-22T15:05:01Z' }))),
  ],
  [
    'content for longer than 30 days',
    'longer than the 30 days',
    () => refusal(signed(approval({ notAfter: '2026-12-22T14:59:01Z' }))),
  ],
  [
    'a ref update for longer than an hour',
    'longer than the 60 minutes',
    () => refusal(signed(approval({ subject: refUpdate(), notAfter: '2026-11-22T15:59:01Z' }))),
  ],
  [
    'over before it begins',
    'it ends before it begins',
    () => refusal(signed(approval({ notAfter: '2026-11-22T14:59:00Z' }))),
  ],
  [
    'a time that does not exist',
    '"issuedAt" is no time there is',
    () => refusal(odd({ issuedAt: '2026-02-30T00:00:00Z', notAfter: '2026-11-22T15:59:00Z' })),
  ],
  [
    "another request's id",
    'the id of its request is not that',
    () => refusal(signed(approval({ request: 'abcdefghij' }))),
  ],
  [
    'hidden characters in the approver',
    '"approver" holds characters',
    () => refusal(signed(approval({ approver: 'al\u200bice' }))),
  ],
  [
    'a sign that turns the direction in the asker',
    '"requestedBy.name" holds characters',
    () => refusal(odd({ requestedBy: { kind: 'agent', name: '\u202egnp.exe', evidence: [] } })),
  ],
  [
    'an escape sequence in the tool',
    '"tool" holds characters',
    () => refusal(signed(approval({ tool: '\u001b[2Jportcullis' }))),
  ],
  [
    'a line break in the evidence',
    '"requestedBy.evidence[0]" holds characters',
    () => refusal(odd({ requestedBy: { kind: 'agent', evidence: ['a\nb'] } })),
  ],
  [
    'a path in two spellings',
    '"entries[0].pathB64" is not base64',
    () => refusal(odd({ subject: content([{ ...WORKFLOW, pathB64: 'YR==' }]) })),
  ],
  [
    'a path with a zero byte',
    '"entries[0].pathB64" is no path',
    () => refusal(odd({ subject: content([entry('a\0b', 'a', 'b')]) })),
  ],
  [
    'the same path twice',
    '"entries" must be sorted',
    () => refusal(odd({ subject: content([entry('a', 'a', 'b'), entry('a', 'b', 'c')]) })),
  ],
  [
    'clauses out of order',
    '"clauses" must be sorted',
    () => refusal(odd({ clauses: ['b', 'a'], request: 'abcdefghij' })),
  ],
  ['no clause', '"clauses" is empty', () => refusal(odd({ clauses: [] }))],
  ['nothing approved', '"entries" is empty', () => refusal(odd({ subject: content([]) }))],
  [
    'a mode git has not',
    '"entries[0].mode" must be',
    () => refusal(odd({ subject: content([{ ...WORKFLOW, mode: '100777' }]) })),
  ],
  [
    'content without its sha256',
    'has a digest where there is no content, or none where there is',
    () => refusal(odd({ subject: content([{ ...WORKFLOW, toSha256: null }]) })),
  ],
  [
    'a deletion with a mode',
    'has a mode that does not fit',
    () => refusal(odd({ subject: content([{ ...WORKFLOW, to: null, toSha256: null }]) })),
  ],
  [
    'from nothing to nothing',
    'goes from nothing to nothing',
    () => refusal(odd({ subject: content([{ ...WORKFLOW, from: null, to: null }]) })),
  ],
  [
    'an abbreviated id',
    '"entries[0].to" must be',
    () => refusal(odd({ subject: content([{ ...WORKFLOW, to: 'abc1234' }]) })),
  ],
  [
    'a deletion that leaves something',
    'says "delete" has ids of another one',
    () => refusal(odd({ subject: refUpdate({ action: 'delete' }) })),
  ],
  [
    'a short name of a ref',
    '"ref" must be the full name',
    () => refusal(odd({ subject: refUpdate({ ref: 'main' }) })),
  ],
  [
    'a third kind of subject',
    'neither content nor a ref update',
    () => refusal(odd({ subject: { type: 'everything' } })),
  ],
  [
    'a ref update with the tip of a branch',
    'a ref update has no "tip"',
    () => refusal(odd({ subject: refUpdate(), tip: id('e') })),
  ],
  [
    'whole that is neither true nor false',
    '"whole" must be true or false',
    () => refusal(odd({ subject: { ...content(), whole: 1 } })),
  ],
  [
    'a predicate that is a list',
    'the predicate is no object',
    () => refusal(restated(s => (s.predicate = []))),
  ],
  [
    'entries that are no list',
    '"entries" is no list',
    () => refusal(odd({ subject: { ...content(), entries: {} } })),
  ],
  ['a tool without a name', '"tool" is no text', () => refusal(odd({ tool: ' ' }))],
  [
    'a tool with too long a name',
    '"tool" is longer than 1024',
    () => refusal(odd({ tool: 'x'.repeat(1025) })),
  ],
  [
    'an action there is not',
    '"action" must be one of',
    () => refusal(odd({ subject: refUpdate({ action: 'move' as 'force' }) })),
  ],
  [
    'a clause twice',
    '"clauses" must be sorted',
    () => refusal(odd({ clauses: ['a', 'a'], request: 'abcdefghij' })),
  ],
  [
    'a path from the root',
    '"entries[0].pathB64" is no path',
    () => refusal(odd({ subject: content([entry('/a', 'a', 'b')]) })),
  ],
  [
    'a path that is a folder',
    '"entries[0].pathB64" is no path',
    () => refusal(odd({ subject: content([entry('a/', 'a', 'b')]) })),
  ],
  [
    'a path of nothing',
    '"entries[0].pathB64" is no path',
    () => refusal(odd({ subject: content([entry('', 'a', 'b')]) })),
  ],
]
