import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';
import type { MailCalendar } from './letter.ts';
import { type Mail, MailError, type MailRecord, type MailTransport } from './mail.ts';
import { mailHost, senderAddress, senderName } from './mail.sender.ts';
import { MailRecorder } from './mail.record.ts';
import { createMailbox } from './mailbox.ts';

/**
 * Transport over SMTP, or into the mailbox without SMTP_URL. `publicUrl` determines the sender's host and may be
 * unknown at the start.
 */
export function createMailTransport(
  config: Config,
  publicUrl: () => string,
  now: () => Date = () => new Date(),
): MailTransport {
  const recorder = new MailRecorder(now);
  const record = (): MailRecord => recorder.record;
  if (config.smtpUrl === undefined) {
    const mailbox = createMailbox(config.dataDir);
    return { mailbox, record, send: (mail) => mailbox.put({ ...mail, channel: 'EMAIL' }), close: () => undefined };
  }
  const smtp = createTransport({ url: config.smtpUrl, ...patience });
  return {
    mailbox: undefined,
    record,
    async send(mail) {
      try {
        const url = publicUrl();
        const sender = senderAddress(config, url, mail.senderAddress);
        await smtp.sendMail({ ...contentOf(mail, sender, mailHost(url)), ...envelopeOf(mail, config.bounceDomain) });
        recorder.accepted();
      } catch (error) {
        recorder.failed(error, reasonOf(error));
        throw new MailError(reasonOf(error), isPermanent(error), hasStalled(error), statusOf(error));
      }
    },
    close: () => {
      smtp.close();
    },
  };
}

/**
 * Time limits of connections, because nodemailer waits up to ten minutes for a silent server. There are more
 * connections than queues that send mail, so a slow mail does not block other queues.
 */
const patience = {
  pool: true,
  maxConnections: 6,
  maxRequeues: 0, // the job of a mail decides whether it is sent again
  dnsTimeout: 5000,
  connectionTimeout: 5000,
  greetingTimeout: 5000,
  socketTimeout: 15_000,
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;

/**
 * Sender to which mail servers send bounces, and the request for reports (RFC 3461) for servers that offer them; without
 * BOUNCE_DOMAIN the sender of the mail.
 */
function envelopeOf({ to, token }: Mail, domain: string | undefined) {
  if (domain === undefined || token === undefined) return {};
  return {
    envelope: { from: `bounce+${token}@${domain}`, to: to.address },
    dsn: { id: token, return: 'headers' as const, notify: ['failure', 'delay'], recipient: to.address },
  };
}

function contentOf(
  { senderName: name, senderAddress: _own, thread, inReplyTo, list, token: _token, calendars = [], ...mail }: Mail,
  sender: string,
  host: string,
) {
  const before = inReplyTo === undefined ? undefined : `<${inReplyTo}@${host}>`;
  const references = [
    ...(thread === undefined ? [] : [`<thread.${thread}@${host}>`]),
    ...(before === undefined ? [] : [before]),
  ];
  return {
    ...mail,
    from: { name: senderName(name ?? 'Ortsfunk'), address: sender },
    ...calendarParts(calendars),
    messageId: `<${mail.messageId}@${host}>`,
    ...(references.length > 0 && { references }),
    ...(before !== undefined && { inReplyTo: before }),
    ...(list && { list: { id: { url: `${list.id}.${host}`, comment: senderName(list.name) } } }),
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
  };
}

/** Programs read one calendar beside the text of a mail; others are attached, for programs that read several and for the reader. */
function calendarParts([first, ...others]: readonly MailCalendar[]) {
  if (first === undefined) return {};
  const attachments = others.map((one, n) => ({ ...calendarPart(one), filename: `invite-${n + 2}.ics` }));
  return { alternatives: [calendarPart(first)], attachments };
}

/** Part by which a program recognises dates (RFC 6047). The lines of the file are folded, and base64 keeps them. */
function calendarPart({ method, text }: MailCalendar) {
  return {
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content: text,
    contentTransferEncoding: 'base64' as const,
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error ? `${code} ${String(error.responseCode)}` : code;
}

/**
 * Whether a mail cannot be sent: a 5xx answer about its recipient or text. A 5xx answer about the sender or the
 * password can be corrected by the operator, so the mail is tried again.
 */
function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error) || !('command' in error)) return false;
  const isOfMail = error.command === 'RCPT TO' || error.command === 'DATA';
  const hasNoRecipient = error.command === 'API' && 'code' in error && error.code === 'EENVELOPE';
  return hasNoRecipient || (isOfMail && 'responseCode' in error && Number(error.responseCode) >= 500);
}

/** Status in the answer with which the server refused the recipient for good. */
function statusOf(error: unknown): string | undefined {
  if (!isPermanent(error) || !(error instanceof Error) || !('command' in error) || !('response' in error))
    return undefined;
  if (error.command !== 'RCPT TO') return undefined;
  return /^5\d\d[ -](5\.\d{1,3}\.\d{1,3})(?!\d)/.exec(String(error.response))?.[1];
}

function hasStalled(error: unknown): boolean {
  return error instanceof Error && 'timeoutType' in error && error.timeoutType === 'SOCKET_TIMEOUT';
}
