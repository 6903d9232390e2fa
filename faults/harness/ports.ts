import { createServer, type AddressInfo } from 'node:net';

/**
 * Returns a free port, for servers that must know their address before they listen. Another process could still take
 * it.
 */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        done(port);
      });
    });
  });
}
