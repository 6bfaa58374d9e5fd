// A service under measurement, in its own process; the parent process communicates with it over IPC.

import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from 'aws-lambda';
import type { HttpEvent } from '../../../functions/http/http-exchange.ts';
import { engineAccess } from '../../../infra/local/dynamodb/engine-access.ts';
import { makeAuthorizer } from '../../../infra/local/gateway/authorizer.ts';
import { answerOf, eventOf } from '../../../infra/local/gateway/payload.ts';
import { startHost } from '../../../infra/local/host/host.ts';
import { openIssuer } from '../../../infra/local/sign-in/issuer.ts';
import type { Capability, Route } from '../../../shared/contracts/route-definition.ts';
import { routes } from '../../../shared/contracts/routes.ts';
import { lambdaContext } from '../../support/http-event.ts';
import { type FrontRoute, makeFront } from './front.ts';
import { handWritten } from './hand-written.ts';
import { sameCalls } from './same-calls.ts';

/** The service to run: the local host, a plain server with Liaison's functions, or a hand-written one. */
export type Served =
  | { readonly kind: 'host'; readonly assembly: string; readonly endpoint: string }
  | { readonly kind: 'functions' }
  | { readonly kind: 'same-calls'; readonly tableName: string; readonly shards: number }
  | { readonly kind: 'hand-written'; readonly tableName: string };

export interface Settings {
  readonly served: Served;
  /** The folder with the issuer's key. */
  readonly dataDir: string;
}

/** The message that it sends once at the start, and then in answer to each question. */
export type Said = { readonly url: string } | { readonly drained: true } | Usage;
/** What all threads of a process have used since its start; `calls` to the engine by its first thread. */
export interface Usage {
  readonly cpuMs: number;
  readonly calls: number;
  /** The current memory, in MiB. */
  readonly memoryMb: number;
}
export type Question = 'drain' | 'usage';

const { served, dataDir } = JSON.parse(process.argv[2] ?? '') as Settings;

let calls = 0;
subscribe('http.client.request.start', () => {
  calls += 1;
});

const service = await (served.kind === 'host'
  ? startHost({
      ...{ port: 0, inMemory: true, dataDir },
      ...{ assembly: served.assembly, dynamodb: engineAccess(served.endpoint) },
      onFailure: console.error,
    })
  : plain(await routesOf(served)));

say({ url: service.url });
process.on('message', async (question: Question) => {
  if (question === 'drain') {
    await service.drained();
    say({ drained: true });
  } else {
    const { user, system } = process.cpuUsage();
    const memoryMb = process.memoryUsage.rss() / 2 ** 20;
    say({ cpuMs: (user + system) / 1000, calls, memoryMb });
  }
});
process.once('disconnect', () => service.stop().then(() => process.exit()));

function say(what: Said): void {
  process.send?.(what);
}

async function routesOf(what: Exclude<Served, { kind: 'host' }>): Promise<FrontRoute[]> {
  switch (what.kind) {
    case 'functions':
      return functionRoutes();
    case 'same-calls':
      return sameCalls(what.tableName, what.shards);
    case 'hand-written':
      return handWritten(what.tableName);
  }
}

/** A plain server of one thread. */
async function plain(routesServed: readonly FrontRoute[]) {
  const { issuer, audience, keys } = await openIssuer(dataDir);
  const authorize = makeAuthorizer({ Issuer: issuer, Audience: [audience] }, keys);
  const listener: RequestListener = makeFront(routesServed, authorize);
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drained: async () => {},
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Liaison's functions, called as API Gateway calls them; settings come from the environment. */
async function functionRoutes(): Promise<FrontRoute[]> {
  type Handler = (event: HttpEvent, context: Context) => Promise<unknown>;
  const { handler: queries } = await import('../../../functions/handlers/queries.ts');
  const { handler: connections } = await import('../../../functions/handlers/connections.ts');
  const handlers: Partial<Record<Capability, Handler>> = {
    queries: queries as Handler,
    connections: connections as Handler,
  };
  return Object.values<Route>(routes).flatMap(({ method, path, scope, capability }) => {
    const handler = handlers[capability];
    if (!handler) return [];
    const key = `${method} ${path}`;
    const answer: FrontRoute['answer'] = async (request) =>
      answerOf(await handler(eventOf(request) as unknown as HttpEvent, lambdaContext()));
    return [{ key, scopes: scope === null ? [] : [scope], answer }];
  });
}
