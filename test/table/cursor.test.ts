import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cursorKeyOf, openCursor, sealCursor } from '../../shared/table/lists/sealed-cursor.ts';
import { codeOf } from '../support/fixtures.ts';

const key = cursorKeyOf('a secret of the stage');

it('opens for its own question and returns the position', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (question, position) => {
      const text = JSON.parse(JSON.stringify(position));
      expect(openCursor(key, question, sealCursor(key, question, position))).toEqual(text);
    }),
  );
});

it('is refused for another question, another secret, or with any character changed', () => {
  const cursor = sealCursor(key, { roleId: 'vendor' }, 'connection#vendor#account#a');
  expect(codeOf(() => openCursor(key, { roleId: 'friend' }, cursor))).toBe('ValidationFailed');
  expect(codeOf(() => openCursor(cursorKeyOf('other'), { roleId: 'vendor' }, cursor))).toBe(
    'ValidationFailed',
  );
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.';
  fc.assert(
    fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...alphabet), (at, char) => {
      fc.pre(cursor[at] !== char);
      const changed = cursor.slice(0, at) + char + cursor.slice(at + 1);
      expect(codeOf(() => openCursor(key, { roleId: 'vendor' }, changed))).toBe('ValidationFailed');
    }),
  );
  for (const text of ['', 'x', `${cursor}A`, cursor.slice(1), '😀', 'null']) {
    expect(codeOf(() => openCursor(key, { roleId: 'vendor' }, text))).toBe('ValidationFailed');
  }
});
