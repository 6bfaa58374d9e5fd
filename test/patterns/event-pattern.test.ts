// Event patterns: AWS's documented examples, and random patterns compared with a simple reading of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventPattern } from '../../shared/patterns/event-pattern.ts';

/** The example event of EventBridge's user guide. */
const ec2 = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
};

describe('a pattern', () => {
  it('matches the events of the user guide', () => {
    const pattern = {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['terminated'] },
    };
    expect(eventPattern(pattern)(ec2)).toBe(true);
    expect(eventPattern(pattern)({ ...ec2, detail: { state: 'running' } })).toBe(false);
    expect(eventPattern(pattern)({ ...ec2, source: 'aws.s3' })).toBe(false);
  });

  it.each([
    ['a value', ['New York'], ['New York'], ['new york', 'New', null, undefined, 1]],
    ['one of several', ['a', 1, null, true, ''], ['a', 1, null, true, ''], ['b', 2, false, '1']],
    ['a list by one element', ['a'], [['b', 'a'], [['a']]], [['b'], [], { a: 'a' }]],
    ['prefix', [{ prefix: 'us-' }], ['us-', 'us-east-1'], ['eu-us-', 'US-east-1', 5, null]],
    ['prefix, any case', [{ prefix: { 'equals-ignore-case': 'EventB' } }], ['eventbridge'], ['ev']],
    ['suffix', [{ suffix: '.png' }], ['a.png', '.png'], ['a.PNG', '.pngs', undefined]],
    ['suffix, any case', [{ suffix: { 'equals-ignore-case': '.PNG' } }], ['a.pnG'], ['a.jpg']],
    ['any case', [{ 'equals-ignore-case': 'alice' }], ['Alice', 'ALICE'], ['alic', 'alice ']],
    [
      'wildcard',
      [{ wildcard: 'dir/*.png' }],
      ['dir/.png', 'dir/a/b.png'],
      ['dir/png', 'xdir/a.png'],
    ],
    ['an escaped wildcard', [{ wildcard: 'a\\*b*\\\\' }], ['a*b\\', 'a*bcd\\'], ['axb\\', 'a*b']],
    ['a dot in a wildcard', [{ wildcard: 'a.b*' }], ['a.b'], ['axb']],
    [
      'anything but',
      [{ 'anything-but': 'initializing' }],
      ['x', 1, null, ['initializing', 'x']],
      ['initializing', undefined, ['initializing']],
    ],
    ['anything but a list', [{ 'anything-but': ['a', 100] }], ['b', 99, '100'], ['a', 100]],
    [
      'anything but prefixes',
      [{ 'anything-but': { prefix: ['us-', 'eu-'] } }],
      ['ap-1', 1],
      ['us-1', 'eu-1'],
    ],
    ['anything but a suffix', [{ 'anything-but': { suffix: '.png' } }], ['a.jpg'], ['a.png']],
    [
      'anything but in any case',
      [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }],
      ['c'],
      ['A', 'b'],
    ],
    [
      'anything but a wildcard',
      [{ 'anything-but': { wildcard: '*/lib/*' } }],
      ['/src/a'],
      ['/lib/a'],
    ],
    ['numbers', [{ numeric: ['>', 10, '<=', 20] }], [10.1, 20], [10, 20.1, '15', null, undefined]],
    ['one number', [{ numeric: ['=', 3.018e2] }], [301.8], [301, '301.8']],
    ['exists', [{ exists: true }], ['', 0, null, false, ['a']], [undefined, { a: 1 }, []]],
    ['exists not', [{ exists: false }], [undefined, { a: 1 }, []], ['', 0, null]],
    ['exists not, or a value', [{ exists: false }, 'a'], [undefined, 'a'], ['b']],
  ])('knows %s', (_, wanted, matching, others) => {
    const matches = eventPattern({ detail: { field: wanted } });
    for (const field of matching)
      expect([field, matches({ detail: { field } })]).toEqual([field, true]);
    for (const field of others)
      expect([field, matches({ detail: { field } })]).toEqual([field, false]);
  });

  it('supports $or, next to other fields and nested', () => {
    const matches = eventPattern({
      source: ['aws.cloudwatch'],
      $or: [
        { metricName: [{ prefix: 'CPU' }] },
        { $or: [{ metricType: ['MetricType'] }, { detail: { scope: ['Service'] } }] },
      ],
    });
    const source = 'aws.cloudwatch';
    expect(matches({ source, metricName: 'CPUUtilization' })).toBe(true);
    expect(matches({ source, metricType: 'MetricType' })).toBe(true);
    expect(matches({ source, detail: { scope: 'Service' } })).toBe(true);
    expect(matches({ source, detail: { scope: 'Host' } })).toBe(false);
    expect(matches({ metricName: 'CPUUtilization' })).toBe(false);
  });

  it('matches nested fields within one object of a list', () => {
    const matches = eventPattern({ items: { name: ['a'], size: [1] } });
    expect(matches({ items: [{ name: 'b' }, { name: 'a', size: 1 }] })).toBe(true);
    expect(
      matches({
        items: [
          { name: 'a', size: 2 },
          { name: 'b', size: 1 },
        ],
      }),
    ).toBe(false);
  });

  it('finds missing nested fields', () => {
    const matches = eventPattern({ dynamodb: { OldImage: { pk: { S: [{ exists: false }] } } } });
    expect(matches({ dynamodb: { NewImage: { pk: { S: 'a' } } } })).toBe(true);
    expect(matches({ dynamodb: { OldImage: { pk: { S: 'a' } } } })).toBe(false);
  });

  it.each([
    ['text', "must be an object, not 'text'"],
    [{ a: 'text' }, "a: expected a list of values, such as \\['text'\\], found 'text'"],
    [{ a: [{ cidr: '10.0.0.0/24' }] }, "'cidr' is not an operator"],
    [{ a: [{ prefix: 1 }] }, 'prefix cannot have 1'],
    [{ a: [{ prefix: 'a', suffix: 'b' }] }, 'must have one field'],
    [{ a: [['a']] }, "cannot have \\['a'\\]"],
    [{ a: [{ numeric: ['>', '1'] }] }, 'numeric cannot have'],
    [{ a: [{ numeric: ['>'] }] }, 'numeric cannot have'],
    [{ a: [{ numeric: ['>', 6e9] }] }, 'numeric cannot have'],
    [{ a: [{ numeric: ['<', 1, '>', 0] }] }, 'numeric cannot have'],
    [{ a: [{ wildcard: 'a**' }] }, 'wildcard cannot have'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'wildcard cannot have'],
    [{ a: [{ 'anything-but': [null] }] }, 'anything-but cannot have'],
    [{ a: [{ exists: 'yes' }] }, 'exists cannot have'],
  ])('%j is refused', (pattern, why) => {
    expect(() => eventPattern(pattern)).toThrow(new RegExp(why));
  });
});

