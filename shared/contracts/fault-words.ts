// What is wrong with a field, in our own words: never in those of the library that validates.
import type * as z from 'zod';
import { foundValue } from '../text/found-value.ts';

type Issue = z.core.$ZodIssue;

/**
 * The fault, in words that follow its path, with the value that was found.
 * @param issue its message must be that of our schema, or '' if the schema has none
 * @param what the word for a part of the input: field, query parameter
 */
export function faultWords(issue: Issue, value: unknown, what: string): string {
  if (issue.code === 'unrecognized_keys') return `is not a known ${what}`;
  if (value === undefined) return 'is missing';
  return (issue.message || standardWords(issue, value)) + found(issue, value);
}

function standardWords(
  issue: Exclude<Issue, { code: 'unrecognized_keys' }>,
  value: unknown,
): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${foundValue(issue.values[0])}`
        : `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      if (value === '') return 'must not be empty';
      return `must ${limit(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${limit(issue.origin, 'at most', issue.maximum)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `must be of the form ${issue.format}`;
    case 'invalid_key': {
      const [inner] = issue.issues as readonly Exclude<Issue, { code: 'unrecognized_keys' }>[];
      const name = issue.path.at(-1);
      const why = inner && (inner.message || standardWords(inner, name));
      return `must not have this name${why ? `: it ${why}` : ''}`;
    }
    case 'invalid_union':
      return 'must have one of the documented forms';
    case 'invalid_element':
    case 'custom':
      return 'is not valid; see the documentation';
  }
}

/** What JSON calls the types of values, in words. */
const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function limit(origin: string, bound: string, size: number | bigint): string {
  const one = size === 1;
  if (origin === 'string') return `have ${bound} ${size} ${one ? 'character' : 'characters'}`;
  if (origin === 'array') return `have ${bound} ${size} ${one ? 'item' : 'items'}`;
  return `be ${bound} ${size}`;
}

/** What was found: a value, or the size where that is at fault. Nothing where the words say it already. */
function found({ code }: Issue, value: unknown): string {
  const isSize = code === 'too_big' || code === 'too_small';
  if (value === '') return '';
  if (Array.isArray(value) && isSize) return `; found ${value.length}`;
  if (typeof value === 'object' && value !== null && code !== 'invalid_type') return '';
  const size = typeof value === 'string' && isSize ? `${[...value].length}: ` : '';
  return `; found ${size}${foundValue(value)}`;
}
