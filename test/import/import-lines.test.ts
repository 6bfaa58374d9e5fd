// How a file is split into lines, and how a line becomes a value or a fault.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineChecks } from '../../cli/import-folder.ts';
import { maxBodyBytes } from '../../shared/contracts/route-definition.ts';
import { entriesOf, type Line, linesOf, maxLineBytes } from '../../shared/import/import-lines.ts';

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const read = (chunks: (string | Buffer)[], longest = 1000): Promise<Line[]> =>
  collect(
    linesOf(
      chunks.map((chunk) => Buffer.from(chunk)),
      longest,
    ),
  );

const check = (text: string) =>
  collect(entriesOf(linesOf([Buffer.from(text)], 1000), lineChecks.records));

it('a line may be as long as a body of the service', () => {
  expect(maxLineBytes).toBe(maxBodyBytes);
});

describe('linesOf', () => {
  it('joins lines that are spread over chunks, and counts lines and bytes', async () => {
    expect(await read(['one\ntw', 'o\n', '\nfo', 'ur'])).toEqual([
      { line: 1, start: 0, end: 4, text: 'one' },
      { line: 2, start: 4, end: 8, text: 'two' },
      { line: 3, start: 8, end: 9, text: '' },
      { line: 4, start: 9, end: 13, text: 'four' },
    ]);
  });

  it('joins a character that is cut in two by a chunk', async () => {
    const bytes = Buffer.from('Müller\n');
    const lines = await read([bytes.subarray(0, 2), bytes.subarray(2)]);
    expect(lines).toMatchObject([{ text: 'Müller' }]);
  });

  it('has no line after the last newline', async () => {
    expect(await read(['one\n'])).toHaveLength(1);
    expect(await read([''])).toEqual([]);
  });

  it('leaves out a byte order mark', async () => {
    expect(await read(['\u{feff}{}\n'])).toMatchObject([{ text: '{}' }]);
  });

  it('reports a line that is too long with its beginning, and continues after it', async () => {
    expect(await read(['12345', '67890', '1\nnext\n'], 10)).toEqual([
      {
        ...{ line: 1, start: 0, end: 12 },
        fault: {
          code: 'ValidationFailed',
          detail: 'the line has 11 bytes; the service accepts at most 10',
          found: '1234567890',
        },
      },
      { line: 2, start: 12, end: 17, text: 'next' },
    ]);
  });

  it('reports the first byte of a line that is not UTF-8', async () => {
    const faultOf = async (...bytes: Buffer[]) => {
      const [line, next] = await read([Buffer.concat(bytes), '\nnext']);
      expect(next).toMatchObject({ text: 'next' });
      return line && 'fault' in line ? line.fault : line;
    };
    const latin1 = Buffer.from('{"name":"Müller"}', 'latin1');
    expect(await faultOf(latin1)).toEqual({
      code: 'ValidationFailed',
      detail: 'not UTF-8: byte 11 is 0xFC, in Latin-1 ü; save the file as UTF-8',
      found: '{"name":"Müller"}',
    });
    // é looks like the first byte of a longer character.
    expect(await faultOf(Buffer.from('{"name":"Café"}', 'latin1'))).toMatchObject({
      detail: 'not UTF-8: byte 13 is 0xE9, in Latin-1 é; save the file as UTF-8',
    });
    expect(await faultOf(Buffer.from('Müller '), Buffer.from([0xc3]))).toMatchObject({
      detail: 'not UTF-8: the last character is incomplete; save the file as UTF-8',
    });
    // A replacement character that is really there is as valid as any other.
    expect(await faultOf(Buffer.from('\ufffd'), latin1)).toMatchObject({
      detail: expect.stringContaining('byte 14 is 0xFC'),
    });
  });
});

