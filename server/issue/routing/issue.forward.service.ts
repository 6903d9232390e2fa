import { actorId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { readEmail } from '../../kernel/email.ts';
import { refusal } from '../../kernel/errors.ts';
import { record } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { ensureOffice } from '../../recipient/recipient.address.service.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { isSuppressed } from '../../recipient/recipient.suppression.service.ts';
import { type Issue, IssueMove } from '../issue.entity.ts';
import { issueForwarded } from '../issue.events.ts';
import { decide, moveNow } from '../issue.service.ts';
import { hasAgreed } from './issue.consent.service.ts';
import { IssueForward } from './issue.reroute.entity.ts';

export interface ForwardInput {
  readonly issueId: string;
  readonly version: number;
  readonly lastComment?: number | null;
  /** Name of the addressee, which the reporter sees. */
  readonly addressee: string;
  readonly email: string;
  readonly note?: string | null;
  readonly withPhotos: boolean;
  readonly withContact: boolean;
  readonly tellReporter: boolean;
}

/** Limit of mails in the town's name. */
const forwardRate = { name: 'forward', points: 60, seconds: 3600 };

/**
 * Forwards an issue by mail with a move to FORWARDED. Contact details are included only if the reporter agreed and
 * staff selected it. Refused: BAD_EMAIL, ADDRESS_SUPPRESSED, NOT_AGREED, ILLEGAL_MOVE, CONFLICT …
 */
export async function forwardIssue(ctx: Context, input: ForwardInput): Promise<Issue> {
  const check = new InputCheck();
  const email = readEmail(input.email);
  check.require(email !== undefined, 'BAD_EMAIL', 'not an e-mail address', 'email');
  const note = check.multiline(input.note ?? '', [0, 2000], 'note');
  check.done();
  await requireReachable(ctx, email ?? '');
  await ctx.limits.spend(forwardRate, actorId(ctx.actor) ?? ctx.caller?.ip ?? '');
  return decide(ctx, input, async (tx) => {
    const { issueId, addressee, withPhotos, withContact } = input;
    const { version, lastComment = null, tellReporter } = input;
    const issue = await moveNow(tx, { issueId, version, lastComment, to: 'FORWARDED', addressee, tellReporter });
    if (withContact && !(await hasAgreed(tx, issue))) throw refusal('NOT_AGREED', 'withContact');
    const move = await tx.em.findOneOrFail(IssueMove, { issue: issueId, version: issue.version });
    const recipient = await ensureOffice(tx, issue.municipality.id, email ?? '');
    const letter = { move, email: email ?? '', recipient, note: note || null, withPhotos, withContact };
    await tx.em.persist(tx.em.create(IssueForward, letter)).flush();
    await record(tx, issueForwarded({ issueId, municipalityId: issue.municipality.id, moveId: move.id }));
    return issue;
  });
}

/** No mail would leave to an address that bounced, and the report would wait for an office that knows nothing of it. */
async function requireReachable(ctx: Context, email: string): Promise<void> {
  const address = { channel: 'EMAIL', addressHash: hashAddress(ctx, email) };
  if (await isSuppressed(ctx, address)) throw refusal('ADDRESS_SUPPRESSED', 'email');
}
