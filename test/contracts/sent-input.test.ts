// Reading what callers sent: every fault, in our own words, with the value that was found.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Connection } from '../../shared/contracts/answers/connection-answers.ts';
import { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { connectionResource } from '../../shared/contracts/connection-schemas.ts';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { optionalText, text } from '../../shared/contracts/identifiers.ts';
import { recordResource } from '../../shared/contracts/record-schemas.ts';
import { changedReturned } from '../../shared/contracts/returned-fields.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { parse, readInput, Sent } from '../../shared/contracts/sent-input.ts';

const messages = (schema: z.ZodType, input: unknown) =>
  readInput(schema, input).faults.map(({ path, message }) => `${path}: ${message}`);

describe('a fault is described in plain words, with what was found', () => {
  const own = z.string().regex(/^a$/, 'must be a');
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), 7, 'must be text; found 7'],
    [z.string(), null, 'must be text; found null'],
    [z.number(), '7', 'must be a number; found "7"'],
    [z.int(), 1.5, 'must be a whole number; found 1.5'],
    [z.boolean(), 'yes', 'must be true or false; found "yes"'],
    [z.strictObject({}), [1], 'must be an object; found a list'],
    [z.record(z.string(), z.int()), 'x', 'must be an object; found "x"'],
    [z.array(z.int()), { a: 1 }, 'must be a list; found an object'],
    [z.enum(['a', 'b']), 'c', 'must be one of a, b; found "c"'],
    [z.literal('a'), 'b', 'must be "a"; found "b"'],
    [z.string().min(1), '', 'must not be empty'],
    [z.string().min(3), 'ab', 'must have at least 3 characters; found 2: "ab"'],
    [z.string().max(1), 'ab', 'must have at most 1 character; found 2: "ab"'],
    [
      z.string().max(50),
      'x'.repeat(60),
      `must have at most 50 characters; found 60: "${'x'.repeat(40)}…"`,
    ],
    [z.array(z.int()).max(2), [1, 2, 3], 'must have at most 2 items; found 3'],
    [z.array(z.int()).min(1), [], 'must have at least 1 item; found 0'],
    [z.int().min(0), -1, 'must be at least 0; found -1'],
    [z.number().max(9), 10, 'must be at most 9; found 10'],
    [z.number().multipleOf(2), 3, 'must be a multiple of 2; found 3'],
    [own, 'b', 'must be a; found "b"'],
    [own, undefined, 'is missing'],
    [z.uuid(), 'x', 'must be of the form uuid; found "x"'],
    [z.string().refine(() => false), 'x', 'is not valid; see the documentation; found "x"'],
  ])('%#', (schema, input, message) => {
    expect(
      messages(z.strictObject({ a: schema }), input === undefined ? {} : { a: input }),
    ).toEqual([`a: ${message}`]);
  });

  it('of the form of a union that fits best, and of a name in a record', () => {
    const union = z.union([
      z.strictObject({ type: z.string(), id: z.string() }),
      z.strictObject({ roleId: z.string() }),
    ]);
    expect(messages(union, { type: 'a', id: 7 })).toEqual(['id: must be text; found 7']);
    const record = z.record(z.string().regex(/^a$/, 'must be a'), z.int());
    expect(messages(record, { b: 1 })).toEqual([
      'b: must not have this name: it must be a; found 1',
    ]);
  });

  it('at every path, only the first of each, and unknown fields by name', () => {
    const schema = z.strictObject({ a: z.strictObject({ b: z.string().min(5).max(1) }) });
    const { faults } = readInput(schema, { a: { b: 'abc', c: 1 }, d: 2 });
    const { extras, message } = Refusal.of(faults);
    expect(extras.errors).toEqual([
      { path: 'a.b', message: 'must have at least 5 characters; found 3: "abc"' },
      { path: 'a.c', message: 'is not a known field' },
      { path: 'd', message: 'is not a known field' },
    ]);
    expect(message).toBe(
      'a.b: must have at least 5 characters; found 3: "abc" (and 2 more faults)',
    );
  });
});

