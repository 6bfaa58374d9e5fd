// The page of one operation: parameters, body, example, responses and codes, as the description says.
import { type Code, codes } from '../../shared/contracts/error-codes.ts';
import {
  codesOf,
  mainMedia,
  type Operation,
  type Placed,
  resolved,
  type Schemas,
  successesOf,
} from './description.ts';
import { exampleOf } from './examples.ts';
import { codeBlock, codeText, escaped, table } from './html.ts';
import { snippetsOf } from './snippets.ts';
import { fieldsTable, meaningOf, typeHtml } from './types.ts';

/** The HTML of an operation, without the frame of the page. */
export function operationHtml(placed: Placed, schemas: Schemas): string {
  const { method, path, operation } = placed;
  const scope = operation.security.flatMap((one) => Object.values(one).flat())[0];
  return `<h1>${escaped(operation.summary)}</h1>
<p class="route"><span class="method">${method}</span> <code>${escaped(path)}</code></p>
<p>${scope ? `Scope <code>${escaped(scope)}</code>.` : 'No token needed.'} The client’s name for it: <code>${escaped(operation.operationId)}</code>.</p>
${operation.description ? `<p>${codeText(operation.description)}</p>` : ''}
${parametersHtml(operation)}
${bodyHtml(operation, schemas)}
${exampleHtml(placed, schemas)}
${responsesHtml(operation, schemas)}
${codesHtml(operation, schemas)}`;
}

function parametersHtml({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, in: place, required, description, schema }) => [
    `<code>${escaped(name)}</code>${required ? ' <em>required</em>' : ''}`,
    place,
    typeHtml(schema),
    meaningOf({ ...schema, ...(description !== undefined && { description }) }),
  ]);
  return `<h2 id="parameters">Parameters</h2>${table(
    'Parameters',
    ['Parameter', 'In', 'Type', 'Meaning'],
    rows,
  )}`;
}

function bodyHtml({ requestBody }: Operation, schemas: Schemas): string {
  const schema = mainMedia(requestBody?.content)?.schema;
  if (!schema) return '';
  return `<h2 id="body">Body</h2><p>${typeHtml(schema)}. ${codeText(requestBody?.description ?? '')}</p>
${fieldsTable(resolved(schema, schemas))}`;
}

function exampleHtml(placed: Placed, schemas: Schemas): string {
  const { curl, typescript, python } = snippetsOf(placed, schemas);
  const [status, response] = successesOf(placed.operation)[0] ?? [];
  const media = mainMedia(response?.content);
  const answer = media && exampleOf(media, schemas);
  return `<h2 id="example">Example</h2>
<h3>curl</h3>${codeBlock(curl, 'The request with curl')}
${typescript ? `<h3>TypeScript</h3>${codeBlock(typescript, 'The request in TypeScript')}` : ''}
<h3>Python</h3>${codeBlock(python, 'The request in Python')}
<h3>Response</h3><p>Status ${escaped(status ?? '')}${answer === undefined ? ', without a body' : ''}.</p>
${answer === undefined || typeof answer === 'string' ? '' : codeBlock(JSON.stringify(answer, null, 2), 'The response')}`;
}

function responsesHtml(operation: Operation, schemas: Schemas): string {
  const rows = successesOf(operation).map(([status, { description, headers = {}, content }]) => {
    const types = Object.entries(content ?? {}).map(([type, { schema = {} }]) =>
      type === 'application/json' ? typeHtml(schema) : `<code>${escaped(type)}</code>`,
    );
    const named = Object.entries(headers).map(([name, header]) => {
      const meaning = header.description ? `: ${codeText(header.description)}` : '';
      return `<code>${escaped(name)}</code>${meaning}`;
    });
    return [status, codeText(description), types.join(', ') || 'none', named.join('<br>')];
  });
  const schema = mainMedia(successesOf(operation)[0]?.[1].content)?.schema;
  const fields = schema ? fieldsTable(resolved(schema, schemas), 'received') : '';
  return `<h2 id="responses">Responses</h2>${table('Responses', ['Status', 'Meaning', 'Body', 'Headers'], rows)}${fields}`;
}

function codesHtml({ responses }: Operation, schemas: Schemas): string {
  const rows = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, response]) =>
      codesOf(response, schemas).map((code) => [
        status,
        `<a href="/docs/errors#${code}"><code>${code}</code></a>`,
        escaped(codes[code as Code].title),
        Object.keys(response.headers ?? {})
          .map((name) => `<code>${escaped(name)}</code>`)
          .join(', '),
      ]),
    );
  return `<h2 id="codes">Codes</h2>${table('Codes', ['Status', 'Code', 'Meaning', 'Headers'], rows)}`;
}
