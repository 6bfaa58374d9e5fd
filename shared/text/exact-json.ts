// Reads JSON without losing or changing anything: a number that JavaScript would change, a name that
// appears twice in an object and a text that cannot be stored are faults, each with its path.
import { isExactNumber } from './exact-number.ts';
import { visibleText } from './found-value.ts';
import { characterAt, textFault } from './valid-text.ts';

/** Faults are searched for down to this level; what is nested deeper is a fault itself. */
const deepest = 40;

/** A fault of a JSON text that JSON.parse would not report. */
export interface JsonFault {
  /** The names and indexes that lead to the value; `faultPath` writes them as one text. */
  readonly keys: readonly (string | number)[];
  readonly message: string;
}

/** The value of a JSON text. It equals what was sent if there are no faults. */
export interface ExactJson {
  readonly value: unknown;
  /** In the order of the text. */
  readonly faults: readonly JsonFault[];
}

/**
 * Reads a JSON text in linear time, and reports every fault in it.
 * @throws SyntaxError with the position, what was found and what was expected, if it is not JSON
 */
export function readExactJson(text: string): ExactJson {
  const faults = new Scanner(text).faults();
  // The scanner has checked the syntax, so this throws nothing.
  return { value: JSON.parse(text), faults };
}

/** An object or list that is not closed yet. */
interface Level {
  /** The name or index of the member that is being read. */
  key: string | number;
  /** The names so far; undefined for a list. */
  readonly names: Set<string> | undefined;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
/** What a number or word may be mistaken for, for messages. */
const run = /[^\s,:[\]{}"]+/y;

class Scanner {
  readonly #text: string;
  readonly #levels: Level[] = [];
  readonly #faults: JsonFault[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Without recursion: a hostile text may nest too deeply for it. */
  faults(): readonly JsonFault[] {
    do this.#value();
    while (this.#isFollowedByValue());
    return this.#faults;
  }

  /** Reads a value, or the beginning of an object or list up to its first value. */
  #value(): void {
    for (;;) {
      this.#blank();
      const first = this.#text[this.#at];
      if (first !== '{' && first !== '[') {
        if (first === '"') this.#check(textFault(this.#string()));
        else this.#numberOrWord();
        return;
      }
      this.#at += 1;
      this.#open(first === '{');
      this.#blank();
      if (this.#text[this.#at] === (first === '{' ? '}' : ']')) return;
      if (first === '{') this.#name();
    }
  }

  #open(isObject: boolean): void {
    this.#levels.push(isObject ? { key: '', names: new Set() } : { key: 0, names: undefined });
    if (this.#levels.length !== deepest + 1) return;
    const keys = this.#keys().slice(0, deepest);
    this.#faults.push({ keys, message: `is nested deeper than ${deepest} levels` });
  }

  /** After a value: closes what ends here; whether another value of an object or list follows. */
  #isFollowedByValue(): boolean {
    for (;;) {
      this.#blank();
      const level = this.#levels.at(-1);
      if (!level) {
        if (this.#at < this.#text.length) throw this.#wrong('nothing may follow the value');
        return false;
      }
      const end = level.names ? '}' : ']';
      const sign = this.#text[this.#at];
      if (sign !== ',' && sign !== end) throw this.#wrong(`expected a comma or ${end}`);
      this.#at += 1;
      if (sign === end) this.#levels.pop();
      else {
        if (typeof level.key === 'number') level.key += 1;
        else this.#name();
        return true;
      }
    }
  }

  #name(): void {
    this.#blank();
    if (this.#text[this.#at] !== '"') throw this.#wrong('expected a name in double quotes');
    const level = this.#levels.at(-1) as Level;
    level.key = this.#string();
    const fault = textFault(level.key);
    this.#check(fault && `the name ${fault}`);
    if (level.names?.has(level.key)) this.#check('appears more than once; send it once');
    level.names?.add(level.key);
    this.#blank();
    if (this.#text[this.#at] !== ':') throw this.#wrong('expected a colon');
    this.#at += 1;
  }

  /** The text at a double quote, without its escapes. */
  #string(): string {
    const start = this.#at;
    let hasEscapes = false;
    for (let at = start + 1; ; at += 1) {
      const unit = this.#text.charCodeAt(at);
      if (Number.isNaN(unit)) throw this.#wrong('the text is not closed; end it with "');
      if (unit < 0x20) {
        this.#at = at;
        throw this.#wrong('write control characters inside a text as escapes, such as \\n');
      }
      if (unit === 0x5c) {
        hasEscapes = true;
        this.#escape(at);
        at += 1;
      }
      if (unit === 0x22) {
        this.#at = at + 1;
        const source = this.#text.slice(start, this.#at);
        return hasEscapes ? JSON.parse(source) : source.slice(1, -1);
      }
    }
  }

  /** Checks an escape; its other characters are read like those of any text. */
  #escape(at: number): void {
    const next = this.#text[at + 1] ?? '';
    const isHex = next !== 'u' || /^[\da-f]{4}$/i.test(this.#text.slice(at + 2, at + 6));
    if (next !== '' && '"\\/bfnrtu'.includes(next) && isHex) return;
    this.#at = at;
    throw this.#wrong(
      'the escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits',
    );
  }

  #numberOrWord(): void {
    const source = this.#match(number);
    if (source !== '') {
      this.#at += source.length;
      if (isExactNumber(source)) return;
      const shown = visibleText(source);
      this.#check(`the number ${shown} cannot be kept exactly; send it as text: "${shown}"`);
      return;
    }
    const constant = this.#match(word);
    if (constant === '') throw this.#wrong('expected a value');
    this.#at += constant.length;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }

  #blank(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? '-')) this.#at += 1;
  }

  #keys(): (string | number)[] {
    return this.#levels.map(({ key }) => key);
  }

  /** Records what is wrong with the value that is being read, if anything. */
  #check(message: string | undefined): void {
    if (message === undefined || this.#levels.length > deepest) return;
    this.#faults.push({ keys: this.#keys(), message });
  }

  #wrong(advice: string): SyntaxError {
    const found = visibleText(this.#match(run) || (this.#text[this.#at] ?? ''));
    const place = characterAt(this.#text, this.#at);
    return new SyntaxError(
      `at character ${place}: found ${found === '' ? 'the end' : `"${found}"`}; ${advice}`,
    );
  }
}
