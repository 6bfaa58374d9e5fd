// Malicious requests, generated from the service's own OpenAPI description: each parameter and body is
// valid, invalid in one place, or replaced altogether.
import fc from 'fast-check';

// biome-ignore lint/suspicious/noExplicitAny: the service describes itself in any JSON that OpenAPI allows
type Description = Record<string, any>;

/** A route in the description. */
export interface Target {
  readonly method: string;
  /** The path with its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Description[];
  readonly body: Description | undefined;
  /** The codes that its refusals may have. */
  readonly codes: ReadonlySet<string>;
}

/** One request as it is sent. */
export interface HostileRequest {
  readonly method: string;
  /** Path and query, encoded or not, as it is sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

export function targetsOf(description: Description): Target[] {
  return Object.entries<Description>(description.paths).flatMap(([path, item]) =>
    Object.entries<Description>(item)
      .filter(([method]) => /^(get|put|post|patch|delete)$/.test(method))
      .map(([method, { parameters = [], requestBody, responses }]) => ({
        method: method.toUpperCase(),
        path,
        parameters: parameters.map((one: Description) => resolved(description, one)),
        body: requestBody && Object.values<Description>(requestBody.content)[0]?.schema,
        codes: new Set(
          Object.values<Description>(responses)
            .map(({ content }) => JSON.stringify(content?.['application/problem+json'] ?? {}))
            .flatMap((text) => [...text.matchAll(/schemas\/(\w+)Problem"/g)])
            .map(([, code = '']) => code),
        ),
      })),
  );
}

const resolved = (description: Description, node: Description): Description =>
  typeof node.$ref === 'string'
    ? node.$ref
        .slice(2)
        .split('/')
        .reduce<Description>((at, part) => at[part], description)
    : node;

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Texts that are known to break services. */
const texts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '.',
    '..',
    '../../etc/passwd',
    '%2e%2e%2f',
    '\u0000',
    '\ud800',
    '\ude00\ud83d',
    '\ufffd',
    '\u202eelbisrever',
    'ß'.repeat(120),
    'ΟΔΥΣΣΕΥΣ',
    '\ufdfa'.repeat(60),
    '\ufeffa',
    'ﬀ',
    'İ',
    '👩‍👩‍👧‍👦',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'NaN',
    '-0',
    '1e999',
    '9007199254740993',
    '0x10',
    "status eq open and 'name' eq 'x'",
    'a eq 1e-400',
    "contains(name,'\ufdfa')",
    'true',
    '2026-02-30',
    '0000-00-00',
    '9999-12-31',
    '-000001-01-01',
    "' OR 1=1 --",
    '{"S":"a"}',
    ':k',
    '#pk',
    '$where',
    'record#contact#a',
    '<script>alert(1)</script>',
    '=1+1',
    'a\r\nx-injected: 1',
    'a'.repeat(300),
    'ü'.repeat(400),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

/** Takes the place of a value that JSON.stringify cannot write. */
const rawMark = '\u0001raw:';

/** JSON texts of values that would change or be lost. */
const rawValues = fc
  .constantFrom(
    '1e-400',
    '1e400',
    '3804086584686624768',
    '12345678901234567.89',
    '"\\ud800"',
    '"\\u0000"',
    '{"a":1,"a":2}',
    '{"\\udfff":1}',
    '{"__proto__":1e999}',
    `{"a":${deep(60)}}`,
  )
  .map((text) => rawMark + text);

/** A value as JSON, in which some names may appear twice. */
const jsonOf = (value: unknown, isRepeated: boolean): string => {
  const text = JSON.stringify(value).replace(/"\\u0001raw:((?:[^"\\]|\\.)*)"/g, (_, raw) =>
    JSON.parse(`"${raw}"`),
  );
  return isRepeated ? text.replace(/\{("\w+":)/, '{$1null,$1') : text;
};

