// docs/liaison.http: the example of each operation as a request that an editor can send.
import { ids } from '../shared/contracts/examples/company.ts';
import { exampleOf } from '../shared/contracts/examples/examples.ts';
import type { Route } from '../shared/contracts/route-definition.ts';
import { type DescribedName, routes } from '../shared/contracts/routes.ts';

const head = `# Made by npm run docs: a request for each operation, to send from an editor (VS Code with the extension REST Client,
# or an IDE of JetBrains). Start the service with npm start; npm run --silent token prints a token. In this order, a
# service with the sample data accepts every request.
@url = http://127.0.0.1:3000
@token = paste a token here
# The id in the answer to createConnection
@connectionId = ${ids.connection}
`;

/** Sent after all others: they need what others create, change what others use, or delete it. */
const last: readonly DescribedName[] = [
  'batchConnections',
  'mergeRecord',
  'correctCounts',
  'deactivateConnectionRole',
  'activateConnectionRole',
  'deactivateConnection',
  'activateConnection',
  'deleteConnection',
  'deleteRecord',
  'deleteConnectionRole',
  'deleteRecordType',
];

const rankOf = (name: string) => last.indexOf(name as DescribedName);

/** The whole file. */
export function httpRequests(): string {
  const requests = Object.entries<Route>(routes)
    .filter(([, { page }]) => !page)
    .sort(([one], [other]) => rankOf(one) - rankOf(other))
    .map(([name, route]) => requestOf(name as DescribedName, route));
  return [head, ...requests].join('\n');
}

const withVariable = (text: string) => text.replaceAll(ids.connection, '{{connectionId}}');

function requestOf(name: DescribedName, { method, path, scope, summary }: Route): string {
  const { params = {}, query = {}, body } = exampleOf(name);
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const id = params[key] ?? '';
    return withVariable(encodeURIComponent(id));
  });
  const texts = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) texts.set(key, String(value));
  const search = texts.size > 0 ? `?${texts}` : '';
  return [
    `### ${name}: ${summary}`,
    `${method} {{url}}${filled}${search}`,
    ...(scope === null ? [] : ['Authorization: Bearer {{token}}']),
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', '', withVariable(JSON.stringify(body, null, 2))]),
    '',
  ].join('\n');
}
