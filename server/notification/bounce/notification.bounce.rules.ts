/** Report of a mail server about one recipient (RFC 3464). */
export interface BounceReport {
  /** Action, in lower case: `failed`, `delayed`, `relayed`, `delivered` or `expanded`. */
  readonly action: string;
  /** Status (RFC 3463), such as "5.1.1". */
  readonly status: string;
}

/** Effect on the address: none, suppressed at once, or suppressed if it is full for the third time. */
export type AddressEffect = 'NONE' | 'SUPPRESS' | 'COUNT';

/** How often a mailbox may be full within so many days before nothing is sent to it any more. */
export const fullLimits = { times: 3, days: 30 } as const;

/**
 * Codes of class 5.1 that say nothing against the recipient's address: it is valid (5), or the address of the sender is
 * wrong (7, 8), or the next server is too old (9). A wrong setting of the sender must not suppress the addresses of a town.
 */
const notOfRecipient = /^5\.1\.[5789]$/;

/** Effect of a final failure on the address, for bounces and for answers to RCPT alike. */
export function effectOn(status: string): AddressEffect {
  if (status.startsWith('5.1.') && !notOfRecipient.test(status)) return 'SUPPRESS';
  return status.startsWith('5.2.') ? 'COUNT' : 'NONE';
}

/** Whether the report says that the mail will not arrive; delayed and relayed mails may arrive. */
export function isFinal({ action, status }: BounceReport): boolean {
  return action === 'failed' && /^[45]\./.test(status);
}

const letters = '[a-z2-7]{16}';

/** Envelope sender of a mail, to which its bounces are sent. */
function bounceAddress(token: string, domain: string): string {
  return `bounce+${token}@${domain}`;
}

/** Token in the address of a bounce; undefined: the address is none of bounces. Case does not matter. */
export function readBounceAddress(address: string, domain: string): string | undefined {
  const token = new RegExp(`^bounce\\+(${letters})@`).exec(address.toLowerCase())?.[1];
  return token !== undefined && address.toLowerCase() === bounceAddress(token, domain) ? token : undefined;
}

/** Reports on recipients in the part message/delivery-status; the first group of lines is about the mail as a whole. */
export function readDeliveryStatus(text: string): BounceReport[] {
  const [, ...recipients] = text
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n\s*\n/);
  return recipients.flatMap((group) => {
    const fields = new Map(
      group
        .replace(/\n[ \t]+/g, ' ')
        .split('\n')
        .map((line) => [
          line.slice(0, line.indexOf(':')).trim().toLowerCase(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
    );
    const action = fields.get('action')?.toLowerCase();
    const status = /^[245]\.\d{1,3}\.\d{1,3}(?!\d)/.exec(fields.get('status') ?? '')?.[0];
    return action === undefined || status === undefined ? [] : [{ action, status }];
  });
}

/**
 * Report that decides if an alias led to several mailboxes: the mail arrived if one of them did not refuse it, and of
 * several failures the one that says least against the address counts.
 */
export function decisiveReport(reports: readonly BounceReport[]): BounceReport | undefined {
  const order: readonly AddressEffect[] = ['NONE', 'COUNT', 'SUPPRESS'];
  const rank = (report: BounceReport): number => (isFinal(report) ? 1 + order.indexOf(effectOn(report.status)) : 0);
  return [...reports].sort((a, b) => rank(a) - rank(b))[0];
}