const anything: fc.Arbitrary<unknown> = fc.oneof(
  texts,
  rawValues,
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 53, 1e308, -1e-308, [], {}, [[]], [null], { a: {} }),
  fc.array(texts, { maxLength: 3 }),
  fc.dictionary(texts, texts, { maxKeys: 3 }),
);

/** Bodies that are not JSON, or JSON that is expensive to parse. */
const rawBodies = fc.constantFrom<string | Buffer>(
  '',
  '{',
  'null',
  '"text"',
  '[]',
  '1e999',
  '{"name":"a","name":"b"}',
  '{"items":[{"name":"a"}],"items":[]}',
  '{"items":[7,null,[],"\\ud800",1e-400,{"a":1,"a":2}]}',
  '{"name":"\ufffd","attributes":{"\ufffd":"\\ufffd"}}',
  '{"name":"a","attributes":{"n":[1e999,1e-999,12345678901234567890]}}',
  `{"name":"a","attributes":{${'"n":1e999,'.repeat(10_000)}"m":1}}`,
  `{"items":[{"name":"a","attributes":{"${'\\u0001'.repeat(10_000)}":[${'1e999,'.repeat(10_000)}1]}}]}`,
  Buffer.from('{"name":"caf\xe9"}', 'latin1'),
  Buffer.from([0x7b, 0x22, 0xf0, 0x9f, 0x98, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
  '{"__proto__":{"isAdmin":true},"name":"a"}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '\u0000',
  '\ufeff{}',
  deep(5_000),
  `{"a":${deep(20_000)}}`,
  `{"attributes":${'{"a":'.repeat(200)}1${'}'.repeat(200)},"name":"a"}`,
  `[${'0,'.repeat(20_000)}0]`,
  `{"items":[${'{},'.repeat(2_000)}{}]}`,
  `{"name":"${'a'.repeat(100_000)}"}`,
  '<a/>',
  'name=a&type=b',
);

/** A value that fits a schema; with `bend`, some of its parts are replaced by other values. */
function valueFor(
  description: Description,
  schema: Description,
  bend: boolean,
): fc.Arbitrary<unknown> {
  const node = resolved(description, schema);
  const right = validOrBent(description, node, bend);
  return bend
    ? fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: anything })
    : right;
}

function validOrBent(
  description: Description,
  node: Description,
  bend: boolean,
): fc.Arbitrary<unknown> {
  const options: Description[] | undefined = node.anyOf ?? node.oneOf;
  if (options) return fc.oneof(...options.map((one) => valueFor(description, one, bend)));
  if (node.allOf) return valueFor(description, node.allOf[0], bend);
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum) return fc.constantFrom(...node.enum);
  switch (Array.isArray(node.type) ? node.type[0] : node.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries<Description>(node.properties ?? {}).map(([name, each]) => [
            name,
            valueFor(description, each, bend),
          ]),
        ),
        { requiredKeys: bend ? [] : (node.required ?? []) },
      );
    case 'array':
      return fc.array(valueFor(description, node.items ?? {}, bend), {
        minLength: 1,
        maxLength: 3,
      });
    case 'integer':
    case 'number':
      return fc.integer({ min: node.minimum ?? 0, max: Math.min(node.maximum ?? 100, 100) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      // Ids that exist, so that requests pass the first check and reach later ones.
      if (node.format === 'date') return fc.constantFrom('2026-01-01', '2026-12-31');
      return fc.constantFrom(
        'contact',
        'account',
        'a',
        'b',
        'friend',
        '019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c',
      );
    default:
      return anything;
  }
}

