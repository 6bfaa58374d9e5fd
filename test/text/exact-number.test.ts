// Which numbers are kept: those that are printed with exactly the value that was written.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isExactNumber } from '../../shared/text/exact-number.ts';

it.each([
  '0',
  '-0',
  '0.000e9999999999',
  '1.10',
  '1e3',
  '1E+3',
  '100000000000000000000000',
  '9007199254740992',
  '12345678901234567000',
  '1.7976931348623157e308',
  '5e-324',
  '0.1',
  '-12.50e-1',
  `0.${'0'.repeat(400)}1e401`,
])('%s is kept', (source) => {
  expect(isExactNumber(source)).toBe(true);
});

it.each([
  '3804086584686624768',
  '12345678901234567.89',
  '0.12345678901234567891',
  '1e-400',
  '1e400',
  '-1e999999999999999999999',
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '0.30000000000000000001',
])('%s is not kept', (source) => {
  expect(isExactNumber(source)).toBe(false);
});

/** A decimal value as a whole number of 10^-400, so that two can be compared. */
function scaled(source: string): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(source) ?? [];
  const power = 400 + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  return (sign === '-' ? -1n : 1n) * digits * 10n ** BigInt(power);
}

it('agrees with a comparison of whole numbers', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 });
  const source = fc
    .tuple(
      fc.constantFrom('', '-'),
      digits.map((text) => text.replace(/^0+(?=\d)/, '')),
      fc.option(digits, { nil: undefined }),
      fc.option(fc.integer({ min: -25, max: 25 }), { nil: undefined }),
    )
    .map(
      ([sign, whole, fraction, exponent]) =>
        `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${exponent === undefined ? '' : `e${exponent}`}`,
    );
  fc.assert(
    fc.property(source, (text) => {
      const kept = scaled(String(Number(text))) === scaled(text);
      expect([text, isExactNumber(text)]).toEqual([text, kept]);
    }),
    { numRuns: 5000 },
  );
});

it('every number that JavaScript prints is kept', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(isExactNumber(JSON.stringify(value))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
