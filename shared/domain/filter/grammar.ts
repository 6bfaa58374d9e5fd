// The grammar and the parser of filters, a subset of OData 4.01's $filter. See
// docs/decisions/0013-filter-language.md.
//
//   either     = both { "or" both }
//   both       = condition { "and" condition }
//   condition  = "not" condition | operand [ comparison operand | "in" "(" literal { "," literal } ")" ]
//   operand    = literal | name { "/" name } | function "(" name "," text ")" | "(" either ")"
//
// In a comparison, a name is on the left and a value on the right, so that text without quotes and a
// name in quotes are found. Only a value that cannot be confused with a name may be on the left.

import { type Fault, Refusal } from '../../contracts/error-codes.ts';
import { filterLimits } from '../../contracts/filter-parameter.ts';
import { visibleText } from '../../text/found-value.ts';
import { characterAt } from '../../text/valid-text.ts';
import {
  comparisons,
  type Expression,
  isConnectionPath,
  type Literal,
  type TextFunction,
  textFunctions,
} from './expression.ts';
import { type Token, tokensOf, wrongAt } from './tokens.ts';
import { constants, operators, otherWords, reserved } from './words.ts';

/** What a filter is a condition on: a connected record and its connection, or a record alone. */
export type FilterSubject = 'connected record' | 'record';

/**
 * Parses a filter in linear time.
 * @throws Refusal ValidationFailed at `filter`, with the character, what was found and what was
 *   expected
 */
export function parseFilter(text: string, subject: FilterSubject = 'connected record'): Expression {
  return new Parser(text, subject).whole();
}