describe('entriesOf', () => {
  it('without a check returns every object, but no number that cannot be kept exactly', async () => {
    const text = '{"any":1}\n{"a":[1e400]}\n[]';
    expect(await collect(entriesOf(linesOf([Buffer.from(text)])))).toMatchObject([
      { line: 1, value: { any: 1 }, bytes: 9, text: '{"any":1}' },
      { line: 2, fault: { code: 'ValidationFailed', errors: [{ path: 'a[0]', found: '1e400' }] } },
      { line: 3, fault: { detail: 'not a JSON object', found: '[]' } },
    ]);
  });

  it('returns valid lines, reports invalid ones by number and leaves blank ones out', async () => {
    const entries = await check(
      [
        '{"type":"account","id":"fabrikon","name":"Fabrikon"}\r',
        '',
        '   ',
        '{"type":"account",',
        '["account"]',
        'null',
        '{"type":"Account","id":"x","name":"X"}',
        '{"type":"account","id":"x","name":"X","colour":"red"}',
      ].join('\n'),
    );
    expect(entries).toMatchObject([
      { line: 1, value: { type: 'account', id: 'fabrikon', name: 'Fabrikon', attributes: {} } },
      { line: 4, fault: { code: 'ValidationFailed', detail: expect.stringMatching(/^not JSON/) } },
      { line: 5, fault: { detail: 'not a JSON object' } },
      { line: 6, fault: { detail: 'not a JSON object' } },
      { line: 7, fault: { errors: [{ path: 'type', found: '"Account"' }] } },
      {
        line: 8,
        fault: { errors: [{ path: 'colour', message: 'is not a known field', found: '"red"' }] },
      },
    ]);
  });

  it('skips only lines of white space that JSON allows', async () => {
    expect(await check('\u{feff}\r\n\t \n\u{a0}\n')).toMatchObject([
      { line: 3, fault: { detail: expect.stringMatching(/^not JSON/) } },
    ]);
  });

  it('accepts a replacement character, and shows long values shortened', async () => {
    const name = '\ufffd'.repeat(600);
    const [good, bad] = await check(
      `{"type":"a","id":"1","name":"\ufffd"}\n{"type":"a","id":"1","name":"${name}"}`.slice(0, 900),
    );
    expect(good).toMatchObject({ value: { name: '\ufffd' } });
    expect(bad).toMatchObject({ line: 2, fault: { found: expect.stringMatching(/^.{100}…$/) } });
  });

  it.each([
    '1e400',
    '9007199254740993',
  ])('reports the number %s, which cannot be kept exactly', async (number) => {
    const line = `{"type":"account","id":"x","name":"X","attributes":{"n":${number}}}`;
    expect(await check(line)).toMatchObject([
      {
        line: 1,
        fault: {
          errors: [
            { path: 'attributes.n', message: expect.stringContaining(`the number ${number}`) },
          ],
        },
      },
    ]);
  });

  it('returns the size of a value in a body, in bytes', async () => {
    const [entry] = await check('{ "type": "account", "id": "m", "name": "Müller" }');
    const sent = '{"type":"account","id":"m","name":"Müller","attributes":{}}';
    expect(entry).toMatchObject({ bytes: Buffer.byteLength(sent) });
  });

  it('keeps a role that is left out different from one that is null', async () => {
    const line = '{"record1":{"type":"a","id":"1"},"record2":{"type":"a","id":"2"}';
    const lines = linesOf([Buffer.from(`${line}}\n${line},"record2RoleId":null}`)], 1000);
    const [out, blank] = await collect(entriesOf(lines, lineChecks.connections));
    expect(out).not.toHaveProperty('value.record2RoleId');
    expect(blank).toHaveProperty('value.record2RoleId', null);
  });
});

describe('any file', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      '\n',
      '\r\n',
      '{',
      '}',
      '"',
      '\\',
      '\u{feff}',
      '\u0000',
      '{"type":"a","id":"b"}\n',
    ),
    fc.constantFrom('{"__proto__":{"a":1}}\n', `${'['.repeat(999)}\n`, '{"id":"\\ud800"}\n'),
    fc.string({ unit: 'binary' }),
  );
  const chunks = fc.array(
    fc.oneof(
      pieces.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 30 },
  );

  it('each line is returned once, in order, and every byte is counted', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, async (given) => {
        const whole = Buffer.concat(given);
        const ends = [...whole].flatMap((byte, at) => (byte === 0x0a ? at + 1 : []));
        if (whole.length > (ends.at(-1) ?? 0)) ends.push(whole.length);
        const lines = await collect(linesOf(given, 1000));
        expect(lines.map(({ line, start, end }) => [line, start, end])).toEqual(
          ends.map((end, at) => [at + 1, ends[at - 1] ?? 0, end]),
        );
        const entries = await collect(entriesOf(linesFrom(lines), lineChecks.connections));
        const isBlank = (line: Line) => 'text' in line && /^[ \t\r]*$/.test(line.text);
        const told = lines.filter((line) => !isBlank(line)).map(({ line }) => line);
        expect(entries.map(({ line }) => line)).toEqual(told);
      }),
      { numRuns: 500 },
    );
  });

  it('deep nesting makes a line invalid', async () => {
    const deep = `{"type":"a","id":"b","name":"c","attributes":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
    for (const check of [lineChecks.records, undefined]) {
      const [entry] = await collect(entriesOf(linesOf([Buffer.from(deep)], 1e7), check));
      expect(entry).toMatchObject({ line: 1, fault: { code: 'ValidationFailed' } });
    }
  });
});

async function* linesFrom(lines: Line[]): AsyncGenerator<Line> {
  yield* lines;
}
