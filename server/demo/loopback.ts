import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../kernel/config.ts';
import type { Services } from '../kernel/context.ts';
import type { KeptEntry, Mailbox } from '../kernel/mail.ts';
import { receiptPath } from '../notification/sms/notification.smsReceipt.service.ts';
import { holdPort, sendBounce } from './bounces.ts';
import { renewSubscriptions } from './devices.ts';
import { type Pushed, startLoopbackPushService } from './pushService.ts';
import { type LoopbackSms, startLoopbackGateway } from './smsGateway.ts';

/** Mails to addresses that begin so come back. */
const unknownAddress = /^unbekannt/i;
/** SMS to numbers that end so do not arrive. */
const deadNumber = /99$/;
/** Milliseconds until the gateway reports what became of an SMS. */
const receiptMs = 700;
/** How often, and after how many milliseconds, a report is repeated that the town does not take yet. */
const repeats = { times: 10, ms: 500 } as const;

export interface Loopback {
  /** Settings with which the town sends to the servers of the demo; what the operator has set stays. */
  readonly config: Config;
  /** Connects the servers with a town before it takes requests. */
  connect(services: Services): Promise<void>;
  /** Port at which the town takes receipts. */
  setPort(port: number): void;
  stop(): void;
}

/**
 * Servers of the demo in place of those outside: a push service, an SMS gateway and a mail server that returns mails. They
 * listen on loopback and keep what they get in the mailbox of the demo.
 */
export async function startLoopback(given: Config): Promise<Loopback> {
  let town: { readonly services: Services; readonly mailbox: Mailbox } | undefined;
  let port = given.port;
  const labels = new Map<string, string>();
  const push = await startLoopbackPushService((pushed) => {
    const entry = entryOfPush(pushed, labels.get(pushed.path) ?? '');
    if (entry !== undefined) void town?.mailbox.put(entry);
  });
  const gateway = await startLoopbackGateway(async (sms) => {
    if (town === undefined) return { status: 503 };
    const path = receiptPath(town.services);
    await town.mailbox.put(entryOfSms(sms));
    void report(() => sendReceipt(port, path, sms));
    return undefined;
  });
  const { listener, release } = await listenerOf(given);
  const config: Config = {
    ...given,
    pushHosts: [...given.pushHosts, '127.0.0.1'],
    outsideHosts: [...given.outsideHosts, push.host, gateway.host],
    smsGateway: given.smsGateway ?? gateway.seven,
    bounceDomain: listener.domain,
    bouncePort: listener.port,
  };

  async function returnMail(entry: KeptEntry): Promise<void> {
    const { to, token } = entry;
    if (token === undefined) return; // sign-in codes: their bounces are not read
    await report(() => sendBounce(listener, { address: to.address, token }));
    await town?.mailbox.put(entryOfBounce(entry));
  }

  return {
    config,
    connect: async (services) => {
      const { mailbox } = services.mail;
      if (mailbox === undefined)
        throw new Error('The demo shows its messages in the mailbox, which SMTP_URL replaces.');
      town = { services, mailbox };
      push.vapidKey = services.pushKeys.publicKey;
      for (const [path, label] of await renewSubscriptions(services, push)) labels.set(path, label);
      mailbox.watch((entry) => {
        if (entry.channel === 'EMAIL' && unknownAddress.test(entry.to.address)) void returnMail(entry);
      });
      await release();
    },
    setPort: (value) => {
      port = value;
    },
    stop: () => {
      push.stop();
      gateway.stop();
    },
  };
}

/** Where the town takes bounces: the operator's setting, else a port that stays reserved until `release` is called. */
async function listenerOf({ bouncePort, bounceDomain }: Config) {
  if (bouncePort !== undefined && bounceDomain !== undefined)
    return { listener: { port: bouncePort, domain: bounceDomain }, release: () => Promise.resolve() };
  const { port, release } = await holdPort();
  return { listener: { port, domain: 'bounces.demo.example' }, release };
}

function entryOfPush({ path, message }: Pushed, label: string) {
  if (message === undefined) return undefined;
  const { title, body, navigate } = message.notification;
  const to = { name: label, address: path };
  return { channel: 'PUSH', messageId: randomUUID(), to, subject: title, text: body, opens: navigate } as const;
}

function entryOfSms({ to: address, text, from, token }: LoopbackSms) {
  const to = { name: '', address };
  return { channel: 'SMS', messageId: `sms.${token}`, to, subject: '', text, senderName: from } as const;
}

function entryOfBounce({ to, messageId }: KeptEntry) {
  const subject = 'Undelivered Mail Returned to Sender';
  const text = `<${to.address}>: user unknown (5.1.1)`;
  return { channel: 'BOUNCE', messageId: `bounce.${messageId}`, to, subject, text } as const;
}

/** Receipt as seven.io sends it. Rejects if the town does not take it. */
async function sendReceipt(port: number, path: string, { id, to }: LoopbackSms): Promise<void> {
  await pause(receiptMs);
  const status = deadNumber.test(to) ? 'NOTDELIVERED' : 'DELIVERED';
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ webhook_event: 'dlr', data: { msg_id: id, status, timestamp: new Date().toISOString() } }),
  });
  if (!answer.ok) throw new Error(`receipt refused: ${answer.status}`);
}

/** Sends a report, again while the delivery that it is about is still being stored. */
async function report(send: () => Promise<void>): Promise<void> {
  for (let n = 1; ; n++) {
    try {
      return await send();
    } catch (error) {
      if (n === repeats.times) {
        console.error('the demo could not report about a message:', error instanceof Error ? error.message : error);
        return;
      }
      await pause(repeats.ms);
    }
  }
}
