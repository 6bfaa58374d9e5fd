// The header Liaison-Cause: what is written is read, and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CauseHeader, causeHeader, causeIn } from '../../shared/contracts/cause-header.ts';

/** The characters of record ids, which are in the ids of events. */
const idCharacters = [..."AZaz09-._~:@!$&'()*+,;=/"];

describe('the header Liaison-Cause', () => {
  it('is read as it was written, with any id of an event', () => {
    const eventId = fc.string({
      minLength: 1,
      maxLength: 400,
      unit: fc.constantFrom(...idCharacters),
    });
    const depth = fc.nat(9999);
    const workflow = fc.stringMatching(/^[\w-]{1,64}$/);
    fc.assert(
      fc.property(
        fc.record({ eventId, depth, workflow }, { requiredKeys: ['eventId', 'depth'] }),
        (cause) => {
          expect(causeIn(causeHeader(cause))).toEqual(cause);
        },
      ),
    );
  });

  it('has the form of its example, which may have a space after each semicolon', () => {
    const { example } = CauseHeader.meta() as { example: string };
    expect(causeIn(example.replaceAll(';', '; '))).toEqual({
      eventId: 'connection/019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c/3',
      depth: 2,
      workflow: 'Crm-VendorTask-A33946A3',
    });
  });

  it.each([
    [''],
    ['connection/1/1'],
    ['"connection/1/1"'],
    ['connection/1/1;depth=1'],
    ['"connection/1/1";depth=-1'],
    ['"connection/1/1";depth=1.5'],
    ['"connection/1/1";depth=10000'],
    ['"";depth=1'],
    ['"a"b";depth=1'],
    ['"a\\b";depth=1'],
    ['"é";depth=1'],
    [`"${'a'.repeat(401)}";depth=1`],
    ['"connection/1/1";depth=1;workflow='],
    ['"connection/1/1";depth=1;workflow="a b"'],
    ['"connection/1/1";depth=1;workflow="a";more=1'],
    ['"connection/1/1";depth=1, "connection/1/2";depth=1'],
  ])('is refused otherwise: %s', (text) => {
    expect(causeIn(text)).toBeUndefined();
  });
});
