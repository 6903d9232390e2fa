import type { SmsGateway } from '../../kernel/config.sms.ts';
import type { Context, Services } from '../../kernel/context.ts';
import { hmacText } from '../../kernel/secrets.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { suppressAddress } from '../../recipient/recipient.suppression.service.ts';
import { countReceipt, type ReceiptOutcome, takeReceipt } from '../receipt/notification.receipt.service.ts';
import { isStopWord, readPointer, readSender } from './notification.sms.rules.ts';

const channel = 'SMS';

/**
 * Path at which the gateway reports. Receipts carry no signature, so its middle part is a secret that is derived from that
 * of the installation.
 */
export function receiptPath({ secret }: Pick<Services, 'secret'>): string {
  return `/receipts/${receiptSecret({ secret })}/sms`;
}

/** Secret part of the path. */
export function receiptSecret({ secret }: Pick<Services, 'secret'>): string {
  return hmacText(secret, 'receipts:sms');
}

/** Outcome of a report: STOPPED: the owner of a number wants no SMS. IGNORED: it is none that is understood. */
export type ReportOutcome = ReceiptOutcome | 'STOPPED' | 'IGNORED';

/** Takes a report of the gateway: a receipt, or an SMS that somebody sent. Each is counted by its outcome. */
export async function takeReport(ctx: Context, gateway: SmsGateway, report: unknown): Promise<ReportOutcome> {
  const number = stoppedNumber(gateway, report);
  if (number !== undefined) {
    await suppressAddress(ctx, { channel, addressHash: hashAddress(ctx, number) }, 'STOPPED');
    await countReceipt(ctx, channel, 'STOPPED');
    return 'STOPPED';
  }
  const { receipt } = gateway;
  const id = receipt === null ? undefined : readPointer(report, receipt.id);
  const said = receipt === null ? undefined : readPointer(report, receipt.state);
  const meaning = Object.entries(receipt?.states ?? {}).find(([state]) => state === said)?.[1];
  if (id === undefined || meaning === undefined) {
    await countReceipt(ctx, channel, 'IGNORED');
    return 'IGNORED';
  }
  const token = await findToken(ctx, id);
  const isFailure = meaning !== 'DELIVERED' && meaning !== 'SENT';
  const { outcome } = await takeReceipt(ctx, {
    token: token ?? '',
    channel,
    state: meaning === 'SENT' ? 'NOTE' : isFailure ? 'FAILED' : 'DELIVERED',
    code: said ?? null,
    ...(isFailure && { failureKind: meaning }),
  });
  return outcome;
}

/** Number whose owner answered STOP to an SMS of seven.io; undefined: the report is something else. */
function stoppedNumber({ kind }: SmsGateway, report: unknown): string | undefined {
  if (kind !== 'seven' || readPointer(report, '/webhook_event') !== 'sms_mo') return undefined;
  return isStopWord(readPointer(report, '/data/text') ?? '')
    ? readSender(readPointer(report, '/data/sender'))
    : undefined;
}

/** Token of the delivery that the gateway knows by this id, or by the token itself; undefined: none. */
async function findToken({ em }: Context, id: string): Promise<string | undefined> {
  const rows: { token: string }[] = await em.execute(
    `select d.token from sms s join delivery d on d.message_id = s.message_id and d.contact_id = s.contact_id
     where s.gateway_id = ?
     union all select d.token from delivery d where d.token = ? and d.channel = ? limit 1`,
    [id, id, channel],
  );
  return rows[0]?.token;
}
