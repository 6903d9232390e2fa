import { createECDH, randomBytes } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import { createTransport } from 'nodemailer';
import webPush from 'web-push';
import { isListening, setting } from './schema.ts';

/**
 * A loop without a database, and so without memory of what was sent: the pool, the agents and the encryption of the
 * product, the same number at a time. `POST /mail?count=n` and `POST /push?count=n` answer when everything is accepted.
 */
const slots = { mail: 6, push: 50 } as const;
const text = 'Am Samstag wird gepflanzt.';
const smtp = createTransport({ url: setting('SMTP_URL'), pool: true, maxConnections: slots.mail });
const agent = new Agent({ keepAlive: true, maxSockets: slots.push });
const keys = webPush.generateVAPIDKeys();
const browser = createECDH('prime256v1');
const p256dh = browser.generateKeys('base64url');
const auth = randomBytes(16).toString('base64url');

async function sendMail(n: number): Promise<void> {
  const unsubscribe = `http://127.0.0.1/unsubscribe/${n}`;
  await smtp.sendMail({
    from: { name: 'Stadt Unkel', address: 'noreply@localhost' },
    to: { name: '', address: `person${n}@example.org` },
    subject: `Unkel: Pflanztag am Ufer`,
    text: `Guten Tag,\n\n${text}\n\n${unsubscribe}`,
    html: `<p>Guten Tag,</p><p>${text}</p><p><a href="${unsubscribe}">Abbestellen</a></p>`,
    messageId: `<${n}@localhost>`,
    references: '<thread@localhost>',
    list: { id: { url: 'group.localhost', comment: 'Unkel' } },
    headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  });
}

async function sendPush(n: number): Promise<void> {
  const endpoint = `${setting('PUSH_ORIGIN')}/wpush/v2/${n}`;
  const payload = JSON.stringify({ web_push: 8030, notification: { title: 'Pflanztag am Ufer', body: text } });
  const { method, headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails: { subject: 'https://localhost', ...keys },
    TTL: 86_400,
    contentEncoding: 'aes128gcm',
  });
  await new Promise<void>((done, fail) => {
    const sent = request(endpoint, { method, headers: { ...headers }, agent }, (response) => {
      response.resume().on('end', done);
    });
    sent.once('error', fail).end(body);
  });
}

const server = createServer((asked, response) => {
  const { pathname, searchParams } = new URL(asked.url ?? '/', 'http://localhost');
  const [send, atOnce] = pathname === '/mail' ? [sendMail, slots.mail] : [sendPush, slots.push];
  const rest = Array.from({ length: Number(searchParams.get('count')) }, (_, n) => n).values();
  const runSlot = async (): Promise<void> => {
    for (const n of rest) await send(n);
  };
  Promise.all(Array.from({ length: atOnce }, runSlot)).then(
    () => response.end(),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(setting('PORT')), '127.0.0.1', isListening);
