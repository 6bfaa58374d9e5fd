// Which numbers are kept: those that JavaScript prints with exactly the decimal value that was written.

/**
 * Whether a number, written as in JSON, keeps its value: `1.10` does (as 1.1), `1e3` does (as 1000);
 * `12345678901234567.89` and `1e-400` do not.
 */
export function isExactNumber(source: string): boolean {
  // 15 digits always survive.
  if (source.length <= 15 && !/e/i.test(source)) return true;
  const printed = String(Number(source));
  if (printed === source) return true;
  return decimalOf(printed) === decimalOf(source);
}

/**
 * A decimal value as digits and exponent, the same for all ways of writing it: `12.30` is `123e-1`.
 * Undefined for `Infinity`.
 */
function decimalOf(source: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(source);
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  let from = 0;
  while (digits[from] === '0') from += 1;
  if (from === digits.length) return '0';
  let to = digits.length;
  while (digits[to - 1] === '0') to -= 1;
  const power = Number(exponent) - fraction.length + (digits.length - to);
  return `${sign}${digits.slice(from, to)}e${power}`;
}
