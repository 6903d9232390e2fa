import { findReadableGroup } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { excerptOf, renderMarkdown } from '../kernel/markdown.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../kernel/rows.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import type { Poll } from './poll.entity.ts';
import { pollOutcomeGiven, pollOutcomeRevised } from './poll.events.ts';
import { lockPoll } from './poll.opening.service.ts';
import { PollOutcome, type PollOutcomeRow } from './poll.outcome.entity.ts';
import { canSetOutcome, readOutcome } from './poll.outcome.rules.ts';

export interface OutcomeInput {
  readonly pollId: string;
  /** Markdown. */
  readonly body: string;
  readonly resolutionUrl?: string | null;
}

/**
 * Publishes or changes the outcome of a poll; only the first publication sends messages. Errors: POLL_NOT_CLOSED,
 * NOT_CONFIRMED and those of `readOutcome`.
 */
export function setOutcome(ctx: Context, input: OutcomeInput): Promise<Poll> {
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, input.pollId);
    await findReadableGroup(tx, poll.group.id);
    await requireModuleIn(tx, poll.municipality.id, 'POLLS');
    authorize(canSetOutcome(tx.actor, poll));
    const { body, resolutionUrl } = readOutcome(input.body, input.resolutionUrl ?? null);
    const said = { body, html: renderMarkdown(body), excerpt: excerptOf(body, 280), resolutionUrl };
    const known = await tx.em.findOne(PollOutcome, poll.id);
    const facts = { pollId: poll.id, municipalityId: poll.municipality.id };
    if (known === null) {
      tx.em.persist(tx.em.create(PollOutcome, { poll: poll.id, ...said, givenAt: tx.now() }));
      await record(tx, pollOutcomeGiven(facts));
    } else if (known.body !== body || known.resolutionUrl !== resolutionUrl) {
      Object.assign(known, said, { revisedAt: tx.now() });
      await record(tx, pollOutcomeRevised(facts));
    }
    return poll;
  });
}

const outcomesOf = rowsByOwner(rowsOf(PollOutcome), ({ poll }) => poll, `where t.poll_id in (${idsParameterSql})`);

/** Outcome of a poll; null: nothing was published. The caller checks that the actor may see the poll. */
export async function outcomeOf(ctx: Context, pollId: string): Promise<PollOutcomeRow | null> {
  const [outcome] = await outcomesOf(ctx, pollId);
  return outcome ?? null;
}
