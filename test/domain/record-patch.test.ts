// A merge patch of a record, by RFC 7396.
import { describe, expect, it } from 'vitest';
import { RecordPatch } from '../../shared/contracts/record-schemas.ts';
import { parse } from '../../shared/contracts/sent-input.ts';
import { patchedRecord } from '../../shared/domain/record-patch.ts';

const at = '2026-01-01T00:00:00.000Z';
const current = {
  ...{ type: 'account', id: 'a', name: 'Ana', createdAt: at, createdBy: 'x', modifiedAt: at },
  ...{ modifiedBy: 'x', version: 1 },
  attributes: { status: 'open', none: null, address: { city: 'Duluth', zip: '1' } },
};
const { attributes } = current;

describe('a patch of a record', () => {
  it.each([
    ['nothing', {}, 'Ana', attributes],
    ['a name', { name: 'Ben' }, 'Ben', attributes],
    [
      'one attribute, and removes another',
      { attributes: { status: null, address: { zip: null, street: 'Elm' }, size: 1 } },
      'Ana',
      { none: null, address: { city: 'Duluth', street: 'Elm' }, size: 1 },
    ],
    ['an object to a value', { attributes: { address: 7 } }, 'Ana', { ...attributes, address: 7 }],
    ['all attributes', { attributes: null }, 'Ana', {}],
    ['nothing, if it repeats what GET shows', { name: 'Ana', attributes }, 'Ana', attributes],
  ])('changes %s', (_, patch, name, after) => {
    expect(patchedRecord(current, patch)).toEqual({ name, attributes: after });
  });

  it('must not make the attributes too large, or remove the name', () => {
    const large = { ...current, attributes: { a: 'x'.repeat(60_000) } };
    expect(() => patchedRecord(large, { attributes: { b: 'x'.repeat(60_000) } })).toThrow(
      'attributes: must be at most 100000 bytes as JSON, not 120015',
    );
    expect(() => parse(RecordPatch, { name: null })).toThrow('name: must be text; found null');
  });
});
