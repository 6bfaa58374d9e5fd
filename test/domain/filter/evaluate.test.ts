import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filtered, satisfies } from '../../../shared/domain/filter/evaluate.ts';
import { type Expression, needsRecord } from '../../../shared/domain/filter/expression.ts';
import { parseFilter } from '../../../shared/domain/filter/grammar.ts';
import { Moment, momentOf } from '../../../shared/domain/filter/moment.ts';
import { expressions, momentTexts } from '../../support/filters.ts';

const opportunity: Filtered = {
  name: 'ERP for Fabrikon',
  attributes: JSON.parse(
    '{"street":"Straße","poet":"Οδυσσευς","cafe":"Cafe\u0301","odd":"İ","status":"open","estimatedValue":20000.5,"won":false,"closes":"2026-03-31",' +
      '"seen":"2026-03-31T23:30:00-02:00","tags":["a"],"empty":null,"":"blank",' +
      '"address":{"city":"Duluth","geo":{"lat":46.8}},"__proto__":{"x":1},"name":"not this"}',
  ),
};
const holds = (filter: string) => satisfies(parseFilter(filter), opportunity);

describe('an attribute of the connection', () => {
  const owned: Filtered = {
    name: 'Fabrikon',
    attributes: { share: 5, connection: { share: 7 } },
    connection: { share: 30, terms: { class: 'A' } },
  };
  it.each([
    ['connection/share gt 25', true],
    ['connection/share gt 30', false],
    ["connection/terms/class eq 'a' and share eq 5", true],
    ['connection/none eq null', true],
    ['share gt 25', false],
  ])('%s: %s', (filter, expected) => {
    expect(satisfies(parseFilter(filter), owned)).toBe(expected);
    expect(satisfies(parseFilter('connection/share gt 0'), { ...owned, connection: null })).toBe(
      false,
    );
  });

  it.each([
    ['connection/share gt 25', false],
    [
      "connection/share gt 25 and contains(connection/note, 'x') or not (connection/a in (1, 2))",
      false,
    ],
    ['connection/share gt 25 and share gt 1', true],
    ["contains(name, 'x')", true],
    ['connection eq null', true],
  ])('decides whether the connected record is read: %s', (filter, expected) => {
    expect(needsRecord(parseFilter(filter))).toBe(expected);
  });
});

