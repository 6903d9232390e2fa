import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { createTransport } from 'nodemailer';

/** Mail that a mail server could not deliver. */
export interface ReturnedMail {
  readonly address: string;
  /** By which the town recognises the delivery. */
  readonly token: string;
}

/** Where the town takes bounces. */
export interface BounceListener {
  readonly port: number;
  readonly domain: string;
}

/**
 * Reports over SMTP that a mailbox does not exist, as the mail server of the recipient would (RFC 3464). Rejects if the
 * listener does not take the report.
 */
export async function sendBounce({ port, domain }: BounceListener, { address, token }: ReturnedMail): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  try {
    const to = `bounce+${token}@${domain}`;
    await transport.sendMail({ envelope: { from: '', to }, raw: reportOf(address, to) });
  } finally {
    transport.close();
  }
}

function reportOf(address: string, to: string): string {
  const boundary = `report-${randomUUID()}`;
  return [
    'From: Mail Delivery System <mailer-daemon@demo.example>',
    `To: <${to}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@demo.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `<${address}>: user unknown`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.demo.example',
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

/** Free port that nobody else gets until `release` is called. */
export async function holdPort(): Promise<{ readonly port: number; readonly release: () => Promise<void> }> {
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
  const { port } = holder.address() as AddressInfo;
  const release = (): Promise<void> => new Promise((done) => holder.close(() => done()));
  return { port, release };
}
