// The HTTP server: occupies its port early, and finishes requests before it closes.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { settledWithin } from './settled-within.ts';
import { StartError } from './start-error.ts';

/**
 * Listens on a port of 127.0.0.1 at once, so that a port in use is reported early. Requests wait for `serve`.
 *
 * @throws StartError if the port is not available.
 */
export async function listen(port: number) {
  const running = new Set<Promise<unknown>>();
  const { promise: listener, resolve: serve } = Promise.withResolvers<RequestListener>();
  const server = createServer(async (message, response) => {
    const closed = new Promise((done) => response.once('close', done));
    running.add(closed);
    closed.then(() => running.delete(closed));
    (await listener)(message, response);
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
    throw new StartError(
      `Port ${port} ${why}: choose another one, for example PORT=${port + 1} npm start.`,
    );
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve,
    /** Finishes running requests, for at most 5 s. */
    async close() {
      // Answers the requests that still wait for `serve`; after `serve` it has no effect.
      serve((_, response) => response.writeHead(503).end());
      const closed = new Promise((done) => server.close(done));
      await settledWithin(5000, running);
      server.closeAllConnections();
      await closed;
    },
  };
}
