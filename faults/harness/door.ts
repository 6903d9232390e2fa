import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { atEnd } from './ending.ts';

/**
 * `open`: passes connections on. `refusing`: does not listen. `silent`: accepts connections and sends nothing. `busy`:
 * the door answers itself.
 */
export type Mood = 'open' | 'refusing' | 'silent' | 'busy';

/** A port in front of a server. Its number stays the same in every mood. */
export interface Door {
  readonly port: number;
  /** Ends the connections of the previous mood, except before `silent`: then they stay open and go dead. */
  setMood(mood: Mood): Promise<void>;
  /** Destroys all connections without a close; new connections are treated according to the mood. */
  cut(): void;
}

/** Opens a door to the port `behind`. `answer` handles the connections that arrive while the door is busy. */
export async function openDoor(behind: number, answer: (socket: Socket) => void): Promise<Door> {
  /** Connections from clients; those that are passed on with their connection to the server. */
  const sockets = new Map<Socket, Socket | undefined>();
  let mood: Mood = 'open';
  const server = createServer((socket) => {
    sockets.set(socket, undefined);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (mood === 'busy') answer(socket);
    if (mood !== 'open') return;
    const inner = connect(behind, '127.0.0.1').on('error', () => socket.destroy());
    sockets.set(socket, inner);
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of sockets.keys()) socket.destroy();
  };
  const silence = (): void => {
    for (const [socket, inner] of sockets) {
      socket.unpipe().pause();
      inner?.unpipe().pause();
    }
  };
  const close = async (): Promise<void> => {
    const closed = new Promise((done) => server.close(done));
    cut();
    if (server.listening) await closed;
  };
  atEnd(close);
  return {
    port,
    cut,
    setMood: async (next) => {
      if (mood === 'refusing') await listen(server, port);
      mood = next;
      if (next === 'refusing') await close();
      else if (next === 'silent') silence();
      else cut();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      done();
    });
  });
}
