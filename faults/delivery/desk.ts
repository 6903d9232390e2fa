import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { atEnd } from '../harness/ending.ts';
import { type Letter, type MailHooks, type MailServer, startMailServer } from '../harness/mail.ts';

/**
 * What the mail server is like towards everybody: it talks, it is not there, it takes connections and never says a
 * word, it says 421 to each.
 */
export type Mood = 'open' | 'refusing' | 'silent' | 'busy';

/** A mail server that can be in a mood, and that keeps count of every letter it has taken. */
export interface Desk extends MailServer {
  readonly letters: readonly Letter[];
  setMood(mood: Mood): Promise<void>;
  /** Called at each moment of each letter, until the next call. */
  watch(onMoment: (moment: Moment) => void): void;
  /** How often somebody asked whether it takes mail for this address. */
  askedFor(address: string): number;
  /** Recipients at tarpit.example are kept waiting no longer. */
  dryTarpit(): void;
}
export type Moment = 'recipient' | 'letter' | 'answered';

/** At gone.example nobody lives; at later.example everybody is told twice to come again. */
export async function openDesk(): Promise<Desk> {
  const letters: Letter[] = [];
  const asked = new Map<string, number>();
  let onMoment: (moment: Moment) => void = () => undefined;
  let isTarpit = true;
  const hooks: MailHooks = {
    onRecipient: async (address) => {
      const times = (asked.get(address) ?? 0) + 1;
      asked.set(address, times);
      if (address.endsWith('@gone.example')) throw answer(550, 'no such user');
      if (address.endsWith('@later.example') && times <= 2) throw answer(450, 'come again');
      if (address.endsWith('@tarpit.example') && isTarpit) await new Promise(() => undefined);
      onMoment('recipient');
    },
    onLetter: (letter) => {
      letters.push(letter);
      onMoment('letter');
    },
    onAnswered: () => {
      onMoment('answered');
    },
  };
  const mail = await startMailServer(hooks);
  const door = await openDoor(Number(new URL(mail.url).port));
  return {
    ...{ letters, nextMail: mail.nextMail, url: `smtp://127.0.0.1:${door.port}`, setMood: door.setMood },
    watch: (listener) => (onMoment = listener),
    askedFor: (address) => asked.get(address) ?? 0,
    dryTarpit: () => (isTarpit = false),
  };
}

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

/** The server's port as the world sees it: in front of the real one, always the same number. */
async function openDoor(behind: number) {
  const sockets = new Set<Socket>();
  let mood: Mood = 'open';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (mood === 'busy') socket.end('421 too much to do\r\n');
    if (mood !== 'open') return;
    const inner = connect(behind, '127.0.0.1').on('error', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    if (server.listening) await closed;
  };
  atEnd(close);
  return {
    port,
    setMood: async (next: Mood): Promise<void> => {
      if (mood === 'refusing') await listen(server, port);
      mood = next;
      if (next === 'refusing') await close();
      else if (next === 'silent') for (const socket of sockets) socket.unpipe().pause();
      else for (const socket of sockets) socket.destroy();
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
