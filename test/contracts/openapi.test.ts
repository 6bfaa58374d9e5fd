// What the OpenAPI description says of each operation, and what generators of code need.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answersTo } from '../../shared/contracts/answers/answers.ts';
import { putStatuses } from '../../shared/contracts/batch-schemas.ts';
import { exampleOf } from '../../shared/contracts/examples/examples.ts';
import { openApiDocument } from '../../shared/contracts/openapi.ts';
import { operationOf } from '../../shared/contracts/openapi-operation.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { type DescribedName, routes } from '../../shared/contracts/routes.ts';

// biome-ignore lint/suspicious/noExplicitAny: a description may have any form
const { paths, components, servers } = openApiDocument() as any;
const operation = (name: string) => {
  const [method = '', path = ''] = name.split(' ');
  return paths[path][method.toLowerCase()];
};

describe('the headers of an answer', () => {
  it.each([
    [
      'POST /v1/connections',
      '201',
      ['ETag', 'Location', 'Idempotent-Replayed', 'Content-Encoding'],
    ],
    [
      'POST /v1/connections/{id}/activate',
      '200',
      ['ETag', 'Idempotent-Replayed', 'Content-Encoding'],
    ],
    ['PUT /v1/records/{type}/{id}', '200', ['ETag', 'Content-Encoding']],
    ['PUT /v1/records/{type}/{id}', '201', ['ETag', 'Location', 'Content-Encoding']],
    ['GET /v1/records/{type}/{id}', '200', ['ETag', 'Content-Encoding']],
    ['GET /v1/records/{type}/{id}', '304', ['ETag']],
    ['GET /v1/records/{type}/{id}/connections', '200', ['Link', 'Content-Encoding']],
    ['GET /v1/paths', '503', ['Retry-After']],
    ['GET /v1/paths', '200', ['Content-Encoding']],
    ['DELETE /v1/records/{type}/{id}', '202', []],
    ['GET /v1/paths', '401', ['WWW-Authenticate']],
  ])('%s %s: %s', (name, status, headers) => {
    expect(Object.keys(operation(name).responses[status].headers ?? {})).toEqual(headers);
  });

  it('are optional if a dry run does not have them', () => {
    const { ETag, Location } = operation('POST /v1/connections').responses['201'].headers;
    expect([ETag.required, Location.required]).toEqual([undefined, undefined]);
    const read = operation('GET /v1/connections/{id}').responses['200'].headers;
    expect(read.ETag.required).toBe(true);
  });
});

