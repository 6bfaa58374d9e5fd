// Splits the text of a filter into tokens, and builds its error messages.

import { Refusal } from '../../contracts/error-codes.ts';
import { filterLimits } from '../../contracts/filter-parameter.ts';
import { isExactNumber } from '../../text/exact-number.ts';
import { visibleText } from '../../text/found-value.ts';
import { characterAt } from '../../text/valid-text.ts';
import { type Moment, momentOf } from './moment.ts';

export type Token = {
  /** Where the token begins, in UTF-16 units, and its text as written. */
  readonly at: number;
  readonly source: string;
} & (
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'moment'; readonly value: Moment }
  /** A name, an operator, a function or a constant, depending on its position. */
  | { readonly kind: 'word'; readonly path: readonly string[] }
  | { readonly kind: '(' | ')' | ',' | 'end' }
  /** An operator of another language, such as `==`. */
  | { readonly kind: 'sign' }
);

const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** OData's identifiers, plus the hyphen, which is not an operator here. */
const name = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}-]*$/u;
const blank = /[ \t\r\n]+/y;
const sign = /[=<>!&|]+/y;
const run = /[^ \t\r\n'"(),=<>!&|]+/y;

/**
 * All tokens; the last one is `end`. Takes linear time.
 * @throws Refusal ValidationFailed with the position
 */
export function tokensOf(text: string): Token[] {
  if (text.length > filterLimits.length) {
    const message = `has ${text.length} characters; at most ${filterLimits.length} are allowed`;
    throw Refusal.at('filter', 'ValidationFailed', message);
  }
  const tokens: Token[] = [];
  let at = matchAt(blank, text, 0).length;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.source.length;
    at += matchAt(blank, text, at).length;
  }
  tokens.push({ kind: 'end', at, source: '' });
  return tokens;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function tokenAt(text: string, at: number): Token {
  const first = text[at] as string;
  if (first === '(' || first === ')' || first === ',') return { kind: first, at, source: first };
  if (first === "'") return quoted(text, at);
  if (first === '"') throw wrongAt(text, at, first, "put text in single quotes: 'open'");
  const signs = matchAt(sign, text, at);
  if (signs !== '') return { kind: 'sign', at, source: signs };
  return unquoted(text, at, matchAt(run, text, at));
}

/** Text in single quotes; two single quotes inside it mean one. */
function quoted(text: string, at: number): Token {
  let end = at + 1;
  for (;;) {
    end = text.indexOf("'", end);
    if (end < 0) {
      const advice = "the quoted text is not closed; end it with ', and write '' for a ' inside it";
      throw wrongAt(text, at, text.slice(at), advice);
    }
    if (text[end + 1] !== "'") break;
    end += 2;
  }
  const source = text.slice(at, end + 1);
  const value = source.slice(1, -1).replaceAll("''", "'");
  return { kind: 'text', at, source, value };
}

function unquoted(text: string, at: number, source: string): Token {
  if (number.test(source)) return { kind: 'number', at, source, value: numberOf(text, at, source) };
  const moment = momentOf(source);
  if (moment) return { kind: 'moment', at, source, value: moment };
  const path = source.split('/');
  if (path.every((part) => name.test(part))) return { kind: 'word', at, source, path };
  throw wrongAt(text, at, source, adviceOn(source));
}

/** Refuses a number that JavaScript would change. */
function numberOf(text: string, at: number, source: string): number {
  if (isExactNumber(source)) return Number(source);
  const advice = 'the number cannot be kept exactly; write one with fewer digits';
  throw wrongAt(text, at, source, advice);
}

function adviceOn(source: string): string {
  if (/^[‘’‚“”„`´]/.test(source)) return "put text in straight single quotes: 'open'";
  if (/^\d{4}-\d{2}-\d{2}T/i.test(source)) {
    return 'expected a date and time such as 2026-01-31T09:30:00Z (in a URL, write %2B for +)';
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(source)) return 'this day does not exist';
  if (/^[-+.\d]/.test(source)) {
    return 'this is neither a number (-1.5, 2e6) nor a date (2026-01-31); text needs single quotes';
  }
  if (source.includes('.')) return 'write a nested attribute with /, as in address/city';
  return 'a name consists of letters, digits, _ and -, with / before a nested attribute';
}

/** A refusal with the position (the character, counted from 1), what was found, and the advice. */
export function wrongAt(text: string, at: number, source: string, advice: string): Refusal {
  const found = source === '' ? 'the end' : `"${visibleText(source)}"`;
  const message = `at character ${characterAt(text, at)}: found ${found}; ${advice}`;
  return Refusal.at('filter', 'ValidationFailed', message);
}
