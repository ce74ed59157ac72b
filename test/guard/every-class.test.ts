import { expect, test } from 'vitest'
import { isComputed } from '../../src/guard/classes/table.ts'
import { CHANGE_CLASSES, CONTENT_CLASSES } from '../../src/policy/named-lists.ts'

test('each class that a policy can name is computed: by its own file, or as what is hidden in contents', () => {
  const idle = CHANGE_CLASSES.filter(name => !isComputed(name) && !CONTENT_CLASSES.includes(name))
  expect(idle).toEqual([])
})