describe('the codes', () => {
  it('of a batch include those of its items', () => {
    const { description } = operation('POST /v1/connections/batch');
    expect(description).toContain('`UnrelatedConnectionRoles`');
    expect(operation('POST /v1/records/batch').description).toContain('`RecordTypeNotFound`');
  });

  it.each([
    'POST /v1/connections/{id}/activate',
    'DELETE /v1/connections/{id}',
  ])('of %s include those of a body that is not expected', (name) => {
    const { responses } = operation(name);
    expect(responses['413'].description).toContain('PayloadTooLarge');
    expect(responses['415'].description).toContain('UnsupportedMediaType');
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a schema may have any form
type Schema = any;
const operations = Object.values<Schema>(paths).flatMap((path) => Object.values<Schema>(path));

/** Every schema in a part of the description, with the way to it. */
function schemasIn(part: Schema, way = ''): [way: string, schema: Schema][] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries<Schema>(part).flatMap(([name, below]): [string, Schema][] => {
    if (name === 'example' || name === 'examples') return [];
    const place = `${way}/${name}`;
    if (name === 'properties') {
      return Object.entries<Schema>(below).flatMap(([key, schema]): [string, Schema][] => [
        [`${place}/${key}`, schema],
        ...schemasIn(schema, `${place}/${key}`),
      ]);
    }
    const own: [string, Schema][] = name === 'schema' ? [[place, below]] : [];
    return [...own, ...schemasIn(below, place)];
  });
}

describe('for generators of code', () => {
  it('everything has a type, and every schema that is referred to has a name', () => {
    const all = schemasIn({ paths, components });
    expect(all.length).toBeGreaterThan(500);
    const isTyped = (schema: Schema) =>
      schema.type !== undefined || schema.$ref || schema.anyOf || schema.oneOf || 'const' in schema;
    expect(all.filter(([, schema]) => !isTyped(schema)).map(([way]) => way)).toEqual([]);
    expect(Object.keys(components.schemas).filter((name) => name.startsWith('__'))).toEqual([]);
  });

  it('no schema refers to itself, because TypeScript refuses the type of such an array', () => {
    for (const [name, schema] of Object.entries(components.schemas)) {
      expect(JSON.stringify(schema)).not.toContain(`"#/components/schemas/${name}"`);
    }
  });

  it('ids have a format or a pattern', () => {
    const { id, record1RoleId } = components.schemas.Connection.properties;
    expect(id).toMatchObject({ type: 'string', format: 'uuid' });
    expect(record1RoleId.anyOf[0]).toMatchObject({
      type: 'string',
      pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
    });
    expect(components.schemas.NamedRecord.properties.id.pattern).toContain('{0,127}');
  });

  it('no field of a body is required because it has a default', () => {
    const { properties, required } = components.schemas.NewConnection;
    expect(required).toEqual(['record1', 'record2']);
    expect(properties.state.description).toContain('Default: `"active"`');
    const bodies = operations.flatMap(({ requestBody }) => schemasIn(requestBody));
    const all = [...schemasIn(components.schemas), ...bodies];
    expect(all.filter(([, schema]) => 'default' in schema)).toEqual([]);
  });

  it('answers may gain fields, and enumerations in them values; bodies may not', () => {
    const answers = operations.map(({ responses }) => responses);
    const shown = JSON.stringify(answers);
    expect(shown).not.toContain('"additionalProperties":false');
    expect(components.schemas.Connection.additionalProperties).toBeUndefined();
    expect(components.schemas.Connection.properties.state.description).toBe('May gain values.');
    expect(components.schemas.NewConnection.additionalProperties).toBe(false);
    expect(components.schemas.NewConnection.properties.state.description).not.toContain('gain');
  });

  it('the results of a batch are distinguished by status, problems by code', () => {
    const { results } = components.schemas.ConnectionBatchAnswer.properties;
    const { propertyName, mapping } = results.items.discriminator;
    expect(propertyName).toBe('status');
    expect(Object.keys(mapping)).toEqual([...putStatuses]);
    const { problem } = components.schemas.DuplicateConnection.properties;
    expect(Object.keys(problem.discriminator.mapping)).toEqual([
      'ConnectionExists',
      'ExternalIdTaken',
    ]);
    const { properties, required } = components.schemas.ConnectionExistsProblem;
    expect(properties.code).toMatchObject({ const: 'ConnectionExists' });
    expect(required).toContain('existingId');
    expect(components.schemas.UnrelatedConnectionRolesProblem.required).toContain('validRoleIds');
  });

  it('says where the service is, relative to the description', () => {
    expect(servers[0].url).toBe('/');
  });
});

describe('the example', () => {
  const described = Object.entries<Route>(routes).filter(([, { page }]) => !page);

  it.each(described)('of %s is valid', (name, route) => {
    const { params, query, body, answers } = exampleOf(name as DescribedName);
    const schemaOfBody = route.item
      ? z.strictObject({ ...(route.body as z.ZodObject).shape, items: z.array(route.item) })
      : route.body;
    expect(params !== undefined).toBe(route.params !== undefined);
    expect(body !== undefined).toBe(route.body !== undefined);
    const texts = Object.entries(query ?? {}).map(([key, value]) => [key, String(value)]);
    for (const [schema, sent] of [
      [route.params, params],
      [route.query, Object.fromEntries(texts)],
      [schemaOfBody, body],
    ] as const) {
      if (schema) expect(schema.safeParse(sent).error?.issues).toBeUndefined();
    }
    const statuses = answersTo(name as DescribedName, false);
    expect(Object.keys(answers)).toEqual(expect.arrayContaining(Object.keys(statuses)));
    for (const [status, schema] of Object.entries(statuses)) {
      const shown = answers[Number(status)];
      // What the schema does not have, it leaves out.
      if (schema) expect(schema.parse(shown)).toEqual(shown);
      else expect(shown).toBeUndefined();
    }
  });

  it('is in the description', () => {
    const { parameters, requestBody, responses } = operation('PUT /v1/records/{type}/{id}');
    expect(parameters[1]).toMatchObject({ name: 'id', example: 'maria-oduya' });
    expect(requestBody.content['application/json'].example.name).toBe('Maria Oduya');
    expect(responses['201'].content['application/json'].example.version).toBe(1);
  });
});

describe('a route that is deprecated', () => {
  it('is marked, with its headers on every answer', () => {
    const deprecated = { since: '2026-12-01', sunset: '2027-12-01' };
    const described = operationOf('getRecord', { ...routes.getRecord, deprecated });
    expect(described).toMatchObject({ deprecated: true, 'x-sunset': '2027-12-01' });
    for (const response of Object.values(described.responses ?? {})) {
      const { headers } = response as { headers: z.ZodObject };
      expect(Object.keys(headers.shape)).toEqual(expect.arrayContaining(['Deprecation', 'Sunset']));
    }
  });

  it('exists for at least 12 months after that', () => {
    for (const { deprecated } of Object.values<Route>(routes)) {
      if (!deprecated) continue;
      const [since, sunset] = [new Date(deprecated.since), new Date(deprecated.sunset)];
      since.setUTCFullYear(since.getUTCFullYear() + 1);
      expect(sunset.getTime()).toBeGreaterThanOrEqual(since.getTime());
    }
  });
});
