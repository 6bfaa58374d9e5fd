// The page at /docs: the OpenAPI description as HTML, without scripts or external resources.
import { createHash } from 'node:crypto';
import { codes } from '../../shared/contracts/error-codes.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Content {
  readonly schema?: Schema;
  readonly example?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema: Schema;
  }[];
  readonly deprecated?: boolean;
  readonly requestBody?: { content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<
      string,
      {
        description: string;
        headers?: Readonly<Record<string, unknown>>;
        content?: Readonly<Record<string, Content>>;
      }
    >
  >;
}
export interface Description {
  readonly info: { title: string; description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { schemas?: Readonly<Record<string, Schema>> };
}

/** Renders the whole page. */
export function docsPage({ info, paths, components }: Description): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag));
    return `<h2 id="${slug(tag)}">${escaped(tag)}</h2>${own.map(operationHtml).join('')}`;
  });
  const navigation = [...tags, 'Schemas', 'Errors']
    .map((tag) => `<a href="#${slug(tag)}">${escaped(tag)}</a>`)
    .join(' ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(info.title)} API</title><style>${style}</style></head><body><main>
<h1>${escaped(info.title)} API</h1>${paragraphs(info.description ?? '')}
<p>Send <code>Authorization: Bearer &lt;JWT&gt;</code>. The same description for tools:
<a href="/openapi.json">/openapi.json</a>.</p><nav>${navigation}</nav>
${sections.join('\n')}
<h2 id="schemas">Schemas</h2>${Object.entries(components?.schemas ?? {})
    .map(schemaHtml)
    .join('')}
<h2 id="errors">Errors</h2><p>Every error is <code>application/problem+json</code> with one of these codes:</p>
<table><tr><th>Status<th>Code<th>Meaning</tr>${errorRows()}</table>
</main></body></html>`;
}

const paragraphs = (text: string) =>
  text
    .split('\n\n')
    .map((paragraph) => `<p>${codeText(paragraph)}</p>`)
    .join('');

function operationHtml({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const scope = operation.security.flatMap((one) => Object.values(one).flat())[0];
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><td><code>${escaped(name)}</code><td>${place}${required ? ', required' : ''}<td>${typeHtml(
        schema,
      )}<td>${codeText(description ?? schema.description ?? '')}</tr>`,
  );
  const body = Object.values(operation.requestBody?.content ?? {})[0];
  const answers = Object.entries(operation.responses).map(([status, answer]) => {
    const { description, headers = {}, content } = answer;
    // The description names the codes of problems.
    const [[type, { schema }] = ['', {}]] = Object.entries(content ?? {}) as [string, Content][];
    const isProblem = type === 'application/problem+json';
    const shown = schema && !isProblem ? typeHtml(schema) : '';
    const names = Object.keys(headers).map((name) => `<code>${escaped(name)}</code>`);
    return `<tr><td>${status}<td>${shown}<td>${names.join(', ')}<td>${codeText(description)}</tr>`;
  });
  const [success] = Object.values(operation.responses);
  const answered = Object.values(success?.content ?? {})[0];
  return `<section id="${operation.operationId}"><h3><span class="method">${method.toUpperCase()}</span>
<code>${escaped(path)}</code></h3><p>${operation.deprecated ? '<strong>Deprecated.</strong> ' : ''}${escaped(operation.summary)}. ${
    scope ? `Scope <code>${scope}</code>.` : 'No token needed.'
  }</p>${operation.description ? `<p>${codeText(operation.description)}</p>` : ''}
${parameters.length > 0 ? `<table><tr><th>Parameter<th>In<th>Type<th>Meaning</tr>${parameters.join('')}</table>` : ''}
${body?.schema ? `<p>Body: ${typeHtml(body.schema)}</p>${exampleHtml(body)}` : ''}
<table><tr><th>Status<th>Body<th>Headers<th>Meaning</tr>${answers.join('')}</table>${answered ? exampleHtml(answered) : ''}</section>`;
}

/** The example of a body; folded, because it is longer than the rest. */
const exampleHtml = ({ example }: Content) =>
  example === undefined || typeof example === 'string'
    ? ''
    : `<details><summary>Example</summary><pre>${escaped(JSON.stringify(example, null, 2))}</pre></details>`;

function schemaHtml([name, schema]: [string, Schema]): string {
  const rows = Object.entries(schema.properties ?? {}).map(
    ([field, type]) =>
      `<tr><td><code>${escaped(field)}</code><td>${
        schema.required?.includes(field) ? 'required' : ''
      }<td>${typeHtml(type)}<td>${codeText(type.description ?? '')}</tr>`,
  );
  return `<section id="schema-${name}"><h3>${escaped(name)}</h3><p>${escaped(
    schema.description ?? '',
  )}</p><table><tr><th>Field<th><th>Type<th>Meaning</tr>${rows.join('')}</table></section>`;
}

function typeHtml(schema: Schema): string {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) as string;
    return `<a href="#schema-${name}">${escaped(name)}</a>`;
  }
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return variants.map(typeHtml).join(' or ');
  if (schema.const !== undefined) return `<code>${escaped(String(schema.const))}</code>`;
  if (schema.enum)
    return schema.enum.map((value) => `<code>${escaped(String(value))}</code>`).join(', ');
  if (schema.items) return `list of ${typeHtml(schema.items)}`;
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, type]) => `<code>${escaped(name)}</code>: ${typeHtml(type)}`,
  );
  if (fields.length > 0) return `{ ${fields.join(', ')} }`;
  return escaped([schema.type ?? 'any'].flat().join(' or '));
}

const errorRows = () =>
  Object.entries(codes)
    .map(
      ([code, { status, title }]) =>
        `<tr id="${code}"><td>${status}<td><code>${code}</code><td>${escaped(title)}</tr>`,
    )
    .join('');

const slug = (text: string) => text.toLowerCase().replaceAll(' ', '-');

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Text with `code` in backticks. */
const codeText = (text: string) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** The Content-Security-Policy of the page: its own style, nothing else, and no framing. */
export const docsPolicy = () =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0}
main{max-width:60rem;margin:auto;padding:1rem}nav a{margin-right:1rem}section{margin:1.5rem 0}
table{border-collapse:collapse;width:100%;font-size:.9em;margin:.75rem 0;display:block;overflow-x:auto}
td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884}
.method{font-weight:700}pre{overflow-x:auto}summary{cursor:pointer}code{font-size:.95em}:target{outline:2px solid #36c;outline-offset:.25rem}`;
