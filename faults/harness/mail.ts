import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { atEnd } from './ending.ts';

export interface MailServer {
  readonly url: string;
  /** Returns the next mail to this address and waits up to `ms` for it. Each mail is returned once. */
  nextMail(to: string, ms?: number): Promise<string>;
}

/** A letter as it arrived at one recipient. */
export interface Letter {
  readonly messageId: string;
  readonly to: string;
  readonly text: string;
}

/** Hooks with which a scenario observes or disturbs the SMTP dialogue. */
export interface MailHooks {
  /** Called before a recipient is accepted: may throw the reply (with `responseCode`) or delay it. */
  readonly onRecipient?: (address: string) => Promise<void> | void;
  /** Called when the letter has arrived, before the sender receives the reply. */
  readonly onLetter?: (letter: Letter) => void;
  /** Called after the reply to the sender. */
  readonly onAnswered?: () => void;
}

/** Starts an SMTP server in this process that accepts every mail and keeps it in memory. */
export async function startMailServer(hooks: MailHooks = {}): Promise<MailServer> {
  const boxes = new Map<string, string[]>();
  const waiting = new Map<string, (mail: string) => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (_auth, _session, done) => {
      done(null, { user: 'anybody' });
    },
    onRcptTo: ({ address }, _session, done) => {
      const judge = async (): Promise<void> => hooks.onRecipient?.(address.toLowerCase());
      judge().then(() => {
        done();
      }, done);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const text = bodyOf(raw);
        const messageId = /^message-id:\s*(<[^>]*>)/im.exec(raw)?.[1] ?? '';
        for (const { address } of session.envelope.rcptTo) {
          const to = address.toLowerCase();
          deliver(to, text);
          hooks.onLetter?.({ messageId, to, text });
        }
        done();
        hooks.onAnswered?.();
      });
    },
  });
  server.on('error', () => undefined); // connections of senders that were killed during the dialogue
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => new Promise<void>((done) => server.close(done)));
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    nextMail: (to, ms = 20_000) =>
      new Promise((done, fail) => {
        const known = boxes.get(to)?.shift();
        if (known !== undefined) {
          done(known);
          return;
        }
        const timer = setTimeout(() => {
          waiting.delete(to);
          fail(new Error('a mail that was promised did not come'));
        }, ms);
        waiting.set(to, (mail) => {
          clearTimeout(timer);
          waiting.delete(to);
          done(mail);
        });
      }),
  };

  function deliver(to: string, mail: string): void {
    const take = waiting.get(to);
    if (take === undefined) boxes.set(to, [...(boxes.get(to) ?? []), mail]);
    else take(mail);
  }
}

/** Readable text of all parts of a mail, decoded. */
function bodyOf(raw: string): string {
  const head = raw.slice(0, raw.search(/\r?\n\r?\n/));
  const boundary = /boundary="?([^";\r\n]+)/i.exec(head)?.[1];
  const parts = boundary === undefined ? [raw] : raw.split(`--${boundary}`).slice(1);
  return parts.map(decodePart).join('\n');
}

function decodePart(part: string): string {
  const start = part.search(/\r?\n\r?\n/);
  const head = part.slice(0, start);
  const body = part.slice(start);
  if (/encoding:\s*base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/encoding:\s*quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
