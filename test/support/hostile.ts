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
}

/** One request as it is sent. */
export interface HostileRequest {
  readonly method: string;
  /** Path and query, encoded or not, as it is sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

export function targetsOf(description: Description): Target[] {
  return Object.entries<Description>(description.paths).flatMap(([path, item]) =>
    Object.entries<Description>(item)
      .filter(([method]) => /^(get|put|post|patch|delete)$/.test(method))
      .map(([method, { parameters = [], requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        parameters: parameters.map((one: Description) => resolved(description, one)),
        body: requestBody && Object.values<Description>(requestBody.content)[0]?.schema,
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
    '\u202eelbisrever',
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

const anything: fc.Arbitrary<unknown> = fc.oneof(
  texts,
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 53, 1e308, -1e-308, [], {}, [[]], [null], { a: {} }),
  fc.array(texts, { maxLength: 3 }),
  fc.dictionary(texts, texts, { maxKeys: 3 }),
);

/** Bodies that are not JSON, or JSON that is expensive to parse. */
const rawBodies = fc.constantFrom(
  '',
  '{',
  'null',
  '"text"',
  '[]',
  '1e999',
  '{"name":"a","name":"b"}',
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
const rightPieces = fc.constantFrom('contact', 'account', 'a', 'b', 'friend');

const hostileHeaders = fc.record(
  {
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
    'if-none-match': fc.constantFrom('*', '"1"', 'W/"1"', '1', ''),
    'content-encoding': fc.constantFrom('gzip', 'identity', ''),
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
/** Half of the requests have none, because most routes refuse a conditional header. */
const headers = fc.oneof(fc.constant({}), hostileHeaders);

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
  const query = fc.array(
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
    { maxLength: 4 },
  );
  const bodies: fc.Arbitrary<string | undefined> = fc.oneof(
    {
      weight: body ? 6 : 1,
      arbitrary: body
        ? valueFor(description, body, true).map((value) => JSON.stringify(value))
        : fc.constant(undefined),
    },
    { weight: body ? 1 : 0, arbitrary: anything.map((value) => JSON.stringify(value)) },
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
