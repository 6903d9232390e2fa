import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';
import { type Mail, MailError, type MailTransport } from './mail.ts';
import { createMailbox } from './mailbox.ts';

/** `publicUrl` names the sender's host once it is known. */
export function createMailTransport(config: Config, publicUrl: () => string): MailTransport {
  if (config.smtpUrl === undefined) {
    const mailbox = createMailbox(config.dataDir);
    return { mailbox, send: (mail) => mailbox.put(mail), close: () => undefined };
  }
  const smtp = createTransport({ url: config.smtpUrl, ...patience });
  return {
    mailbox: undefined,
    async send(mail) {
      try {
        await smtp.sendMail(envelope(mail, hostOf(publicUrl())));
      } catch (error) {
        throw new MailError(reasonOf(error), isPermanent(error), hasStalled(error));
      }
    },
    close: () => {
      smtp.close();
    },
  };
}

/**
 * nodemailer itself waits up to ten minutes for a server that says nothing. More connections than there are queues that
 * send: none of them waits for another's slow mail.
 */
const patience = {
  pool: true,
  maxConnections: 6,
  maxRequeues: 0, // whether a mail is sent again is decided by its job
  dnsTimeout: 5000,
  connectionTimeout: 5000,
  greetingTimeout: 5000,
  socketTimeout: 15_000,
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;

function envelope(mail: Mail, host: string) {
  return {
    ...mail,
    from: { name: 'Ortsfunk', address: `noreply@${host}` },
    messageId: `<${mail.messageId}@${host}>`,
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
  };
}

function hostOf(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : 'localhost';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error ? `${code} ${String(error.responseCode)}` : code;
}

/** 5xx about this recipient or this text. The same about us (sender, password) is the operator's to mend: tried again. */
function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error) || !('command' in error)) return false;
  const isOfMail = error.command === 'RCPT TO' || error.command === 'DATA';
  const hasNoRecipient = error.command === 'API' && 'code' in error && error.code === 'EENVELOPE';
  return hasNoRecipient || (isOfMail && 'responseCode' in error && Number(error.responseCode) >= 500);
}

function hasStalled(error: unknown): boolean {
  return error instanceof Error && 'timeoutType' in error && error.timeoutType === 'SOCKET_TIMEOUT';
}
