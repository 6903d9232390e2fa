import { batched } from '../kernel/batch.ts';
import { type Actor, isStaff, personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { announce, on } from '../kernel/events.ts';
import type { Bus } from '../kernel/live/hint.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { Poll, type PollOption, type Question, type ResultsVisibility } from './poll.entity.ts';
import { pollClosed, pollOpened } from './poll.events.ts';
import { type HiddenReason, type PollStanding, reasonToHide, resultsAudience } from './poll.rules.ts';

/** What a reader of results gets: counts, or why there are none. */
export type Results =
  | { poll: Poll; turnout: number; cursor: string; isFinal: boolean; questions: QuestionResult[] }
  | { poll: Poll; turnout: number; cursor: string; hiddenBecause: HiddenReason };
export interface QuestionResult {
  question: Question;
  options: { option: PollOption; votes: number }[];
}

export const pollResults = defineTopic({
  name: 'pollResults',
  kind: 'state',
  conflateMs: 100,
  id: (args: { pollId: string }) => args.pollId,
  audience: async (ctx, { pollId }) => {
    const standing = await readStanding(ctx, pollId);
    return resultsAudience(standing, standing);
  },
  read: async (ctx, { pollId }, audience, { cursor }): Promise<Results> => {
    const poll = await ctx.em.findOneOrFail(Poll, pollId, { populate: ['questions.options'], refresh: true });
    const { turnout } = poll;
    const hiddenBecause = reasonToHide(audience, poll);
    if (hiddenBecause !== undefined) return { poll, turnout, cursor, hiddenBecause };
    const questions = poll.questions.getItems().map((question) => ({
      question,
      options: question.options.getItems().map((option) => ({ option, votes: option.votes })),
    }));
    return { poll, turnout, cursor, isFinal: poll.closedAt != null, questions };
  },
});

for (const event of [pollOpened, pollClosed]) {
  on(event, (tx, { facts }) => {
    announce(tx, pollResults, facts);
  });
}

export type StandingInPoll = PollStanding & { readonly resultsVisibility: ResultsVisibility };

/** How the actor stands towards a poll; NOT_FOUND when its group is not theirs to see. One query for all that ask at once. */
export async function readStanding(ctx: Context, pollId: string): Promise<StandingInPoll> {
  const row = await standingReader(ctx)({ pollId, personId: personId(ctx.actor) });
  if (row.resultsVisibility === null || !maySee(ctx.actor, row)) throw new DomainError('NOT_FOUND');
  return { ...row, resultsVisibility: row.resultsVisibility };
}

interface Asked {
  readonly pollId: string;
  readonly personId: string | null;
}
interface StandingRow extends PollStanding {
  readonly resultsVisibility: ResultsVisibility | null;
  readonly municipalityId: string;
  readonly isOpenGroup: boolean;
  readonly isMember: boolean;
}

const readers = new WeakMap<Bus, (asked: Asked) => Promise<StandingRow>>();

function standingReader({ em, bus }: Context): (asked: Asked) => Promise<StandingRow> {
  const known = readers.get(bus);
  if (known !== undefined) return known;
  const connection = em.getConnection();
  const reader = batched((asked: Asked[]): Promise<StandingRow[]> =>
    connection.execute(standingSql, [JSON.stringify(asked.map((one, n) => ({ ...one, n })))]),
  );
  readers.set(bus, reader);
  return reader;
}

function maySee(actor: Actor, row: StandingRow): boolean {
  return row.isOpenGroup || row.isMember || isStaff(actor, row.municipalityId);
}

const standingSql = `
select p.results_visibility as "resultsVisibility", p.municipality_id as "municipalityId",
  g.join_policy = 'OPEN' as "isOpenGroup", m.person_id is not null as "isMember",
  t.person_id is not null as "hasVoted",
  p.eligibility = 'SIGNED_IN' or (p.opened_at is null and m.person_id is not null) or e.person_id is not null
    as "isElector"
from json_to_recordset(?::json) as a(n int, "pollId" uuid, "personId" uuid)
left join poll p on p.id = a."pollId"
left join "group" g on g.id = p.group_id
left join membership m on m.group_id = p.group_id and m.person_id = a."personId"
left join elector e on e.poll_id = p.id and e.person_id = a."personId"
left join participation t on t.poll_id = p.id and t.person_id = a."personId"
order by a.n`;