/** Words of zod's own messages. */
const foreign = /invalid|expected|received|unrecognized|too (big|small)|>=|<=|zod/i;

/** The schema of an item, or those of its forms. */
const formsOf = (item: z.ZodType | undefined) =>
  item instanceof z.ZodDiscriminatedUnion ? (item.options as z.ZodObject[]) : [item];

it('no route answers a bad body, query or path with the words of the library', () => {
  const all = Object.values<Route>(routes).flatMap((route) =>
    [route.body, ...formsOf(route.item), route.query, route.params].filter(
      (schema) => schema !== undefined,
    ),
  );
  const names = [...new Set(all.flatMap((schema) => Object.keys((schema as z.ZodObject).shape)))];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', ' ', 'x'.repeat(3000), '2026-02-30', -1, 0.5, 'account', 'a', []),
    fc.array(fc.constantFrom('account', 'x', 7), { minLength: 99, maxLength: 102 }),
    fc.record({ type: fc.constantFrom('account', 'B', 1), id: fc.constantFrom('a', '', 2) }),
  );
  const input = fc.oneof(
    value,
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, { maxKeys: 12 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...all), input, (schema, one) => {
      for (const { message } of readInput(schema, one).faults) {
        const [words = ''] = message.split('; found ');
        expect(words).toMatch(/^(must|is|can) /);
        expect(words).not.toMatch(foreign);
      }
    }),
    { numRuns: 3000 },
  );
});

describe('an input', () => {
  const schema = z.strictObject({
    name: z.string(),
    count: z.int().default(1),
    inner: z.strictObject({ a: z.string() }).optional(),
  });

  it('without faults is whole; otherwise its valid fields are', () => {
    expect(readInput(schema, { name: 'x' }).whole()).toEqual({ name: 'x', count: 1 });
    const sent = readInput(schema, { name: 7, inner: { a: 'b' }, colour: 'red' });
    expect(sent.value).toEqual({ count: 1, inner: { a: 'b' } });
    expect(() => sent.whole()).toThrow('name: must be text; found 7 (and 1 more fault)');
    expect(readInput(schema, []).value).toEqual({});
  });

  it('has the faults of its JSON, before those of the schema, and rules add theirs', () => {
    const jsonFaults = [{ keys: ['inner', 'a'], message: 'contains U+0000' }];
    const sent = readInput(schema, { name: 7, inner: { a: '\0' } }, { jsonFaults });
    expect(sent.value).toEqual({ count: 1 });
    const refusal = sent.refusal([
      { path: 'count', code: 'ConnectionRoleNotFound', message: 'no', validRoleIds: ['x'] },
      { path: 'name', message: 'not the first at this path' },
    ]);
    expect(refusal).toMatchObject({
      code: 'ValidationFailed',
      message: 'inner.a: contains U+0000 (and 2 more faults)',
      extras: {
        validRoleIds: ['x'],
        errors: [
          { path: 'inner.a', message: 'contains U+0000' },
          { path: 'name', message: 'must be text; found 7' },
          { path: 'count', message: 'no', code: 'ConnectionRoleNotFound' },
        ],
      },
    });
  });

  it('is called by its name where the whole of it is at fault', () => {
    expect(() => parse(schema, 7)).toThrow('the body must be an object; found 7');
    expect(readInput(schema, 7, { subject: 'the item' }).refusal()?.message).toBe(
      'the item must be an object; found 7',
    );
    expect(Sent.of({ name: 'x' }).refusal()).toBeUndefined();
  });

  it('lists at most 100 faults, and says how many there are', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, at]));
    const refusal = readInput(schema, { name: 'x', ...many }).refusal();
    expect(refusal?.extras.errors).toHaveLength(100);
    expect(refusal?.message).toBe('f0: is not a known field (and 4999 more faults)');
    const long = Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [`${at}${'\u0001'.repeat(999)}`, at]),
    );
    const { errors } = readInput(schema, { name: 'x', ...long }).refusal()?.extras ?? {};
    expect(Buffer.byteLength(JSON.stringify(errors))).toBeLessThan(25_000);
  });
});