describe('a filter', () => {
  it.each([
    ["status eq 'open' and estimatedValue gt 20000", true],
    ["status eq 'Open' and status in ('won', 'OPEN') and not (status ne 'oPEN')", true],
    ["contains(name,'erp') and startswith(name,'ERP FOR') and endswith(name,'KON')", true],
    ["status ge 'OPEN' and status le 'OPEN' and status gt 'ON' and status lt 'OPENED'", true],
    // Composed or not, with a final sigma or in another case: the same text. Accents count.
    ["street eq 'STRASSE' and contains(street, 'aße') and street ne 'strase'", true],
    ["poet eq 'ΟΔΥΣΣΕΥΣ' and endswith(poet, 'ευσ') and endswith(poet, 'ΕΥΣ')", true],
    ["cafe eq 'CAFÉ' and contains(cafe, 'e\u0301') and not contains(cafe, 'cafe')", true],
    ["odd eq 'i\u0307' and odd ne 'I'", true],
    ['estimatedValue gt 20000.5', false],
    ['estimatedValue ge 20000.5', true],
    ["name eq 'ERP for Fabrikon'", true],
    ["contains(name,'for') and startswith(name,'ERP') and endswith(name,'kon')", true],
    ["address/city eq 'Duluth' and address/geo/lat lt 47", true],
    ["status in ('won', 'open')", true],
    ['won', false],
    ['not won', true],
    ['won eq false', true],
    ['won lt true', true],
    // Different types are never equal and have no order.
    ["estimatedValue eq '20000.5'", false],
    ["estimatedValue ne '20000.5'", true],
    ["estimatedValue gt '1' or estimatedValue le '1'", false],
    ['status eq true or won eq 0', false],
    // What is missing is null: equal to null alone, in no order, unknown to functions.
    ['missing eq null and empty eq null and address/zip eq null and status/x eq null', true],
    ["missing ne 'open'", true],
    ['missing gt 1 or missing le 1 or missing ge null', false],
    ["contains(missing,'a') or not contains(missing,'a')", false],
    ["contains(missing,'a') or true", true],
    ["not (contains(missing,'a') and false)", true],
    ['missing in (1, null)', true],
    ['missing or not missing', false],
    // Lists and objects are something, but equal to nothing.
    ["tags ne null and tags ne 'a' and address ne null", true],
    ["contains(tags,'a') or tags/length eq 1", false],
    // Own properties alone.
    ['constructor eq null and toString eq null and address/hasOwnProperty eq null', true],
    ['__proto__/x eq 1 and __proto__/toString eq null', true],
    // Dates are compared with texts that are dates; a plain date with the day, in UTC.
    ['closes eq 2026-03-31 and closes gt 2026-03-30 and closes le 2026-03-31', true],
    ['closes lt 2026-03-31T12:00:00Z or closes gt 2026-03-31T12:00:00Z', false],
    ['seen eq 2026-04-01 and seen eq 2026-04-01T01:30:00Z', true],
    ['seen gt 2026-04-01T01:29:59.999999999Z and seen lt 2026-04-01T01:30:00.000000001Z', true],
    ['seen in (2026-04-01)', true],
    ['status eq 2026-03-31 or status lt 2026-03-31 or estimatedValue gt 2026-03-31', false],
    ["closes lt '2026-04'", true],
    ['status', false],
  ])('%s: %s', (filter, expected) => {
    expect(holds(filter)).toBe(expected);
  });
});

it('a day that does not exist, or text that only looks like a date, is not a date', () => {
  const texts = [
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '2026-01-01T25:00Z',
    '2026-01-01T',
    '',
    'x',
  ];
  for (const text of texts) expect([text, momentOf(text)]).toEqual([text, undefined]);
  expect(momentOf('2024-02-29')).toEqual(new Moment(19782));
  expect(momentOf('2024-02-29T00:00')).toEqual(momentOf('2024-02-29T01:00:00.0+01:00'));
});

/** The truth table way: three values as 0, ½ and 1, `and` the least, `or` the greatest. */
function oracle(expression: Expression, record: Filtered): unknown {
  const truth = (one: Expression) => {
    const value = oracle(one, record);
    return value === true ? 1 : value === false ? 0 : 0.5;
  };
  const told = (value: number) => [false, null, true][value * 2];
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      if (expression.path.join('/') === 'name') return record.name;
      return expression.path.reduce<unknown>((value, part) => {
        const isPlain = value !== null && typeof value === 'object' && !Array.isArray(value);
        const found = isPlain && Object.entries(value as object).find(([key]) => key === part);
        return found ? found[1] : null;
      }, record.attributes);
    case 'and':
      return told(Math.min(...expression.operands.map(truth)));
    case 'or':
      return told(Math.max(...expression.operands.map(truth)));
    case 'not':
      return told(1 - truth(expression.operand));
    case 'in':
      return expression.values.some((right) =>
        oracle({ kind: 'compare', operator: 'eq', left: expression.operand, right }, record),
      );
    case 'call': {
      const [whole, sought] = [oracle(expression.text, record), oracle(expression.part, record)];
      if (typeof whole !== 'string' || typeof sought !== 'string') return null;
      const [text, part] = [lower(whole), lower(sought)];
      const places = Array.from({ length: text.length + 1 }, (_, at) => at).filter(
        (at) => text.slice(at, at + part.length) === part && at + part.length <= text.length,
      );
      if (expression.name === 'contains') return places.length > 0;
      return places.includes(expression.name === 'startswith' ? 0 : text.length - part.length);
    }
    case 'compare':
      return comparedSlowly(
        expression.operator,
        oracle(expression.left, record),
        oracle(expression.right, record),
      );
  }
}