/** What is wrong with a filter, as parseFilter says it. */
export function filterFaults(text: string, subject?: FilterSubject): readonly Fault[] {
  try {
    parseFilter(text, subject);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.extras.errors ?? [];
    throw error;
  }
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #subject: FilterSubject;
  #next = 0;
  #depth = 0;
  /** The last name or value that was read. */
  #simple: Token | undefined;
  #calls = 0;

  constructor(text: string, subject: FilterSubject) {
    this.#text = text;
    this.#subject = subject;
    this.#tokens = tokensOf(text);
  }

  whole(): Expression {
    const filter = this.#either();
    const rest = this.#token();
    if (rest.kind === ')') throw this.#wrong(rest, 'no parenthesis is open');
    if (rest.kind !== 'end') throw this.#wrong(rest, 'expected and, or, or the end of the filter');
    return filter;
  }

  #either(): Expression {
    return this.#joined('or', () => this.#joined('and', () => this.#condition()));
  }

  #joined(word: 'and' | 'or', operand: () => Expression): Expression {
    const operands = [operand()];
    while (this.#isWord(word)) {
      this.#next += 1;
      operands.push(this.#asCondition(operand()));
    }
    const [first] = operands;
    return operands.length === 1 && first ? first : { kind: word, operands };
  }

  #condition(): Expression {
    const start = this.#token();
    if (this.#isWord('not')) {
      this.#next += 1;
      return {
        kind: 'not',
        operand: this.#asCondition(this.#nested(start, () => this.#condition())),
      };
    }
    const operand = this.#operand();
    const compared = this.#comparison(operand);
    if (compared) {
      const again = this.#token();
      if (wordOf(again) === 'in' || comparisons.some((one) => one === wordOf(again))) {
        throw this.#wrong(again, 'put the preceding comparison in parentheses');
      }
      return compared;
    }
    // A value can be in parentheses without an operator, as in `a eq (1)`.
    if (this.#lacksOperatorAfter(operand)) throw this.#operatorExpected();
    return this.#depth > 0 && this.#token().kind === ')' ? operand : this.#asCondition(operand);
  }

  /** An operand that must be true or false: text, a number or a date cannot be. */
  #asCondition(operand: Expression): Expression {
    if (isNeverTrueOrFalse(operand)) throw this.#operatorExpected();
    return operand;
  }

  #operatorExpected(): Refusal {
    return this.#wrong(this.#token(), `expected an operator: ${operators}`);
  }

  /** A name or value that is followed by neither an operator nor an end lacks its operator. */
  #lacksOperatorAfter(operand: Expression): boolean {
    const { kind } = this.#token();
    const ends = kind === 'end' || kind === ')' || this.#isWord('and') || this.#isWord('or');
    return !ends && (operand.kind === 'name' || operand.kind === 'literal');
  }

  #comparison(left: Expression): Expression | undefined {
    const token = this.#token();
    const operator = comparisons.find((one) => one === wordOf(token));
    if (!operator && !this.#isWord('in')) return undefined;
    if (isText(left)) throw this.#wrong(this.#simple ?? token, nameAdvice);
    this.#next += 1;
    if (!operator) return { kind: 'in', operand: left, values: this.#values() };
    const right = this.#operand();
    if (right.kind === 'name' && left.kind !== 'literal') {
      throw this.#textExpected(this.#simple ?? token);
    }
    return { kind: 'compare', operator, left, right };
  }

  /** The refusal of a word where a value is expected: most likely text without its quotes. */
  #textExpected({ at, source }: Token): Refusal {
    return wrongAt(this.#text, at, source, `put text in single quotes: '${visibleText(source)}'`);
  }

  #values(): Literal[] {
    this.#take('(', "expected a list, as in ('open', 'won')");
    const values = [this.#literal()];
    while (this.#token().kind === ',') {
      const comma = this.#token();
      if (values.length === filterLimits.values) {
        throw this.#wrong(comma, `in takes at most ${filterLimits.values} values`);
      }
      this.#next += 1;
      values.push(this.#literal());
    }
    this.#take(')', 'expected a comma or )');
    return values;
  }

  #literal(): Literal {
    const token = this.#token();
    const value = literalOf(token);
    if (value === undefined && isName(token)) throw this.#textExpected(token);
    if (value === undefined) {
      throw this.#wrong(token, "expected a value: 'some text', 20000, 2026-01-31, true or null");
    }
    this.#next += 1;
    return { kind: 'literal', value };
  }

  #operand(): Expression {
    const token = this.#token();
    const value = literalOf(token);
    if (value !== undefined) {
      this.#simple = token;
      this.#next += 1;
      return { kind: 'literal', value };
    }
    if (token.kind === '(') {
      this.#next += 1;
      return this.#nested(token, () => {
        const inner = this.#either();
        const place = this.#placeOf(token);
        this.#take(')', `expected and, or, or the ) that closes the ( at character ${place}`);
        return inner;
      });
    }
    if (!isName(token)) {
      const advice = token.source === '!' ? 'write not' : 'expected a name, a value or (';
      throw wrongAt(this.#text, token.at, token.source, advice);
    }
    if (this.#subject === 'record' && isConnectionPath(token.path)) {
      throw this.#wrong(token, 'a list of records has no connections; write name or an attribute');
    }
    this.#next += 1;
    if (this.#token().kind === '(') return this.#call(token);
    this.#simple = token;
    return { kind: 'name', path: token.path };
  }

  #call(token: Token): Expression {
    const name = textFunctions.find((one) => one === wordOf(token));
    if (!name) throw this.#wrong(token, `the functions are ${textFunctions.join(', ')}`);
    this.#calls += 1;
    if (this.#calls > filterLimits.calls) {
      throw this.#wrong(token, `a filter may call at most ${filterLimits.calls} functions`);
    }
    this.#next += 1;
    const named = this.#token();
    const text = named.kind === '(' ? undefined : this.#operand();
    if (text && isText(text)) throw this.#wrong(named, nameAdvice);
    if (text?.kind !== 'name') throw this.#wrong(named, takes(name));
    this.#take(',', `${name} takes two arguments, separated by a comma`);
    const quoted = this.#token();
    if (isName(quoted)) throw this.#textExpected(quoted);
    const part = this.#operand();
    if (!isText(part)) throw this.#wrong(quoted, takes(name));
    this.#take(')', `${name} takes two arguments; expected )`);
    return { kind: 'call', name, text, part };
  }

  #nested(token: Token, read: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > filterLimits.depth) {
      throw this.#wrong(token, `a filter may be nested at most ${filterLimits.depth} levels deep`);
    }
    const inner = read();
    this.#depth -= 1;
    return inner;
  }

  #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #isWord(word: string): boolean {
    return wordOf(this.#token()) === word;
  }

  #take(kind: '(' | ')' | ',', advice: string): void {
    const token = this.#token();
    if (token.kind !== kind) throw this.#wrong(token, advice);
    this.#next += 1;
  }

  #placeOf({ at }: Token): number {
    return characterAt(this.#text, at);
  }

  #wrong(token: Token, advice: string): Refusal {
    const meant = token.kind === 'text' ? undefined : otherWords.get(token.source.toLowerCase());
    const { at, source } = token;
    return wrongAt(this.#text, at, source, meant ? `write ${meant}` : advice);
  }
}

const nameAdvice = 'quoted text is a value; write a name here, without quotes';

const takes = (name: TextFunction) =>
  `${name} takes a name, and text in single quotes: ${name}(name, 'text')`;

const isText = (operand: Expression) =>
  operand.kind === 'literal' && typeof operand.value === 'string';

/** A word that is a name or, by mistake, text without its quotes. */
const isName = (token: Token): token is Token & { readonly kind: 'word' } =>
  token.kind === 'word' && !reserved.has(token.source.toLowerCase());

/** Whether it is text, a number or a date, which cannot be a condition. */
const isNeverTrueOrFalse = (operand: Expression) =>
  operand.kind === 'literal' && operand.value !== null && typeof operand.value !== 'boolean';

/** A word in lower case: OData 4.01 allows operators in any case. */
const wordOf = (token: Token) => (token.kind === 'word' ? token.source.toLowerCase() : undefined);

function literalOf(token: Token): Literal['value'] | undefined {
  if (token.kind === 'text' || token.kind === 'number' || token.kind === 'moment') {
    return token.value;
  }
  return constants.get(wordOf(token) ?? '');
}
