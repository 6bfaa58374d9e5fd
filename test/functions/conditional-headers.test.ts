// Conditional headers: each route honours those that it supports and refuses the others.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotModified, readConditions } from '../../functions/http/conditional-headers.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { effort } from '../support/effort.ts';

const all = Object.entries<Route>(routes);
const read = (route: Route, headers: Record<string, string>) => {
  const { faults, ...conditions } = readConditions(route, headers);
  return { ...conditions, refused: faults.map(({ path }) => path) };
};
const named = {
  'If-Match': '"1"',
  'If-None-Match': '"1"',
  'If-Modified-Since': 'Sat, 29 Oct 1994 19:43:31 GMT',
  'If-Unmodified-Since': 'Sat, 29 Oct 1994 19:43:31 GMT',
  'If-Range': '"1"',
};

/** Whether a route takes a header with an entity tag, from the contract: by hand, as a check of the rules. */
const takes: Readonly<Record<string, (route: Route) => boolean>> = {
  'If-Match': ({ method, path }) =>
    ['PUT', 'PATCH', 'DELETE'].includes(method) || /\/((de)?activate|merge)$/.test(path),
  'If-None-Match': ({ method, path }) =>
    method === 'GET' &&
    /^\/(v1\/(records\/\{type\}\/\{id\}|(record-types|connections|connection-roles)\/\{\w+\})|docs(\/.*)?)$/.test(
      path,
    ),
};

describe.each(all)('%s', (_, route) => {
  it.each(Object.entries(named))('honours or refuses %s', (name, value) => {
    const isTaken = takes[name]?.(route) ?? false;
    const { refused, ...conditions } = read(route, { [name.toLowerCase()]: value });
    expect(refused).toEqual(isTaken ? [] : [name]);
    if (!isTaken) return;
    expect(conditions).toEqual({
      ifMatch: name === 'If-Match' ? ['"1"'] : undefined,
      ifNoneMatch: name === 'If-None-Match' ? ['"1"'] : undefined,
    });
  });

  it('takes If-None-Match: * if it creates, or returns a single resource or page', () => {
    const { refused, ifMatch, ifNoneMatch } = read(route, { 'if-none-match': '*' });
    const creates = route.method === 'PUT';
    const returns = takes['If-None-Match']?.(route) ?? false;
    expect(refused).toEqual(creates || returns ? [] : ['If-None-Match']);
    if (creates) expect(ifMatch).toBe('absent');
    if (returns) expect(ifNoneMatch).toBe('*');
  });
});

it('the header is repeated in the fault, with what would be right', () => {
  const faultOf = (route: Route, headers: Record<string, string>) =>
    readConditions(route, headers).faults[0]?.message;
  expect(faultOf(routes.getHealth, { 'if-none-match': '"1"' })).toBe(
    'is not supported by GET /health; leave it out',
  );
  expect(faultOf(routes.putRecord, { 'if-none-match': '"1"' })).toBe(
    'must be *, which creates and never replaces; found "1"',
  );
  expect(faultOf(routes.putRecord, { 'if-match': '1' })).toMatch(
    /^must be \* or a list of entity tags/,
  );
  expect(faultOf(routes.putRecord, { 'if-match': '' })).toMatch(/^must be/);
  expect(faultOf(routes.putRecord, { 'if-match': '*', 'if-none-match': '*' })).toBe(
    'contradicts If-Match; send one of them',
  );
});

it('one of several entity tags is enough; If-None-Match ignores that a tag is weak', () => {
  const tag = fc.integer({ min: 1, max: 9 }).map((version) => `"${version}"`);
  const weak = fc.tuple(fc.constantFrom('', 'W/'), tag).map((parts) => parts.join(''));
  fc.assert(
    fc.property(tag, fc.array(weak, { minLength: 1, maxLength: 4 }), (etag, tags) => {
      const conditions = read(routes.getRecord, { 'if-none-match': tags.join(' , ') });
      expect(isNotModified(conditions, etag)).toBe(tags.some((one) => one.endsWith(etag)));
    }),
    { numRuns: effort(100, 2000) },
  );
  expect(isNotModified({ ifMatch: undefined, ifNoneMatch: '*' }, '"1"')).toBe(true);
  expect(isNotModified({ ifMatch: undefined, ifNoneMatch: undefined }, '"1"')).toBe(false);
});