function comparedSlowly(operator: string, left: unknown, right: unknown): boolean {
  if (operator === 'ne') return !comparedSlowly('eq', left, right);
  if (operator === 'ge' || operator === 'le') {
    const isEqual = left !== null && right !== null && comparedSlowly('eq', left, right);
    return isEqual || comparedSlowly(operator === 'ge' ? 'gt' : 'lt', left, right);
  }
  if (operator === 'lt') return comparedSlowly('gt', right, left);
  if (left === null || right === null) return operator === 'eq' && left === right;
  const dates = [left, right].map((one) => {
    const found = typeof one === 'string' ? momentOf(one) : one;
    return found instanceof Moment ? found : undefined;
  });
  if (left instanceof Moment || right instanceof Moment) {
    const [from, to] = dates;
    if (!from || !to) return false;
    const keyOf = ({ day, time }: Moment) => [
      String(day).padStart(8, '0'),
      from.time && to.time ? String(time?.seconds).padStart(12, '0') + time?.fraction : '',
    ];
    const [a, b] = [keyOf(from).join(), keyOf(to).join()];
    return operator === 'eq' ? a === b : a > b;
  }
  if (typeof left !== typeof right || typeof left === 'object') return false;
  if (typeof left === 'string') return comparedTexts(operator, lower(left), lower(right as string));
  return operator === 'eq' ? left === right : (left as never) > (right as never);
}

const comparedTexts = (operator: string, left: string, right: string) =>
  operator === 'eq' ? left === right : left > right;

/** Enough for the texts of this test, in which no letter needs more. */
const lower = (text: string) => text.normalize('NFKC').toLowerCase();

it('agrees with a slow evaluator on everything', () => {
  const value = fc.oneof(
    fc.constantFrom('Open', 'won', '', "IT's", 'ωMEGA 🙂', true, false, null, 1, -3, 20000, 2.5),
    fc.constantFrom(...momentTexts, '2026-02-30'),
    fc.constantFrom(['open'], { city: 'won' }),
  );
  const own = (entries: [string, unknown][]) =>
    JSON.parse(
      `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join()}}`,
    );
  const attributes = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom('status', 'value', 'closed', 'address', 'zip-code', '__proto__', 'größe'),
        fc.oneof(
          value,
          value.map((city) => ({ city })),
        ),
      ),
      { selector: ([key]) => key },
    )
    .map(own);
  const record = fc.record({ name: fc.constantFrom('open', "it's", '2026-01-31'), attributes });
  fc.assert(
    fc.property(expressions(momentOf), record, (expression, one) => {
      expect(satisfies(expression, one)).toBe(oracle(expression, one) === true);
    }),
    { numRuns: 5000 },
  );
});

it('contains finds what String.includes finds, also for long parts that nearly repeat', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 });
  fc.assert(
    fc.property(letters, letters, fc.nat(40), (text, part, length) => {
      const long = text + part.repeat(2);
      const tried = long.slice(text.length % 7, (text.length % 7) + length) || part;
      for (const one of [tried, `${tried}a`, `${tried}b`]) {
        const filter = parseFilter(`contains(t, '${one}')`);
        expect(satisfies(filter, { name: '', attributes: { t: long } })).toBe(long.includes(one));
      }
    }),
  );
});

it('contains takes linear time, not the product of the lengths', () => {
  const record = { name: '', attributes: { t: 'a'.repeat(89_000), p: `ab${'a'.repeat(10_000)}` } };
  const start = process.threadCpuUsage();
  const contains: Expression = {
    kind: 'call',
    name: 'contains',
    text: { kind: 'name', path: ['t'] },
    part: { kind: 'name', path: ['p'] },
  };
  expect(satisfies(contains, record)).toBe(false);
  // In microseconds of this thread, whatever else the machine does; as length times length it would
  // take most of a second.
  expect(process.threadCpuUsage(start).user).toBeLessThan(300_000);
});
