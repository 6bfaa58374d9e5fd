// Liaison and the services with which it is compared, each with its recorded answers of the engine.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { HttpEvent, HttpResult } from '../../../functions/http/http-exchange.ts';
import { startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { engineAccess } from '../../../infra/local/dynamodb/engine-access.ts';
import { routes } from '../../../shared/contracts/routes.ts';
import { currentCatalog } from '../../../shared/table/catalog/read-catalog.ts';
import { openTable } from '../../../shared/table/engine/open-table.ts';
import { checkingShards } from '../../../shared/table/engine/shard-count.ts';
import { putCompany } from '../../support/cost-company.ts';
import { createTable } from '../../support/create-table.ts';
import { httpEvent, lambdaContext } from '../../support/http-event.ts';
import { openFunctions } from '../../support/open-functions.ts';
import { deliver, streamOf } from '../../support/stream.ts';
import { byClient } from './by-client.ts';
import { byDocumentClient } from './by-document-client.ts';
import { byElectro } from './by-electro.ts';
import type { Known, RequestName, Service } from './items.ts';
import { type Tape, TapeDeck } from './tape.ts';

export const names = ['create', 'patch', 'get', 'delete', 'page', 'roles', 'graph'] as const;

/** Builds a request to a service. @param id of the connection that the service has created */
function requestOf(name: RequestName, id: string, account: string): HttpEvent {
  const made = `/v1/connections/${id}`;
  const record = '/v1/records/contact/rafael';
  switch (name) {
    case 'create':
      return httpEvent(routes.createConnection, '/v1/connections', {
        body: {
          record1: { type: 'contact', id: 'lonely' },
          record1RoleId: 'client',
          record2: { type: 'account', id: account },
          record2RoleId: 'vendor',
          description: 'Introduced by Ines in May',
          effectiveStart: '2026-01-01',
        },
      });
    case 'patch':
      return httpEvent(routes.patchConnection, made, {
        body: { description: 'Met again in June' },
      });
    case 'get':
      return httpEvent(routes.getConnection, made);
    case 'delete':
      return httpEvent(routes.deleteConnection, made);
    case 'page':
      return httpEvent(routes.listConnectionsOfRecord, `${record}/connections`);
    case 'roles':
      return httpEvent(routes.listRolesOfRecord, `${record}/roles`);
    case 'graph':
      return httpEvent(routes.getGraph, `${record}/graph?roleId=salesperson`);
  }
}

/** A service with its recorded answers: one call of `run` is one request without the engine. */
export interface Recorded {
  readonly name: string;
  readonly calls: Readonly<Record<RequestName, string>>;
  /** Prepares the request with this name; each call of the result then makes it once. */
  ready(name: RequestName): () => Promise<HttpResult>;
}

/**
 * Fills a table in a real engine, sends each request once to each service, and ends the engine.
 * @throws if a service's answer differs from Liaison's
 */
export async function recordServices(): Promise<Recorded[]> {
  const engine = await startEngine();
  try {
    const tableName = 'bench-cpu';
    const near = engineAccess(engine.endpoint);
    const db = new DynamoDBClient(near);
    await createTable(db, tableName, { streamed: true });
    const filled = checkingShards(openTable(tableName, 4, { client: near }));
    await putCompany(filled);
    await deliver(filled, await streamOf(filled));
    const { roles } = await currentCatalog(filled);
    const known: Known = { tableName, shards: 4, roles };

    const liaison = await liaisonOn(known);
    const services: [string, TapeDeck, Service][] = [['Liaison', liaison.deck, liaison.service]];
    for (const [name, make] of [
      ['lib-dynamodb', byDocumentClient],
      ['ElectroDB', byElectro],
      ['client-dynamodb', byClient],
    ] as const) {
      const deck = new TapeDeck();
      services.push([name, deck, make(known, { requestHandler: deck })]);
    }
    const answers: string[] = [];
    const recorded: Recorded[] = [];
    for (const [at, [name, deck, service]] of services.entries()) {
      const one = await record(name, deck, service, engine.endpoint, `acc-${at + 1}`);
      answers.push(one.answered);
      if (one.answered !== answers[0]) {
        throw new Error(`${name} answers differently:\n${one.answered}\nnot\n${answers[0]}`);
      }
      recorded.push(one.recorded);
    }
    DynamoDBDocumentClient.from(db).destroy();
    return recorded;
  } finally {
    await engine.stop();
  }
}

async function liaisonOn({ tableName, shards }: Known) {
  const { table, handlers } = await openFunctions(tableName, shards, {
    // As in Lambda: these add headers to each call.
    AWS_SESSION_TOKEN: 'token'.repeat(200),
    AWS_LAMBDA_FUNCTION_NAME: 'liaison',
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  });
  const deck = new TapeDeck();
  // The clock stands still, so that warm caches do not expire.
  const now = Date.now();
  Object.assign(table, { clock: () => now });
  Object.assign(table.db.config, { requestHandler: deck });
  const handler = (capability: 'connections' | 'queries') => (event: HttpEvent) =>
    handlers[capability](event, lambdaContext());
  const [write, read] = [handler('connections'), handler('queries')];
  const service: Service = {
    ...{ create: write, patch: write, delete: write },
    ...{ get: read, page: read, roles: read, graph: read },
  };
  return { deck, service };
}

async function record(
  name: string,
  deck: TapeDeck,
  service: Service,
  endpoint: string,
  account: string,
) {
  const tapes = new Map<RequestName, Tape>();
  const answered: string[] = [];
  let id = '';
  // The first request fills the caches in memory.
  deck.record(endpoint);
  await service.page(requestOf('page', id, account));
  for (const request of names) {
    const tape = deck.record(endpoint);
    const { statusCode = 0, body = '' } = await service[request](requestOf(request, id, account));
    if (statusCode >= 300) throw new Error(`${name}: ${request} is answered ${statusCode} ${body}`);
    if (request === 'create') id = JSON.parse(body).id;
    tapes.set(request, tape);
    answered.push(`${request} ${tape.calls}: ${statusCode} ${withoutChance(body)}`);
  }
  const recorded: Recorded = {
    name,
    calls: Object.fromEntries([...tapes].map(([one, tape]) => [one, tape.calls])) as Record<
      RequestName,
      string
    >,
    ready(request) {
      deck.play(tapes.get(request) as Tape);
      const event = requestOf(request, id, account);
      return () => service[request](event);
    },
  };
  return { recorded, answered: answered.join('\n') };
}

/** An answer without its random parts: ids, times, cursors, and the chosen account. */
const withoutChance = (body: string) =>
  body
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '(id)')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(time)')
    .replace(/"nextCursor":"[^"]*"/, '"nextCursor":"(cursor)"')
    .replace(/acc-\d"/g, 'acc"')
    .replace(/Account number \d"/g, 'Account number"');
