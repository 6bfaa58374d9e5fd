// A plain HTTP server of one thread: finds the route, checks the token, calls a function, answers.
import type { RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Authorize, Denied } from '../../../infra/local/gateway/authorizer.ts';
import type { Answer, RoutedRequest } from '../../../infra/local/gateway/payload.ts';

export interface FrontRoute {
  /** `METHOD /path/{parameter}`. */
  readonly key: string;
  readonly scopes: readonly string[];
  readonly answer: (request: RoutedRequest) => Promise<Answer>;
}

/** Only what both services need, and the same for both, so that it does not affect the comparison. */
export function makeFront(routes: readonly FrontRoute[], authorize: Authorize): RequestListener {
  const patterns = routes.map((route) => {
    const [method = '', path = ''] = route.key.split(' ');
    const source = path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    return { method, path: new RegExp(`^${source}$`), route };
  });
  let count = 0;
  return async (message, response) => {
    try {
      const body = await buffer(message);
      const [path = '/', rawQuery = ''] = (message.url ?? '/').split('?');
      for (const { method, path: pattern, route } of patterns) {
        const found = method === message.method && pattern.exec(path);
        if (!found) continue;
        const token = await authorize(message.headers.authorization, route.scopes);
        count += 1;
        const answer = await route.answer({
          message,
          body,
          requestId: `request-${count}`,
          routeKey: route.key,
          path,
          rawQuery,
          pathParameters: { ...found.groups },
          token,
        });
        response.writeHead(answer.status, answer.headers).end(answer.body);
        return;
      }
      response.writeHead(404).end();
    } catch (error) {
      const denied = error instanceof Denied;
      if (!denied) console.error(error);
      response.writeHead(denied ? 401 : 500).end();
    }
  };
}
