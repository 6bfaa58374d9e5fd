// Conditional headers (RFC 9110, 13): a route honours those that it supports, and refuses the others.
import type { Fault } from '../../shared/contracts/error-codes.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { foundValue } from '../../shared/text/found-value.ts';
import type { Conditions, HttpEvent } from './http-exchange.ts';

/** All conditional headers, and how to name them. */
const names = {
  'if-match': 'If-Match',
  'if-none-match': 'If-None-Match',
  'if-modified-since': 'If-Modified-Since',
  'if-unmodified-since': 'If-Unmodified-Since',
  'if-range': 'If-Range',
} as const;
type Name = keyof typeof names;

/** The conditions of a request, and what is wrong with its conditional headers. */
export function readConditions(
  route: Route,
  headers: HttpEvent['headers'],
): Conditions & { readonly faults: readonly Fault[] } {
  const given = (Object.keys(names) as Name[]).flatMap((name) => {
    const text = headers[name]?.trim();
    return text === undefined ? [] : [[name, text] as const];
  });
  const faults = given.flatMap(([name, text]): Fault[] => {
    const message = faultOf(route, name, text);
    return message === undefined ? [] : [{ path: names[name], message }];
  });
  const texts = new Map<Name, string>(given);
  const ifMatch = tagsIn(texts.get('if-match'));
  const ifNoneMatch = tagsIn(texts.get('if-none-match'));
  if (route.method === 'GET') return { ifMatch: undefined, ifNoneMatch, faults };
  if (ifMatch !== undefined && ifNoneMatch !== undefined && faults.length === 0) {
    faults.push({
      path: names['if-none-match'],
      message: 'contradicts If-Match; send one of them',
    });
  }
  return { ifMatch: ifNoneMatch ? 'absent' : ifMatch, ifNoneMatch: undefined, faults };
}

/** What is wrong with a header, in words that fit after its name. */
function faultOf(route: Route, name: Name, text: string): string | undefined {
  const { method, path } = route;
  const creates = method === 'PUT' && route.ifMatch;
  const reads = method === 'GET' && route.etag;
  if (name === 'if-none-match' && creates) {
    return text === '*'
      ? undefined
      : `must be *, which creates and never replaces; found ${shortened(text)}`;
  }
  const isSupported = name === 'if-match' ? route.ifMatch : name === 'if-none-match' && reads;
  if (!isSupported) return `is not supported by ${method} ${path}; leave it out`;
  if (text === '*' || listOf(text).every((tag) => /^(W\/)?"[\x21\x23-\x7e]*"$/.test(tag))) {
    return undefined;
  }
  return (
    'must be * or a list of entity tags in double quotes, as the ETag header returns them; found ' +
    shortened(text)
  );
}

/** Entity tags have quotes of their own. */
const shortened = (text: string) => (text.includes('"') ? text.slice(0, 100) : foundValue(text));

const listOf = (text: string) => text.split(',').map((tag) => tag.trim());

const tagsIn = (text: string | undefined) =>
  text === undefined || text === '*' ? text : listOf(text);

/**
 * Whether the caller has this version already. Unlike If-Match, If-None-Match compares weakly: `W/"3"`
 * is `"3"`.
 */
export function isNotModified({ ifNoneMatch }: Conditions, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false;
  return ifNoneMatch === '*' || ifNoneMatch.some((tag) => tag.replace(/^W\//, '') === etag);
}
