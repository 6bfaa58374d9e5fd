// What the OpenAPI description says of each operation: its headers and its codes.
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../shared/contracts/openapi.ts';

// biome-ignore lint/suspicious/noExplicitAny: a description may have any form
const { paths } = openApiDocument() as any;
const operation = (name: string) => {
  const [method = '', path = ''] = name.split(' ');
  return paths[path][method.toLowerCase()];
};

describe('the headers of an answer', () => {
  it.each([
    ['POST /v1/connections', '201', ['ETag', 'Location', 'Idempotent-Replayed']],
    ['POST /v1/connections/{id}/activate', '200', ['ETag', 'Idempotent-Replayed']],
    ['PUT /v1/records/{type}/{id}', '200', ['ETag']],
    ['PUT /v1/records/{type}/{id}', '201', ['ETag', 'Location']],
    ['GET /v1/records/{type}/{id}', '200', ['ETag']],
    ['GET /v1/records/{type}/{id}', '304', ['ETag']],
    ['GET /v1/records/{type}/{id}/connections', '200', ['Link']],
    ['GET /v1/paths', '503', ['Retry-After']],
    ['GET /v1/paths', '200', []],
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
