import type { MailRecord } from './mail.ts';

/** Refusals of recipients or texts in a row that count as a refusal of everything. */
const refusalsInRow = 3;

/** Keeps whether the mail server takes mails of this process. */
export class MailRecorder {
  #record: MailRecord = {};
  #refusals = 0;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  get record(): MailRecord {
    return this.#record;
  }

  /** The server has taken a mail. */
  accepted(): void {
    this.#refusals = 0;
    this.#record = { acceptedAt: this.#now() };
  }

  /** A mail could not be sent for this error of nodemailer; `reason` holds codes only. */
  failed(error: unknown, reason: string): void {
    const kind = kindOf(error);
    if (kind === 'POLICY') this.#refusals++;
    if (kind === 'OTHER' || (kind === 'POLICY' && this.#refusals < refusalsInRow)) return;
    const now = this.#now();
    this.#record = { ...this.#record, refusedSince: this.#record.refusedSince ?? now, refusedAt: now, reason };
  }
}

/**
 * SERVER: the server takes no mail from us: no connection, no sign-in, sender refused. POLICY: it refuses a mail for good
 * for a reason that may concern all mails (status 5.7.x). OTHER: the recipient or the mail is at fault, or the server
 * was only slow.
 */
function kindOf(error: unknown): 'SERVER' | 'POLICY' | 'OTHER' {
  if (!(error instanceof Error)) return 'OTHER';
  if ('timeoutType' in error && error.timeoutType === 'SOCKET_TIMEOUT') return 'OTHER';
  const command = 'command' in error ? String(error.command) : '';
  if (command === 'API') return 'OTHER';
  if (command !== 'RCPT TO' && command !== 'DATA') return 'SERVER';
  const response = 'response' in error ? String(error.response) : '';
  return /^5\d\d[ -]5\.7\.\d/.test(response) ? 'POLICY' : 'OTHER';
}
