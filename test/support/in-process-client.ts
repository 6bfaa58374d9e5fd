// A client whose requests are served by the functions in this process, without HTTP.
import { type Client, createClient } from '../../shared/client/create-client.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import type { functionsOn } from './in-process.ts';

type Handlers = Awaited<ReturnType<typeof functionsOn>>['handlers'];

/** A request in flight: what it asks, and `go` which has it served. */
export interface InFlight {
  readonly path: string;
  readonly body: string;
  readonly go: () => Promise<Response>;
}

const served = Object.values<Route>(routes).map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Clients of functions that `functionsOn` has opened. */
export function clientsOf(handlers: Handlers) {
  const serve = async (method: string, path: string, headers: object, body: string) => {
    const [pathname = ''] = path.split('?');
    const found = served.find(
      ({ route, pattern }) => route.method === method && pattern.test(pathname),
    );
    if (!found) return Response.json({ message: 'Not Found' }, { status: 404 });
    const sent = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const event = { ...httpEvent(found.route, path, { headers: sent }), body };
    const answer = await handlers[found.route.capability](event, lambdaContext());
    const { statusCode = 200, body: text } = answer as { statusCode?: number; body?: string };
    return new Response(statusCode === 204 ? null : text, { status: statusCode });
  };
  /** A client; `between` may delay, change or lose requests and answers. */
  return (between: (request: InFlight) => Promise<Response> = ({ go }) => go()): Client =>
    createClient({
      url: 'https://liaison.example',
      token: 't',
      async fetch(url, init) {
        const { method = '', headers = {}, body = '', signal } = init ?? {};
        signal?.throwIfAborted();
        const path = String(url).slice('https://liaison.example'.length);
        const text = String(body);
        return between({ path, body: text, go: () => serve(method, path, headers, text) });
      },
    });
}
