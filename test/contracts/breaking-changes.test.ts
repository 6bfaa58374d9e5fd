// Which differences between two descriptions break clients, and which are announced.
import { describe, expect, it } from 'vitest';
import type { Description, Operation, Schema } from '../../docs/contract/description.ts';
import { breakingChanges, unannounced } from '../../docs/contract/description-changes.ts';

const text: Schema = { type: 'string' };
const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});

/** A description with one operation, which takes and returns these schemas. */
function described(
  parts: { body?: Schema; answer?: Schema; named?: Record<string, Schema> } & Partial<Operation>,
): Description {
  const { body = object({ name: text }), answer = object({ id: text }, ['id']), named } = parts;
  const operation: Operation = {
    operationId: 'createThing',
    security: [{ token: ['liaison/write'] }],
    parameters: [{ name: 'mode', in: 'query', schema: text }],
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: {
      201: {
        headers: { ETag: { required: true } },
        content: { 'application/json': { schema: answer } },
      },
    },
    ...parts,
  };
  return {
    paths: { '/v1/things': { post: operation } },
    components: { schemas: named ?? {} },
  };
}

const messages = (before: Description, now: Description) =>
  breakingChanges(before, now).map(({ message }) => message.replace('POST /v1/things: ', ''));
const asBody = (before: Schema, now: Schema) =>
  messages(described({ body: before }), described({ body: now }));
const asAnswer = (before: Schema, now: Schema) =>
  messages(described({ answer: before }), described({ answer: now }));

const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values });
const nullable: Schema = { anyOf: [text, { type: 'null' }] };
const tagged = (...values: string[]): Schema => ({
  oneOf: values.map((value) => ({ $ref: `#/components/schemas/${value}` })),
  discriminator: {
    propertyName: 'status',
    mapping: Object.fromEntries(values.map((value) => [value, `#/components/schemas/${value}`])),
  },
});
const named = { made: object({ id: text }), wrong: object({ code: text }) };

describe('of a request', () => {
  it.each<[string, Schema, Schema, string[]]>([
    ['nothing', object({ a: text }), object({ a: text }), []],
    ['a new optional field', object({}), object({ a: text }), []],
    [
      'a new required field',
      object({}),
      object({ a: text }, ['a']),
      ['body.a is new and required'],
    ],
    ['a field that is gone', object({ a: text }), object({}), ['body.a was removed']],
    [
      'a field that is now required',
      object({ a: text }),
      object({ a: text }, ['a']),
      ['body.a is now required'],
    ],
    ['a field that is optional now', object({ a: text }, ['a']), object({ a: text }), []],
    ['another type', text, { type: 'integer' }, ['body may no longer be string']],
    ['another type as well', text, { type: ['string', 'integer'] }, []],
    ['null, which is refused now', nullable, text, ['body may no longer be null']],
    ['null, in another spelling', nullable, { type: ['string', 'null'] }, []],
    ['a value that is gone', oneOf('a', 'b'), oneOf('a'), ['body may no longer be "b"']],
    ['a new value', oneOf('a'), oneOf('a', 'b'), []],
    ['an enumeration of what was free', text, oneOf('a'), ['body may now only be "a"']],
    [
      'a lower limit',
      { type: 'string', maxLength: 9 },
      { type: 'string', maxLength: 8 },
      ['body has another maxLength: 8, before 9'],
    ],
    ['a higher limit', { type: 'string', maxLength: 8 }, { type: 'string', maxLength: 9 }, []],
    [
      'a new limit',
      text,
      { type: 'string', minLength: 1 },
      ['body has another minLength: 1, before none'],
    ],
    ['a new pattern', text, { type: 'string', pattern: '^a$' }, ['body has a new pattern: ^a$']],
    [
      'a field of an item',
      { type: 'array', items: object({ a: text }) },
      { type: 'array', items: object({}) },
      ['body[].a was removed'],
    ],
    [
      'other properties, which are refused now',
      object({}),
      { ...object({}), additionalProperties: false },
      ['body may no longer have other properties'],
    ],
  ])('%s', (_, before, now, expected) => expect(asBody(before, now)).toEqual(expected));
});

describe('of an answer', () => {
  it.each<[string, Schema, Schema, string[]]>([
    ['a new field', object({}), object({ a: text }), []],
    ['a field that is gone', object({ a: text }), object({}), ['201.a was removed']],
    [
      'a field that may be left out now',
      object({ a: text }, ['a']),
      object({ a: text }),
      ['201.a is no longer always present'],
    ],
    ['null, which is new', text, nullable, ['201 may now be null']],
    ['null, which no longer occurs', nullable, text, []],
    ['a new value of an enumeration', oneOf('a'), oneOf('a', 'b'), []],
    ['an enumeration that is free now', oneOf('a'), text, ['201 may now be any value']],
    [
      'another format',
      { type: 'string', format: 'uuid' },
      text,
      ['201 has another format: none, before uuid'],
    ],
  ])('%s', (_, before, now, expected) => expect(asAnswer(before, now)).toEqual(expected));

  it('variants of a union may be added, and may not be removed or changed', () => {
    const [small, large] = [tagged('made'), tagged('made', 'wrong')].map((answer) =>
      described({ answer, named }),
    ) as [Description, Description];
    expect(messages(small, large)).toEqual([]);
    expect(messages(large, small)).toEqual(['201 is never status=wrong any more']);
    const changed = described({ answer: tagged('made'), named: { made: object({}) } });
    expect(messages(small, changed)).toEqual(['201.id was removed']);
  });

  it('a schema that refers to itself is compared once', () => {
    const tree = (more: Record<string, Schema>) => ({
      tree: object({ ...more, next: { $ref: '#/components/schemas/tree' } }),
    });
    const answer = { $ref: '#/components/schemas/tree' };
    const before = described({ answer, named: tree({ a: text }) });
    expect(messages(before, described({ answer, named: tree({ a: text }) }))).toEqual([]);
    expect(messages(before, described({ answer, named: tree({}) }))).toEqual(['201.a was removed']);
  });
});

describe('of an operation', () => {
  const before = described({});
  it.each<[string, Parameters<typeof described>[0], string]>([
    [
      'another name',
      { operationId: 'makeThing' },
      'operationId is makeThing, no longer createThing',
    ],
    [
      'another scope',
      { security: [{ token: ['liaison/admin'] }] },
      'requires liaison/admin, no longer liaison/write',
    ],
    ['a parameter that is gone', { parameters: [] }, 'query parameter mode was removed'],
    [
      'a required parameter',
      { parameters: [{ name: 'mode', in: 'query', required: true, schema: text }] },
      'query parameter mode is now required',
    ],
    ['an answer that is gone', { responses: {} }, 'the answer 201 was removed'],
    [
      'a header that is gone',
      {
        responses: {
          201: { content: { 'application/json': { schema: object({ id: text }, ['id']) } } },
        },
      },
      'header ETag of 201 was removed',
    ],
  ])('%s', (_, now, expected) => expect(messages(before, described(now))).toEqual([expected]));

  it('that is gone', () => {
    expect(messages(before, { paths: {} })).toEqual(['POST /v1/things was removed']);
  });
});

it('a change is announced once the last release had it deprecated and its sunset has come', () => {
  const before = described({ 'x-sunset': '2028-01-01' });
  const changes = breakingChanges(before, { paths: {} });
  expect(unannounced(changes, before, '2027-12-31')).toEqual(changes);
  expect(unannounced(changes, before, '2028-01-01')).toEqual([]);
  expect(unannounced(changes, described({}), '2028-01-01')).toEqual(changes);
});
