import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  /** Envelope sender, to which bounces go. */
  readonly from: string;
  /** Reports that the sender asks for (RFC 3461), such as "FAILURE,DELAY"; empty: none. */
  readonly notify: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded part text/plain. */
  readonly text: string;
  readonly raw: string;
}
export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

/** SMTP server in this process that keeps all mails. */
export async function startMailServer() {
  const mails: ReceivedMail[] = [];
  const waiting: { to: string; done(mail: ReceivedMail): void }[] = [];
  /** Answers to RCPT by address, such as "550 5.1.1 unknown"; addresses that are missing are accepted. */
  const refusals = new Map<string, string>();
  let senderRefusal: string | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hideDSN: false,
    onMailFrom(_address, _session, done) {
      done(refusalOf(senderRefusal));
    },
    onRcptTo({ address }, _session, done) {
      done(refusalOf(refusals.get(address)));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const envelope = readEnvelope(session); // copied, because done() empties the list
      stream.on('end', () => {
        done();
        receive({ ...envelope, ...readMail(Buffer.concat(chunks).toString()) });
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;

  function receive(mail: ReceivedMail): void {
    mails.push(mail);
    for (const one of waiting.filter(({ to }) => mail.to.includes(to))) {
      waiting.splice(waiting.indexOf(one), 1);
      one.done(mails.splice(mails.indexOf(mail), 1)[0] ?? mail);
    }
  }

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refusals,
    /** Refuses every sender with this answer to MAIL; undefined: takes mails again. */
    refuseSenders(answer: string | undefined): void {
      senderRefusal = answer;
    },
    /** Drops all mails that have arrived and all refusals. */
    reset(): void {
      mails.length = 0;
      refusals.clear();
      senderRefusal = undefined;
    },
    /** Mails to these addresses that no test has taken. */
    to(...addresses: readonly string[]): ReceivedMail[] {
      return mails.filter(({ to }) => to.some((address) => addresses.includes(address)));
    },
    /** Next mail to this address that no test has taken, among those that have arrived or within `ms` milliseconds. */
    next(to: string, ms = 30_000): Promise<ReceivedMail> {
      const known = mails.findIndex((mail) => mail.to.includes(to));
      const [mail] = known < 0 ? [] : mails.splice(known, 1);
      if (mail !== undefined) return Promise.resolve(mail);
      return new Promise((done, fail) => {
        const timer = setTimeout(() => {
          fail(new Error(`no mail to ${to}; there are mails to ${JSON.stringify(mails.map((one) => one.to))}`));
        }, ms);
        waiting.push({
          to,
          done: (received) => {
            clearTimeout(timer);
            done(received);
          },
        });
      });
    },
    stop: () => new Promise<void>((done) => server.close(done)),
  };
}

/** Answer such as "550 5.1.1 unknown" as an error; null: accepted. */
function refusalOf(answer: string | undefined): Error | null {
  if (answer === undefined) return null;
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });
}

function readEnvelope({ envelope }: SMTPServerSession): Pick<ReceivedMail, 'to' | 'from' | 'notify'> {
  const { mailFrom, rcptTo } = envelope;
  return {
    to: rcptTo.map(({ address }) => address),
    from: mailFrom === false ? '' : mailFrom.address,
    notify: [rcptTo[0]?.dsn?.notify ?? []].flat().join(),
  };
}

function readMail(raw: string): Omit<ReceivedMail, 'to' | 'from' | 'notify'> {
  const headers = readHeaders(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1];
  const parts = boundary === undefined ? [raw] : raw.split(`--${boundary}`).slice(1, -1);
  const plain = parts.map((part) => part.trimStart()).find((part) => /^content-type: text\/plain/im.test(part)) ?? raw;
  return { headers, text: decodeBody(plain), raw };
}

function readHeaders(text: string): Map<string, string> {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
}

function decodeBody(part: string): string {
  const encoding = readHeaders(part).get('content-transfer-encoding');
  const body = part.slice(part.search(/\r?\n\r?\n/)).trim();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
