import type { SmsGateway } from '../../kernel/config.sms.ts';
import type { Context } from '../../kernel/context.ts';
import { PermanentFailure, Postponed } from '../../kernel/message.ts';
import { askOutside, type OutsideAnswer, OutsideError } from '../../kernel/outside.ts';
import { readRetryAfter } from '../push/notification.push.rules.ts';
import { deferHost, deferredFor, resumeHost } from '../sending/notification.hostPause.service.ts';
import { fillTemplate, readAnswer, type SmsRequest } from './notification.sms.rules.ts';

/** Parts of a context that the gateway needs. */
type GatewayContext = Pick<Context, 'config' | 'em' | 'now' | 'log'>;

/** SMS that the gateway took, which does not say that it arrived. */
export interface TakenSms {
  /** Id at the gateway, under which receipts come; null: the gateway named none. */
  readonly id: string | null;
  /** Price in hundredths of a cent; undefined: the gateway named none. */
  readonly price: number | undefined;
}

/** No answer came: the gateway may have taken the message, and sending it again may cost twice. */
export class SmsUnanswered extends Postponed {}

/** Seconds until the next try after an error that is not about the message. */
const waitSeconds = { TEMPORARY: 300, TECHNICAL: 900 } as const;

/**
 * Hands an SMS to the gateway. Throws PermanentFailure if it will never be sent, SmsUnanswered if the request was sent and no
 * answer came, and
 * Postponed otherwise.
 */
export async function sendToGateway(ctx: GatewayContext, gateway: SmsGateway, request: SmsRequest): Promise<TakenSms> {
  const { url, headers, body } = fillTemplate(gateway, request);
  const { host } = new URL(url);
  requireOpen(ctx, host);
  const answer = await ask(ctx, gateway, host, { url, headers, ...(body !== undefined && { body }) });
  const read = readAnswer(gateway, answer.status, answer.bytes.toString('utf8'));
  if (read.outcome === 'PAUSE') {
    await deferHost(ctx, host, readRetryAfter(answer.headers['retry-after'], ctx.now()));
    throw new Postponed(read.reason, waitFor(ctx, host));
  }
  await resumeHost(ctx, host);
  if (read.outcome === 'SENT') return { id: read.id, price: read.price };
  if (read.outcome === 'REFUSED') throw new PermanentFailure(read.reason);
  if (read.kind === 'TECHNICAL') ctx.log.error({ reason: read.reason }, 'the SMS gateway refuses this installation');
  throw new Postponed(read.reason, waitSeconds[read.kind], read.kind);
}

interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask(
  ctx: GatewayContext,
  { method }: SmsGateway,
  host: string,
  { url, ...rest }: Asked,
): Promise<OutsideAnswer> {
  try {
    const timeoutMs = ctx.config.deliveryTimeoutMs;
    return await askOutside(ctx.config, url, { method, ...rest, maxBytes: 20_000, timeoutMs, keepsAlive: true });
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (!error.isRetryable) {
      ctx.log.error({ reason: error.code }, 'the SMS gateway cannot be asked');
      throw new Postponed(error.code, waitSeconds.TECHNICAL, 'TECHNICAL');
    }
    await deferHost(ctx, host);
    const wait = waitFor(ctx, host);
    throw error.mayHaveArrived ? new SmsUnanswered(error.code, wait) : new Postponed(error.code, wait);
  }
}

/** A gateway that asked for a pause, or does not answer, gets no message. */
function requireOpen(ctx: GatewayContext, host: string): void {
  if (deferredFor(ctx, host) > 0) throw new Postponed('HOST_PAUSES', waitFor(ctx, host));
}

function waitFor(ctx: GatewayContext, host: string): number {
  return Math.ceil(deferredFor(ctx, host) / 1000);
}