/** The paths of a schema's fields. */
const pathsOf = (schema: z.ZodObject): string[] =>
  Object.entries(schema.shape).flatMap(([name, field]) =>
    field instanceof z.ZodObject ? pathsOf(field).map((path) => `${name}.${path}`) : [name],
  );

it.each([
  ['a connection', connectionResource, Connection],
  ['a record', recordResource, StoredRecord],
])('the fields that a body of %s may repeat are those that answers show', (_, {
  shown,
}, schema) => {
  expect([...shown].sort()).toEqual(pathsOf(schema).sort());
});

describe('fields that an answer shows and a body cannot set', () => {
  const body = z.strictObject({ name: z.string(), record: z.strictObject({ id: z.string() }) });
  const resource = {
    shown: ['name', 'record.id', 'record.name', 'version', 'owner'],
    fixed: { owner: 'cannot be changed: create another' },
  };
  const shown = {
    name: 'x',
    record: { id: 'a', name: 'A' },
    version: 3,
    owner: { id: 'o', name: 'O' },
  };
  const read = (input: unknown) => readInput(body, input, { resource });

  it('are accepted and set aside, also inside an object', () => {
    const sent = read(shown);
    expect(sent.whole()).toEqual({ name: 'x', record: { id: 'a' } });
    expect(changedReturned(sent.returned, shown)).toEqual([]);
    expect(changedReturned(read({ ...shown, owner: { id: 'o' } }).returned, shown)).toEqual([]);
  });

  it('of another resource, which answers show on request, are not compared', () => {
    const sent = readInput(
      body,
      { name: 'x', record: { id: 'a', name: 'A', more: { a: 1 } } },
      {
        resource: { ...resource, alsoShown: ['record.more'] },
      },
    );
    expect(sent.whole()).toEqual({ name: 'x', record: { id: 'a' } });
    expect(changedReturned(sent.returned, shown)).toEqual([]);
  });

  it('are refused if they were changed, with what to do instead', () => {
    const sent = read({ ...shown, record: { id: 'a', name: 'B' }, version: 4, owner: { id: 'p' } });
    expect(changedReturned(sent.returned, shown)).toEqual([
      { path: 'record.name', message: 'cannot be changed: it is "A"; found "B"' },
      { path: 'version', message: 'cannot be changed: it is 3; found 4' },
      { path: 'owner', message: 'cannot be changed: create another; found an object' },
    ]);
    expect(changedReturned(sent.returned, undefined)).toContainEqual({
      path: 'version',
      message: 'is set by the service; leave it out',
    });
  });

  it('do not include fields that do not exist', () => {
    expect(read({ ...shown, colour: 'red', record: { id: 'a', colour: 1 } }).faults).toMatchObject([
      { path: 'record.colour', message: 'is not a known field' },
      { path: 'colour', message: 'is not a known field' },
    ]);
    expect(read(JSON.parse('{"name":"x","record":{"id":"a"},"__proto__":1}')).faults).toMatchObject(
      [{ path: '__proto__' }],
    );
  });
});

it('counts the characters of a text, not its UTF-16 units, as its JSON Schema does', () => {
  const schema = z.strictObject({ name: text(3), note: optionalText(3) });
  expect(readInput(schema, { name: '🎉🎉🎉', note: '🎉🎉🎉' }).faults).toEqual([]);
  expect(readInput(schema, { name: '🎉🎉🎉🎉', note: 'abcd' }).faults).toEqual([
    { path: 'name', message: 'must have at most 3 characters; found 4: "🎉🎉🎉🎉"' },
    { path: 'note', message: 'must have at most 3 characters; found 4: "abcd"' },
  ]);
  const { properties } = z.toJSONSchema(schema);
  expect(properties).toEqual({
    name: { type: 'string', minLength: 1, maxLength: 3 },
    note: { type: 'string', maxLength: 3 },
  });
});
