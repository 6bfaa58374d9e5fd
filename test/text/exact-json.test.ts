// Reading JSON: the same values as JSON.parse, and a fault for everything that would be lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExactJson } from '../../shared/text/exact-json.ts';
import { faultPath } from '../../shared/text/fault-path.ts';

const faultsOf = (text: string) =>
  readExactJson(text).faults.map(({ keys, message }) => `${faultPath(keys)}: ${message}`);

/** With what a text is refused as JSON; undefined if it is JSON. */
function complaint(text: string): string | undefined {
  try {
    readExactJson(text);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return (error as Error).message;
  }
}

describe('all faults of a text are reported, each with its path', () => {
  it.each([
    ['1e400', [': the number 1e400 cannot be kept exactly; send it as text: "1e400"']],
    [
      '{"a":[1,{"b":3804086584686624768}],"c":1e-400}',
      [
        'a[1].b: the number 3804086584686624768 cannot be kept exactly; send it as text: "3804086584686624768"',
        'c: the number 1e-400 cannot be kept exactly; send it as text: "1e-400"',
      ],
    ],
    [
      '{"a":1,"b":{"a":1},"a":2,"\\u0061":3}',
      ['a: appears more than once; send it once', 'a: appears more than once; send it once'],
    ],
    [
      '["x\\ud83d","\\ude00\\ud83d","a\\u0000b"]',
      [
        '[0]: contains U+D83D at character 2, which is half of a surrogate pair; send both halves',
        '[1]: contains U+DE00 at character 1, which is half of a surrogate pair; send both halves',
        '[2]: contains the character U+0000 at character 2; remove it',
      ],
    ],
    [
      '{"a b":{"\\ud800":1,"":{"\\u0000":2}}}',
      [
        '["a b"]["\\ud800"]: the name contains U+D800 at character 1, which is half of a surrogate pair; send both halves',
        '["a b"][""]["\\u0000"]: the name contains the character U+0000 at character 1; remove it',
      ],
    ],
    [
      `${'['.repeat(41)}${']'.repeat(41)}`,
      [`${'[0]'.repeat(40)}: is nested deeper than 40 levels`],
    ],
  ])('%s', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it.each([
    '"\ufffd"',
    '"\\ufffd"',
    '"\\ud83d\\ude00 \\u0001 \u2028"',
    '{"\ufffd":1}',
    '{"1":1,"__proto__":{"__proto__":2},"":0}',
    '[1.10,1e3,-0,12345678901234568,1e300]',
    `${'['.repeat(40)}${']'.repeat(40)}`,
  ])('%s has none', (text) => {
    expect(readExactJson(text)).toEqual({ value: JSON.parse(text), faults: [] });
  });
});

describe('a text that is not JSON is refused with the place, what was found and what was expected', () => {
  it.each([
    ['', 'at character 1: found the end; expected a value'],
    ['{"a":', 'at character 6: found the end; expected a value'],
    ['{"a":}', 'at character 6: found "}"; expected a value'],
    ['{"a" 1}', 'at character 6: found "1"; expected a colon'],
    ["{'a':1}", 'at character 2: found "\'a\'"; expected a name in double quotes'],
    ['{"a":1,}', 'at character 8: found "}"; expected a name in double quotes'],
    ['[1 2]', 'at character 4: found "2"; expected a comma or ]'],
    ['{"a":undefined}', 'at character 6: found "undefined"; expected a value'],
    ['{"a":01}', 'at character 7: found "1"; expected a comma or }'],
    ['"🙂" x', 'at character 5: found "x"; nothing may follow the value'],
    ['\ufeff{}', 'at character 1: found "\\u{feff}"; expected a value'],
    ['["a', 'at character 2: found """; the text is not closed; end it with "'],
    [
      '"a\nb"',
      'at character 3: found "\\u{a}"; write control characters inside a text as escapes, such as \\n',
    ],
    [
      '"\\x41"',
      'at character 2: found "\\x41"; the escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits',
    ],
    ['[1}', 'at character 3: found "}"; expected a comma or ]'],
    ['<a/>', 'at character 1: found "<a/>"; expected a value'],
  ])('%s', (text, message) => {
    expect(complaint(text)).toBe(message);
  });
});

it('reads what JSON.parse reads, and has no faults for what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', depthSize: 'medium' }), (value) => {
      const text = JSON.stringify(value);
      const { faults, ...read } = readExactJson(text);
      expect(read.value).toEqual(JSON.parse(text));
      if (!text.includes('\\u0000')) expect(faults).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

it('accepts exactly what JSON.parse accepts', () => {
  const pieces = fc.constantFrom(
    ...['{', '}', '[', ']', ',', ':', '"', '"a"', '"b":', '\\', '\\u00e', '\\ud800', 'e', '-', '.'],
    ...['0', '1', '12', '1e5', '0.5', 'true', 'null', 'nul', ' ', '\n', '\t', '\ufeff', '\u00a0'],
  );
  const valid = fc.jsonValue().map((value) => JSON.stringify(value, null, 1));
  const broken = fc
    .tuple(valid, fc.nat(), fc.nat(3), fc.oneof(fc.constant(''), pieces))
    .map(([text, at, length, piece]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + piece + text.slice(from + length);
    });
  const texts = fc.oneof(
    broken,
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      const message = complaint(text);
      expect([text, message === undefined]).toEqual([text, isJson]);
      if (message !== undefined) expect(message).toMatch(/^at character \d+: found .+; /s);
    }),
    { numRuns: 5000 },
  );
});

it('takes linear time, whatever the text', () => {
  const many = (piece: string) => piece.repeat(Math.floor(300_000 / piece.length));
  const texts = [
    many('['),
    `${many('[').slice(150_000)}${many(']').slice(150_000)}`,
    `[${many('1e-400,')}1]`,
    `"${many('\\u0041')}"`,
    `"${many('\\')}`,
    many('1'),
    `0.${many('0')}1e300001`,
    `{${many('"a":0,')}"b":0}`,
    many('{"a":'),
    many(' '),
  ];
  const began = process.threadCpuUsage();
  for (const text of texts) {
    try {
      readExactJson(text);
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
    }
  }
  expect(process.threadCpuUsage(began).user / 1e6).toBeLessThan(10);
});
