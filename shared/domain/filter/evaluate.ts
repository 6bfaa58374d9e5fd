// Whether a connected record and its connection satisfy a filter, by the rules of OData 4.01 for null and for types.
import { foldText } from '../../text/fold-text.ts';
import { isJsonObject } from '../../text/json-object.ts';
import {
  type Comparison,
  type Expression,
  isConnectionPath,
  type TextFunction,
} from './expression.ts';
import { Moment, momentOf } from './moment.ts';

/** The part of a record and of its connection that a filter can use. */
export interface Filtered {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The attributes of the connection. */
  readonly connection?: Readonly<Record<string, unknown>> | null;
}

/** Only `true` counts: a condition that is unknown, because a value is missing, is not satisfied. */
export function satisfies(filter: Expression, filtered: Filtered): boolean {
  const folded = new Map<string, string>();
  const fold = (text: string) => {
    const known = folded.get(text);
    if (known !== undefined) return known;
    const form = foldText(text);
    folded.set(text, form);
    return form;
  };
  return resultOf(filter, { ...filtered, fold }) === true;
}

/** A record on which a filter is tried. */
interface Tried extends Filtered {
  /** `foldText`, once for each text. */
  readonly fold: (text: string) => string;
}

function resultOf(expression: Expression, record: Tried): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return valueAt(record, expression.path);
    case 'compare': {
      const left = resultOf(expression.left, record);
      const right = resultOf(expression.right, record);
      return compared[expression.operator](order(left, right, record), left, right);
    }
    case 'in': {
      const value = resultOf(expression.operand, record);
      return expression.values.some((one) =>
        isSame(order(value, one.value, record), value, one.value),
      );
    }
    case 'call': {
      const text = resultOf(expression.text, record);
      const part = resultOf(expression.part, record);
      const areTexts = typeof text === 'string' && typeof part === 'string';
      return areTexts ? called[expression.name](record.fold(text), record.fold(part)) : null;
    }
    case 'not': {
      const value = resultOf(expression.operand, record);
      return typeof value === 'boolean' ? !value : null;
    }
    case 'and':
      return decided(expression.operands, record, false);
    case 'or':
      return decided(expression.operands, record, true);
  }
}

/** A `decisive` operand decides; otherwise an unknown operand makes the whole unknown. */
function decided(operands: readonly Expression[], record: Tried, decisive: boolean) {
  let isKnown = true;
  for (const operand of operands) {
    const value = resultOf(operand, record);
    if (value === decisive) return decisive;
    isKnown &&= typeof value === 'boolean';
  }
  return isKnown ? !decisive : null;
}

/** Null if the attribute does not exist. Own properties only: `constructor` is an ordinary name. */
function valueAt({ name, attributes, connection }: Tried, path: readonly string[]): unknown {
  if (path.length === 1 && path[0] === 'name') return name;
  const isOfConnection = isConnectionPath(path);
  let value: unknown = isOfConnection ? connection : attributes;
  for (const part of isOfConnection ? path.slice(1) : path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, part)) return null;
    value = value[part];
  }
  return value;
}

/** The engine's own search can take length × length steps, so it is used for short parts only. */
const shortPart = 16;

/** Whether a text contains a part, in linear time: the algorithm of Knuth, Morris and Pratt. */
function includes(text: string, part: string): boolean {
  if (part.length <= shortPart) return text.includes(part);
  // For each prefix of the part: the length of its longest proper prefix that is also its suffix.
  const borders = new Uint32Array(part.length);
  const matchedWith = (unit: number, length: number) => {
    let matched = length;
    while (matched > 0 && part.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    return part.charCodeAt(matched) === unit ? matched + 1 : 0;
  };
  for (let at = 1; at < part.length; at += 1) {
    borders[at] = matchedWith(part.charCodeAt(at), borders[at - 1] ?? 0);
  }
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) {
    matched = matchedWith(text.charCodeAt(at), matched);
    if (matched === part.length) return true;
  }
  return false;
}

const called: Record<TextFunction, (text: string, part: string) => boolean> = {
  contains: includes,
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

/** What the comparisons say, by the order of two values: NaN for values without an order. */
const compared: Record<Comparison, (order: number, left: unknown, right: unknown) => boolean> = {
  eq: isSame,
  ne: (order, left, right) => !isSame(order, left, right),
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

function isSame(order: number, left: unknown, right: unknown): boolean {
  return order === 0 || (left === null && right === null);
}

/** Negative, 0 or positive; NaN for null, lists, objects and values of different types. */
function order(left: unknown, right: unknown, { fold }: Tried): number {
  if (left instanceof Moment || right instanceof Moment) {
    const [from, to] = [asMoment(left), asMoment(right)];
    return from && to ? from.compareTo(to) : Number.NaN;
  }
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  const [one, other] = [fold(left), fold(right)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A date in a filter is compared with text values that are dates. */
const asMoment = (value: unknown) =>
  typeof value === 'string' ? momentOf(value) : value instanceof Moment ? value : undefined;
