import PostalMime from 'postal-mime';
import { NIL, v5 } from 'uuid';
import type { Context } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import type { Letter } from '../../kernel/message.ts';
import { contactsOfAddressSql, findAddress, suppressAddress } from '../../recipient/recipient.suppression.service.ts';
import { countReceipt, type ReceiptOutcome, takeReceipt } from '../receipt/notification.receipt.service.ts';
import {
  type BounceReport,
  decisiveReport,
  effectOn,
  fullLimits,
  isFinal,
  readDeliveryStatus,
} from './notification.bounce.rules.ts';

const channel = 'EMAIL';

/** Maximum depth of parts in a mail; a report has two levels. */
const maxNestingDepth = 8;

/**
 * Report in a mail: multipart/report with a part message/delivery-status (RFC 3464). Undefined for all other mails, such
 * as answers of people and texts without a report.
 */
async function readReport(mail: Uint8Array): Promise<BounceReport | undefined> {
  const parsed = await parseMail(mail);
  const type = parsed?.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  if (!/^multipart\/report\s*;/i.test(type.trim())) return undefined;
  const part = parsed?.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  return typeof part?.content === 'string' ? decisiveReport(readDeliveryStatus(part.content)) : undefined;
}

async function parseMail(mail: Uint8Array) {
  try {
    return await new PostalMime({ attachmentEncoding: 'utf8', maxNestingDepth, forceRfc822Attachments: true }).parse(
      mail,
    );
  } catch {
    return undefined; // not a mail that a mail server wrote; the caller counts it
  }
}

/**
 * Takes a mail that was sent to the bounce address of a delivery. A final failure changes the delivery and may suppress
 * the address; everything else is noted or counted.
 */
export async function takeBounce(ctx: Context, token: string, mail: Uint8Array): Promise<ReceiptOutcome | 'NO_REPORT'> {
  const report = await readReport(mail);
  if (report === undefined) {
    await countReceipt(ctx, channel, 'NO_REPORT');
    return 'NO_REPORT';
  }
  const { status } = report;
  const failureKind = status.startsWith('4.') ? 'TEMPORARY' : 'PERMANENT';
  const state = isFinal(report) ? 'FAILED' : 'NOTE';
  return write(ctx, async (tx) => {
    const { outcome, delivery } = await takeReceipt(tx, { token, channel, state, code: status, failureKind });
    if (outcome === 'CHANGED' && delivery !== null) await judgeAddress(tx, delivery.contactId, status, delivery.sentAt);
    return outcome;
  });
}

/** Counts a mail that the listener refused. */
export function countRefusal(ctx: Context): Promise<void> {
  return countReceipt(ctx, channel, 'REFUSED');
}

/** Notes that the next mail server refused the recipient of a letter for good, with the status of its answer. */
export function noteRefusedRecipient(ctx: Context, letter: Letter, status: string): Promise<void> {
  const { message, contactId } = letter;
  return write(ctx, async (tx) => {
    // The id is the same if a killed job tries the letter again, so that one refusal is not counted twice.
    await tx.em.execute(
      `insert into delivery_receipt (id, delivery_message_id, delivery_contact_id, state, code, has_changed, at)
       values (?, ?, ?, 'FAILED', ?, true, now()) on conflict do nothing`,
      [v5(`refused ${letter.id}`, NIL), message.id, contactId, status],
    );
    await judgeAddress(tx, contactId, status, tx.now());
  });
}

/**
 * Suppresses the address of a contact if the status of a final failure demands it. A mail that was sent before the owner
 * verified the address the last time says nothing.
 */
async function judgeAddress(tx: Tx, contactId: string, status: string, sentAt: Date | null): Promise<void> {
  const effect = effectOn(status);
  const address = effect === 'NONE' ? undefined : await findAddress(tx, contactId);
  if (address === undefined) return;
  const verifiedMs = address.verifiedMs ?? 0;
  if (sentAt !== null && sentAt.getTime() < verifiedMs) return;
  const { addressHash } = address;
  if (effect === 'COUNT' && (await countFull(tx, addressHash, verifiedMs)) < fullLimits.times) return;
  await suppressAddress(tx, { channel, addressHash }, 'BOUNCED');
}

/** How often the mailbox of an address was full lately, since the address was last verified. */
async function countFull(tx: Tx, addressHash: string, verifiedMs: number): Promise<number> {
  const since = Math.max(verifiedMs, tx.now().getTime() - fullLimits.days * 86_400_000);
  const rows: { n: number }[] = await tx.em.execute(
    `select count(*)::int as n from delivery_receipt r
     where r.delivery_contact_id in (${contactsOfAddressSql}) and r.has_changed and r.state = 'FAILED'
       and r.code like '5.2.%' and r.at > ?`,
    [channel, addressHash, new Date(since).toISOString()],
  );
  return rows[0]?.n ?? 0;
}
