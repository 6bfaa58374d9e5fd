// The cost of Liaison's guarantees without Liaison: the same calls to the same table, written by hand.
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { HttpEvent, HttpResult } from '../../../functions/http/http-exchange.ts';
import { answerOf, eventOf } from '../../../infra/local/gateway/payload.ts';
import type { Route } from '../../../shared/contracts/route-definition.ts';
import { routes } from '../../../shared/contracts/routes.ts';
import { scopes } from '../../../shared/contracts/scopes.ts';
import { answer } from '../cpu/answers.ts';
import { byDocumentClient } from '../cpu/by-document-client.ts';
import type { FrontRoute } from './front.ts';
import { roles } from './requests.ts';

/** The service, on a table of Liaison's. The client takes its settings from the environment. */
export function sameCalls(tableName: string, shards: number): FrontRoute[] {
  const named = Object.values(roles).map((id) => [id, { name: id, category: null }] as const);
  const service = byDocumentClient({ tableName, shards, roles: new Map(named) }, {});
  return [
    route(routes.createConnection, service.create),
    route(routes.getConnection, service.get),
    route(routes.patchConnection, service.patch),
    route(routes.deleteConnection, service.delete),
    route(routes.listConnectionsOfRecord, service.page),
    // The counts of a record and its roles are read from the same item.
    route(routes.getRecordSummary, service.roles),
  ];
}

function route(
  { method, path, scope }: Route,
  ask: (event: HttpEvent) => Promise<HttpResult>,
): FrontRoute {
  return {
    key: `${method} ${path}`,
    scopes: [scope ?? scopes.read],
    answer: async (request) =>
      answerOf(await unlessChanged(ask(eventOf(request) as never), method)),
  };
}

/** Another writer was faster; it does not retry. */
const unlessChanged = (asked: Promise<HttpResult>, method: string): Promise<HttpResult> =>
  asked.catch((error: unknown) => {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return answer(method === 'POST' ? 409 : 404);
  });
