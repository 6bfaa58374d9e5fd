// The HTTP server: takes its port early, and lets requests finish before it closes.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/**
 * Takes a port of 127.0.0.1 at once, so that a taken one is known early; requests wait for `serve`.
 *
 * @throws StartError when the port cannot be had.
 */
export async function listen(port: number) {
  const underWay = new Set<Promise<unknown>>();
  const { promise: gateway, resolve: serve } = Promise.withResolvers<RequestListener>();
  const server = createServer(async (message, response) => {
    const closed = new Promise((done) => response.once('close', done));
    underWay.add(closed);
    closed.then(() => underWay.delete(closed));
    (await gateway)(message, response);
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
    throw new StartError(
      `Port ${port} ${why}: choose another one, as in PORT=${port + 1} npm start.`,
    );
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve,
    /** Finishes the requests under way, for at most 5 s. */
    async close() {
      // Who waits since before there was anything to serve is sent away; later this does nothing.
      serve((_, response) => response.writeHead(503).end());
      const closed = new Promise((done) => server.close(done));
      const patience = new AbortController();
      await Promise.race([
        Promise.allSettled(underWay),
        pause(5000, undefined, { signal: patience.signal }).catch(() => {}),
      ]);
      patience.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}
