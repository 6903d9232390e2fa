import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { system } from '../../kernel/actor.ts';
import { ConfigError } from '../../kernel/config.ts';
import { forkContext, type Services } from '../../kernel/context.ts';
import { readBounceAddress } from './notification.bounce.rules.ts';
import { countRefusal, takeBounce } from './notification.bounce.service.ts';

/** Bounds of the listener. */
export const bounceLimits = {
  /** Maximum size of a mail in bytes. */
  bytes: 65_536,
  connections: 50,
  connectionsPerAddress: 10,
  /** Milliseconds after which a silent connection ends. */
  idleMs: 30_000,
  /** Milliseconds after which a connection ends in any case. */
  connectionMs: 120_000,
} as const;

/** Mails and refusals of one IP address per minute. */
const bounceRate = { name: 'bounces', points: 300, seconds: 60 };

/**
 * Starts the SMTP listener for bounces if BOUNCE_DOMAIN and BOUNCE_PORT are set, and returns the function that stops it. It
 * takes mails with an empty sender for `bounce+<token>@BOUNCE_DOMAIN` and nothing else, so it relays nothing.
 */
export async function startBounceServer(services: Services): Promise<() => Promise<void>> {
  const { bounceDomain, bouncePort, host } = services.config;
  if (bounceDomain === undefined || bouncePort === undefined) return () => Promise.resolve();
  const door = new Door();
  const server: SMTPServer = new SMTPServer({
    name: bounceDomain,
    banner: 'bounces only',
    size: bounceLimits.bytes,
    maxClients: bounceLimits.connections,
    socketTimeout: bounceLimits.idleMs,
    closeTimeout: 1000,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS', 'VRFY', 'HELP'],
    disableReverseLookup: true,
    logger: false,
    onConnect(session, done) {
      if (!door.enter(session, () => endConnection(server, session))) done(reply(421, '4.7.0 too many connections'));
      else done();
    },
    onClose(session, done) {
      door.leave(session);
      done();
    },
    onMailFrom: (address, session, done) => {
      void guarded(services, session, done, async () => {
        if (address.address === '') return undefined;
        await countRefusal(forkContext(services, system));
        return reply(550, '5.7.1 this address takes bounces only');
      });
    },
    onRcptTo(address, session, done) {
      const token = readBounceAddress(address.address, bounceDomain);
      if (token === undefined) done(reply(550, '5.1.1 unknown address'));
      else if (session.envelope.rcptTo.length > 0) done(reply(452, '4.5.3 one recipient for each bounce'));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (stream.byteLength <= bounceLimits.bytes) chunks.push(chunk);
        else if (stream.byteLength > 16 * bounceLimits.bytes) endConnection(server, session);
      });
      stream.on('end', () => {
        const [recipient] = session.envelope.rcptTo;
        const token = readBounceAddress(recipient?.address ?? '', bounceDomain) ?? '';
        void guarded(services, session, done, async () => {
          if (stream.sizeExceeded) return reply(552, '5.3.4 too large');
          const outcome = await takeBounce(forkContext(services, system), token, Buffer.concat(chunks));
          return outcome === 'TOO_EARLY' ? reply(451, '4.3.0 come again') : undefined;
        });
      });
    },
  });
  server.on('error', (error) => {
    services.log.warn({ error: 'code' in error ? error.code : error.name }, 'bounce listener');
  });
  await listen(server, bouncePort, host);
  return () => new Promise((done) => server.close(done));
}

type Done = (error?: Error | null) => void;

/** Answers with the result of `work`: an error for a refusal, undefined for consent. Its own errors let the sender retry. */
async function guarded(
  { limits, log }: Services,
  { remoteAddress }: SMTPServerSession,
  done: Done,
  work: () => Promise<Error | undefined>,
): Promise<void> {
  try {
    const isAllowed = await limits.trySpend(bounceRate, remoteAddress);
    done(isAllowed ? await work() : reply(451, '4.7.0 too many mails, come again'));
  } catch (error) {
    log.error(
      { error: error instanceof Error ? error.name : 'unknown' },
      'a bounce was not taken and is asked for again',
    );
    done(reply(451, '4.3.0 come again'));
  }
}

/** Connections under way, by IP address. */
class Door {
  readonly #open = new Map<string, { readonly address: string; readonly timer: NodeJS.Timeout }>();

  /** False: the address has too many connections. `end` is called when the connection has lasted too long. */
  enter({ id, remoteAddress: address }: SMTPServerSession, end: () => void): boolean {
    const others = [...this.#open.values()].filter((one) => one.address === address);
    if (others.length >= bounceLimits.connectionsPerAddress) return false;
    this.#open.set(id, { address, timer: setTimeout(end, bounceLimits.connectionMs).unref() });
    return true;
  }

  leave({ id }: SMTPServerSession): void {
    clearTimeout(this.#open.get(id)?.timer);
    this.#open.delete(id);
  }
}

function endConnection({ connections }: SMTPServer, session: SMTPServerSession): void {
  for (const connection of connections) if (connection.session === session) connection.close();
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

/** Listens on the port. A port that is in use rejects. */
function listen(server: SMTPServer, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.server.once('error', (error) => {
      fail(new ConfigError(`BOUNCE_PORT ${port} cannot be used: ${error.message}`));
    });
    server.listen(port, host, done);
  });
}