describe('any pattern of exact values', () => {
  type Tree = { [name: string]: Tree | string | number | null };
  const name = fc.constantFrom('a', 'b', 'c');
  const scalar = fc.constantFrom('x', 'y', 1, null);
  const { event } = fc.letrec<{ event: Tree }>((tie) => ({
    event: fc.dictionary(name, fc.oneof({ depthSize: 'small' }, scalar, tie('event')), {
      noNullPrototype: true,
    }),
  }));
  const leaf = fc.array(scalar, { minLength: 1, maxLength: 2 });
  const { pattern } = fc.letrec<{ pattern: object }>((tie) => ({
    pattern: fc.dictionary(name, fc.oneof({ depthSize: 'small' }, leaf, tie('pattern')), {
      noNullPrototype: true,
    }),
  }));

  /** Every path of the pattern leads to one of its values. */
  const naive = (wanted: object, given: Tree): boolean => {
    const paths = (tree: object, path: string[] = []): [string[], unknown[]][] =>
      Object.entries(tree).flatMap(([key, value]) =>
        Array.isArray(value) ? [[[...path, key], value]] : paths(value, [...path, key]),
      );
    const at = (path: string[]) =>
      path.reduce<unknown>((value, key) => (value as Tree | null | undefined)?.[key], given);
    return paths(wanted).every(([path, values]) => values.includes(at(path)));
  };

  it('matches like its paths', () => {
    fc.assert(
      fc.property(pattern, event, (wanted, given) => {
        expect(eventPattern(wanted)(given)).toBe(naive(wanted, given));
      }),
      { numRuns: 500 },
    );
  });

  it('matches an event made from it, but not if one value is anything else', () => {
    const fields = fc.dictionary(name, scalar, { minKeys: 1, noNullPrototype: true });
    fc.assert(
      fc.property(fields, (given) => {
        const wanted = Object.fromEntries(
          Object.entries(given).map(([key, value]) => [key, [value]]),
        );
        expect(eventPattern({ detail: wanted })({ detail: given })).toBe(true);
        const [key = ''] = Object.keys(given);
        const not = { ...wanted, [key]: [{ 'anything-but': 'z' }] };
        expect(eventPattern({ detail: not })({ detail: { ...given, [key]: 'z' } })).toBe(false);
      }),
    );
  });
});
