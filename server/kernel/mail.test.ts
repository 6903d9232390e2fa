import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testConfig } from '../testing/config.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import type { Mail } from './mail.ts';
import { createMailTransport } from './mail.transport.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.stop());

function mailTo(address: string, messageId = 'x'): Mail {
  return { to: { name: '', address }, subject: 'Grüße', text: 'Text\n', html: '<p>Text</p>', messageId };
}

test('a mail has one recipient, a fixed id, and no headers of its texts', async () => {
  const transport = createMailTransport(testConfig({ smtpUrl: server.url }), () => 'https://ort.example');
  const subject = 'Hallo\r\nBcc: dritte@example.org';
  await transport.send({
    ...mailTo('eine@example.org', 'issue.1'),
    subject,
    headers: { 'X-Kind': 'a\r\nBcc: b@c.de' },
  });
  const { headers, to, raw } = await server.next('eine@example.org');
  expect(to).toEqual(['eine@example.org']);
  expect([headers.get('message-id'), headers.has('bcc'), headers.get('auto-submitted')]).toEqual([
    '<issue.1@ort.example>',
    false,
    'auto-generated',
  ]);
  expect(raw).not.toMatch(/^bcc:/im);
  const hostile = 'Stadt "X" <b@c.de>\r\nBcc: b@c.de';
  await transport.send({ ...mailTo('drei@example.org'), senderName: hostile, list: { id: 'group-1', name: hostile } });
  const named = await server.next('drei@example.org');
  expect([named.headers.get('from'), named.headers.has('bcc')]).toEqual([
    expect.stringMatching(/^"?Stadt [^<]*"? <noreply@ort\.example>$/),
    false,
  ]);
  expect(named.headers.get('list-id')).toMatch(/<group-1\.ort\.example>$/);
  await transport.send({ ...mailTo('x'), to: { name: 'a, b@example.org', address: 'zwei@example.org' } });
  expect((await server.next('zwei@example.org')).to).toEqual(['zwei@example.org']);
  transport.close();
});

test('a refusal says the code and never the address', async () => {
  const sockets = new Set<Socket>();
  const refusing = await listen((socket) => {
    sockets.add(socket);
    socket.write('220 here\r\n');
    socket.on('data', (line) => {
      socket.write(/^(EHLO|HELO|MAIL|RSET)/.test(String(line)) ? '250 ok\r\n' : '550 <x@example.org> unknown\r\n');
    });
  });
  const transport = createMailTransport(testConfig({ smtpUrl: refusing.url }), () => 'https://ort.example');
  const failure = await transport.send(mailTo('x@example.org')).catch((error: unknown) => error);
  expect(String(failure)).toBe('Error: mail not taken: EENVELOPE 550');
  transport.close();
  for (const socket of sockets) socket.destroy();
  refusing.server.close();
  const nobody = createMailTransport(testConfig({ smtpUrl: refusing.url }), () => 'https://ort.example');
  await expect(nobody.send(mailTo('x@example.org'))).rejects.toThrow(
    /^mail not taken: (ECONNREFUSED|ESOCKET|ECONNECTION)/,
  );
  nobody.close();
});

test('without a mail server the newest 2,000 are kept, over a restart and half a line', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-mailbox-'));
  const open = () => createMailTransport(testConfig({ dataDir, mode: 'demo' }), () => 'http://127.0.0.1');
  const first = open();
  for (let i = 1; i <= 2030; i++) await first.send(mailTo('a@example.org', String(i)));
  await first.send(mailTo('a@example.org', '2030')); // a job that ran twice
  appendFileSync(join(dataDir, 'mailbox.jsonl'), '{"number":203');
  const again = open().mailbox;
  for (const mailbox of [first.mailbox, again]) {
    expect([mailbox?.list().length, mailbox?.list()[0]?.number, mailbox?.find(31)?.messageId]).toEqual([
      2000,
      2030,
      '31',
    ]);
    expect(mailbox?.find(30)).toBeUndefined();
  }
  await again?.put({ ...mailTo('a@example.org', 'new'), channel: 'EMAIL' });
  expect(open().mailbox?.list()[0]).toMatchObject({ number: 2031, messageId: 'new' });
  rmSync(dataDir, { recursive: true });
});

async function listen(onConnection: (socket: Socket) => void): Promise<{ server: Server; url: string }> {
  const tcp = createServer(onConnection);
  await new Promise<void>((done) => tcp.listen(0, '127.0.0.1', done));
  const address = tcp.address();
  return { server: tcp, url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}