/** A hostile text as part of an address: encoded, or unencoded if it can be sent that way. */
const inAddress = fc.tuple(texts, fc.boolean()).map(([text, unencoded]) => {
  const encoded = encodeURIComponent(text.toWellFormed());
  return unencoded && /^[\x21-\x7e]+$/.test(text) && !/[?#]/.test(text) ? text : encoded;
});
const brokenPieces = fc.constantFrom(
  '%',
  '%zz',
  '%00',
  '%c0%af',
  '%ed%a0%80',
  '%2f',
  '%252f',
  '+',
  ';a=b',
);
const rightPieces = fc.constantFrom(
  'contact',
  'account',
  'a',
  'b',
  'friend',
  "a-._~:@!$&'()*+,;=",
  'ines+test@example.com',
);

const someHeaders = fc.record(
  {
    'if-none-match': fc.constantFrom('*', '"1"', 'W/"1"', ',', '1', ''),
    'if-modified-since': fc.constantFrom('Sat, 29 Oct 1994 19:43:31 GMT', 'now'),
    'content-encoding': fc.constantFrom('gzip', 'identity', ''),
    'if-match': fc.constantFrom(
      '*',
      '"1"',
      'W/"1"',
      '"1", "2"',
      '1',
      '"',
      '"999999999999999999999"',
      '',
    ),
    'idempotency-key': fc.oneof(fc.constantFrom('', 'a', 'k'.repeat(256), '"', 'k,k'), fc.uuid()),
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      'multipart/form-data; boundary=a',
      'application/json, text/html',
      '',
    ),
    accept: fc.constantFrom(
      '*/*',
      'text/html',
      'application/xml',
      'image/*;q=0',
      ',,,',
      'text/vnd.graphviz',
    ),
    'x-forwarded-for': fc.constant('127.0.0.1'),
    'x-http-method-override': fc.constant('DELETE'),
    cookie: fc.constant('session=a'),
    origin: fc.constant('https://evil.example'),
    'accept-encoding': fc.constant('br;q=9, gzip'),
    range: fc.constant('bytes=0-0'),
  },
  { requiredKeys: [] },
);

/** Few routes accept each of them, so most requests have none. */
const headers = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: someHeaders },
);

/** Requests to one route. */
export function hostileRequests(
  description: Description,
  { method, path, parameters, body }: Target,
): fc.Arbitrary<HostileRequest> {
  const pieces = path
    .split('/')
    .map((piece) =>
      piece.startsWith('{')
        ? fc.oneof(
            { weight: 4, arbitrary: rightPieces },
            { weight: 2, arbitrary: inAddress },
            { weight: 1, arbitrary: brokenPieces },
          )
        : fc.constant(piece),
    );
  const names = parameters.filter((one) => one.in === 'query');
  const pairs = fc.array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom('limit', ...names.map(({ name }) => name as string)),
        fc.constantFrom('__proto__', 'limit[]', 'a%00', ''),
      ),
      fc.oneof(
        { weight: 2, arbitrary: inAddress },
        { weight: 1, arbitrary: brokenPieces },
        ...names.map(({ schema }) => ({
          weight: 1,
          arbitrary: valueFor(description, schema, false).map((value) =>
            encodeURIComponent(String(value)),
          ),
        })),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const query = fc.oneof(fc.constant([]), pairs);
  const isRepeated = fc.integer({ max: 9, min: 0 }).map((n) => n === 0);
  const jsonFor = (values: fc.Arbitrary<unknown>) =>
    fc.tuple(values, isRepeated).map(([value, repeated]) => jsonOf(value, repeated));
  const bodies: fc.Arbitrary<string | Buffer | undefined> = fc.oneof(
    {
      weight: body ? 6 : 3,
      arbitrary: body ? jsonFor(valueFor(description, body, true)) : fc.constant(undefined),
    },
    { weight: body ? 1 : 0, arbitrary: jsonFor(anything) },
    { weight: 1, arbitrary: rawBodies },
  );
  return fc
    .tuple(fc.tuple(...pieces), query, headers, bodies)
    .map(([parts, pairs, sent, text]) => ({
      method,
      path:
        parts.join('/') +
        (pairs.length > 0 ? `?${pairs.map((pair) => pair.join('=')).join('&')}` : ''),
      headers: {
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...(sent as Record<string, string>),
      },
      ...(text !== undefined && { body: text }),
    }));
}
