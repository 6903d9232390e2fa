import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { type CountedQuestion, type PollCounts, readCounts } from '../poll/poll.counts.service.ts';
import { Poll, type Question, type Secrecy } from '../poll/poll.entity.ts';
import { outcomeOf } from '../poll/poll.outcome.service.ts';
import type { RunOff } from '../poll/poll.runoff.entity.ts';
import { readStanding } from '../poll/poll.standing.service.ts';
import { reasonToHide } from '../poll/poll.visibility.rules.ts';
import { Booth } from './ballot.entity.ts';

export type ResultSheet = Awaited<ReturnType<typeof readSheet>>;

/** Whether the poll has a result sheet: the result is final and visible to everybody who may see the poll. */
function hasSheet(counts: PollCounts): boolean {
  return counts.isFinal && reasonToHide('reader', counts) === undefined;
}

/** Permanent addresses of the result sheet; null: the poll has no sheet (yet). */
export async function findSheetLinks(ctx: Context, { id, ags }: { readonly id: string; readonly ags: string }) {
  if (!hasSheet(await readCounts(ctx, id))) return null;
  const base = `${ctx.publicUrl(ags)}/results/${id}`;
  return { jsonUrl: `${base}.json`, pdfUrl: `${base}.pdf` };
}

/** Result sheet of a poll. Errors: NOT_FOUND if the actor may not see the poll or its result is not public. */
export async function readSheet(ctx: Context, pollId: string) {
  await readStanding(ctx, pollId);
  const counts = await readCounts(ctx, pollId);
  if (!hasSheet(counts)) throw new DomainError('NOT_FOUND');
  const populate = ['municipality', 'group', 'questions.options'] as const;
  const poll = await ctx.em.findOneOrFail(Poll, pollId, { populate });
  const town = poll.municipality.$;
  const booth = await ctx.em.findOne(Booth, pollId);
  const outcome = await outcomeOf(ctx, pollId);
  const cast = booth?.castCount ?? counts.turnout;
  const secrecy: Secrecy = poll.secrecy;
  return {
    format: 'ortsfunk-results-1',
    id: toGlobalId('Poll', pollId),
    title: poll.title,
    description: poll.description ?? null,
    town: { ags: town.ags, name: town.name, kind: town.kind, timeZone: town.timeZone, isDemo: town.isDemo },
    group: poll.group.$.name,
    rules: {
      eligibility: poll.eligibility,
      secrecy,
      resultsVisibility: poll.resultsVisibility,
      changeAllowed: poll.changeAllowed,
      opened: isoOf(poll.openedAt),
      plannedClose: poll.closesAt.toISOString(),
      closed: isoOf(poll.closedAt),
      confirmed: isoOf(poll.confirmedAt),
    },
    numbers: {
      eligible: poll.eligibleCount ?? null,
      issued: booth?.issuedCount ?? null,
      cast,
      turnout: poll.eligibleCount ? cast / poll.eligibleCount : null,
    },
    questions: poll.questions.getItems().map((question, i) => sheetOf(question, counts.questions[i])),
    bulletinRoot: booth?.root ?? null,
    outcome: outcome && {
      body: outcome.body,
      resolutionUrl: outcome.resolutionUrl ?? null,
      given: isoOf(outcome.givenAt),
      revised: isoOf(outcome.revisedAt),
    },
    page: `${ctx.publicUrl(town.ags)}/${town.ags}/polls/${toGlobalId('Poll', pollId)}`,
  };
}

function sheetOf({ text, kind, minChoices, maxChoices, options }: Question, counted: CountedQuestion | undefined) {
  const labels = options.getItems().map(({ id, label }) => ({ id, label }));
  const votesOf = (id: string): number => counted?.options.find((option) => option.id === id)?.votes ?? 0;
  const place = (id: string): number => labels.findIndex((option) => option.id === id);
  return {
    text,
    kind,
    minChoices,
    maxChoices,
    options: labels.map(({ id, label }) => ({ label, votes: votesOf(id) })),
    runOff: counted?.runOff == null ? null : roundsOf(counted.runOff, place),
  };
}

/** Run-off with options given by their position on the ballot, from 0. */
function roundsOf({ ballots, rounds, winnerId }: RunOff, place: (id: string) => number) {
  return {
    ballots,
    winner: winnerId === null ? null : place(winnerId),
    rounds: rounds.map(({ votes, exhausted, eliminated, tie }) => ({
      exhausted,
      tie,
      eliminated: eliminated.map(place),
      votes: votes.map((one) => ({ option: place(one.id), votes: one.votes })),
    })),
  };
}

function isoOf(moment: Date | null | undefined): string | null {
  return moment?.toISOString() ?? null;
}
