// The request of an operation in three languages, made from its example.
import { operations } from '../../shared/client/operations.ts';
import {
  mainMedia,
  type Operation,
  type Placed,
  type Schemas,
  successesOf,
} from './description.ts';
import { exampleOf, parameterExample } from './examples.ts';

/** A request with values for everything that it must have. */
interface ExampleRequest extends Placed {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly needsToken: boolean;
}

/** The same request by language. */
export interface Snippets {
  readonly curl: string;
  /** Undefined if the client does not have the operation: pages are for people. */
  readonly typescript: string | undefined;
  readonly python: string;
}

/** The request of an operation as code. */
export function snippetsOf(placed: Placed, schemas: Schemas): Snippets {
  const request = exampleRequest(placed, schemas);
  return { curl: curl(request), typescript: typescript(request), python: python(request) };
}

function exampleRequest(placed: Placed, schemas: Schemas): ExampleRequest {
  const { parameters = [], requestBody, security } = placed.operation;
  const valuesOf = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((one) => one.in === place && (one.required || one.example !== undefined))
        .map((one) => [one.name, parameterExample(one, schemas)]),
    );
  const media = mainMedia(requestBody?.content);
  return {
    ...placed,
    params: valuesOf('path'),
    query: valuesOf('query'),
    body: media && exampleOf(media, schemas),
    needsToken: security.length > 0,
  };
}

/** Path and query, with their values. */
function addressOf({ path, params, query }: ExampleRequest): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query);
  return search.size > 0 ? `${filled}?${search}` : filled;
}

function curl(request: ExampleRequest): string {
  const { method, body, needsToken } = request;
  const json = JSON.stringify(body, null, 2)?.replaceAll("'", "'\\''");
  return [
    `curl ${method === 'GET' || (method === 'POST' && json) ? '' : `-X ${method} `}"$LIAISON_URL${addressOf(request)}"`,
    needsToken && `-H "Authorization: Bearer $LIAISON_TOKEN"`,
    json !== undefined && `-H 'Content-Type: application/json'`,
    json !== undefined && `-d '${json}'`,
  ]
    .filter(Boolean)
    .join(' \\\n  ');
}

function typescript({ operation, params, query, body }: ExampleRequest) {
  if (!(operation.operationId in operations)) return undefined;
  const parts = {
    ...(Object.keys(params).length > 0 && { params }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(body !== undefined && { body }),
  };
  const call = `await liaison.${operation.operationId}(${literal(parts, typescriptWords)});`;
  return returnsJson(operation) ? `const answer = ${call}` : call;
}

function python(request: ExampleRequest): string {
  const { operation, method, path, params, query, body, needsToken } = request;
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''));
  const parts = [
    `url + ${JSON.stringify(filled)}`,
    ...(needsToken ? ['headers=headers'] : []),
    ...(Object.keys(query).length > 0 ? [`params=${literal(query, pythonWords, '    ')}`] : []),
    ...(body !== undefined ? [`json=${literal(body, pythonWords, '    ')}`] : []),
  ];
  const call = `answer = requests.${method.toLowerCase()}`;
  const oneLine = `${call}(${parts.join(', ')})`;
  const isShort = oneLine.length <= 88 && !oneLine.includes('\n');
  return [
    isShort ? oneLine : `${call}(\n${parts.map((part) => `    ${part},\n`).join('')})`,
    'answer.raise_for_status()',
    ...(returnsJson(operation) ? ['print(answer.json())'] : []),
  ].join('\n');
}

/** Whether the usual successful answer is JSON. */
function returnsJson(operation: Operation): boolean {
  const [[, success] = []] = successesOf(operation);
  return success?.content?.['application/json'] !== undefined;
}

/** How a language writes what JSON has, where it differs. */
interface Words {
  readonly true: string;
  readonly false: string;
  readonly null: string;
  readonly key: (name: string) => string;
  readonly text: (text: string) => string;
  /** Spaces of one level. */
  readonly indent: string;
  /** Between the braces of an object and what they contain. */
  readonly space: string;
}

const typescriptWords: Words = {
  true: 'true',
  false: 'false',
  null: 'null',
  key: (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)),
  text: (text) => (/['\\\n]/.test(text) ? JSON.stringify(text) : `'${text}'`),
  indent: '  ',
  space: ' ',
};
const pythonWords: Words = {
  true: 'True',
  false: 'False',
  null: 'None',
  key: JSON.stringify,
  text: JSON.stringify,
  indent: '    ',
  space: '',
};

/** A value of JSON as a literal of a language. */
function literal(value: unknown, words: Words, indent = ''): string {
  if (value === null) return words.null;
  if (typeof value === 'boolean') return words[`${value}`];
  if (typeof value === 'string') return words.text(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = indent + words.indent;
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const parts = Object.entries(value).map(
    ([name, part]) => (isList ? '' : `${words.key(name)}: `) + literal(part, words, inner),
  );
  const oneLine = parts.join(', ');
  if (oneLine.length < 60 && !oneLine.includes('\n')) {
    return isList || parts.length === 0
      ? open + oneLine + close
      : open + words.space + oneLine + words.space + close;
  }
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
}
