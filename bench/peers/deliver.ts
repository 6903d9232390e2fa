import { createECDH, randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import { RequestFilteringHttpAgent } from 'request-filtering-agent';
import webPush from 'web-push';
import { encryptFor } from '../../server/notification/push/notification.push.encryption.ts';
import { isListening, setting } from './schema.ts';

/**
 * A loop without a database, and so without memory of what was sent: the messages, the pool, the agents and the
 * encryption of the product, the same number at a time. `POST /?kinds=mail,push,sms&count=n` sends so many of each kind, all kinds at the
 * same time, and answers when everything is accepted.
 */
const slots = { mail: 6, push: 50, sms: 20 } as const;
type Kind = keyof typeof slots;
const text = 'Am Samstag wird gepflanzt.';
const smtp = createTransport({ url: setting('SMTP_URL'), pool: true, maxConnections: slots.mail });
const agent = new RequestFilteringHttpAgent({ keepAlive: true, maxSockets: 50, allowPrivateIPAddress: true });
const keys = webPush.generateVAPIDKeys();
const { Authorization } = webPush.getVapidHeaders(
  setting('PUSH_ORIGIN'),
  'https://localhost',
  keys.publicKey,
  keys.privateKey,
  'aes128gcm',
);
const browser = createECDH('prime256v1');
const p256dh = browser.generateKeys('base64url');
const auth = randomBytes(16).toString('base64url');
const topic = randomBytes(24).toString('base64url');

const address = 'http://127.0.0.1:10001';
const page = `${address}/07138073/posts/UG9zdDowMWEyMjc2Zi1kODc1LTcwYzItYmQ5NS03ODI0MTk4NjM2MTY`;
const choices = `${address}/07138073/me/notifications`;
const thread = '01a2276f-d875-70c2-bd95-782419863616';
const reasons = [
  'Diese E-Mail wurde automatisch verschickt. Antworten darauf liest niemand.',
  'Sie bekommen diese E-Mail, weil Sie der Gruppe Lesekreis folgen und E-Mails für sie eingeschaltet haben.',
];
const words = ['Guten Tag,', 'Neues aus der Gruppe Lesekreis in Unkel:', 'Pflanztag am Ufer', text];

/** The product's mail about a post, with all of its headers; only what differs by recipient is written anew. */
async function sendMail(n: number): Promise<void> {
  const id = `b0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const unsubscribe = `${address}/unsubscribe/sAAAAAAAQACAAAAAAAAAgAGiJ29273YspSdvTspJDroIOVvlnXCD1nMIh6xf${n}_EMAIL`;
  const links = [
    ['E-Mails aus dieser Gruppe abbestellen', unsubscribe],
    ['Alle Benachrichtigungen einstellen', choices],
  ] as const;
  const small = (html: string): string => `<p style="color:#5b616b;font-size:13px">${html}</p>`;
  await smtp.sendMail({
    from: { name: 'Stadt Unkel', address: 'noreply@localhost' },
    to: { name: '', address: `${id}@example.org` },
    subject: 'Lesekreis: Pflanztag am Ufer',
    text: [...words, page, '-- ', ...reasons, ...links.map(([name, url]) => `${name}: ${url}`)].join('\n\n'),
    html: [
      '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Lesekreis: Pflanztag am Ufer</title></head>',
      '<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:24px auto">',
      ...words.map((word) => `<p>${word}</p>`),
      `<p><a href="${page}" style="font-weight:bold">Beitrag öffnen</a></p>`,
      ...reasons.map(small),
      ...links.map(([name, url]) => small(`<a href="${url}">${name}</a>`)),
      '</body></html>',
    ].join('\n'),
    messageId: `<${thread}.${id}@localhost>`,
    references: `<thread.${thread}@localhost>`,
    list: { id: { url: `group-${thread}.07138073.localhost`, comment: 'Lesekreis' } },
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
}

async function sendPush(n: number): Promise<void> {
  const notification = { title: 'Pflanztag am Ufer', body: text, navigate: page, tag: topic, lang: 'de', silent: true };
  const payload = JSON.stringify({ web_push: 8030, notification, app_badge: 1 });
  const headers = {
    Authorization,
    TTL: '86400',
    Urgency: 'low',
    Topic: topic,
    'Content-Type': 'application/notification+json',
    'Content-Encoding': 'aes128gcm',
  };
  await post(`${setting('PUSH_ORIGIN')}/wpush/v2/${n}`, headers, encryptFor({ p256dh, auth }, payload));
}

async function sendSms(n: number): Promise<void> {
  const body = new URLSearchParams({ to: `+49151${10_000_000 + n}`, text, from: 'Unkel', token: `token${n}` });
  await post(`${setting('SMS_ORIGIN')}/sms`, { 'Content-Type': 'application/x-www-form-urlencoded' }, String(body));
}

/** Reads the whole answer; that of the SMS gateway holds the id of the message. */
async function post(url: string, headers: Readonly<Record<string, string>>, body: string | Buffer): Promise<void> {
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => sent.destroy(), 10_000);
    const taken = (): void => {
      clearTimeout(timer);
      done();
    };
    const sent = request(url, { method: 'POST', headers: { ...headers }, agent }, (response) => {
      if (response.statusCode === 201) response.resume().on('end', taken);
      else json(response).then(taken, fail);
    });
    sent.once('error', fail).end(body);
  });
}

const senders: Readonly<Record<Kind, (n: number) => Promise<void>>> = { mail: sendMail, push: sendPush, sms: sendSms };

async function sendAll(kind: Kind, count: number): Promise<void> {
  const rest = Array.from({ length: count }, (_, n) => n).values();
  const runSlot = async (): Promise<void> => {
    for (const n of rest) await senders[kind](n);
  };
  await Promise.all(Array.from({ length: slots[kind] }, runSlot));
}

const server = createServer((asked, response) => {
  const { searchParams } = new URL(asked.url ?? '/', 'http://localhost');
  const kinds = (searchParams.get('kinds') ?? '').split(',') as Kind[];
  Promise.all(kinds.map((kind) => sendAll(kind, Number(searchParams.get('count'))))).then(
    () => response.end(),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(setting('PORT')), '127.0.0.1', isListening);
