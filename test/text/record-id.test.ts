// The form of record ids.
import { expect, it } from 'vitest';
import { isRecordId } from '../../shared/text/record-id.ts';

it.each([
  ["a-._~:@!$&'()*+,;=", true],
  ['ines+test@example.com', true],
  ['0', true],
  ['a'.repeat(128), true],
  ['a'.repeat(129), false],
  ['+a', false],
  ['', false],
  ['a b', false],
  ['a%20', false],
  ['a/b', false],
  ['a#b', false],
  ['a?b', false],
  ['é', false],
  ['a\n', false],
])('the record id %j: %s', (id, isValid) => {
  expect(isRecordId(id)).toBe(isValid);
});
