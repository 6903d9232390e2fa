import { randomUUID } from 'node:crypto';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { decide, lockIssue, moveNow } from '../issue/issue.service.ts';
import { actorId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, refusal } from '../kernel/errors.ts';
import { record } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { InputCheck } from '../kernel/payload.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf } from '../kernel/rows.ts';
import { Handover, type HandoverRow, Open311Server, type Open311ServerRow } from './open311.outgoing.entity.ts';
import { issueHandedOver, sendHandover } from './open311.outgoing.events.ts';
import { canHandOver, canSeeServers } from './open311.outgoing.rules.ts';
import { readServices } from './open311.outgoing.service.ts';

export interface HandOverInput {
  readonly issueId: string;
  readonly version: number;
  readonly serverId: string;
  readonly note?: string | null;
  readonly tellReporter: boolean;
}

/** Nobody's server is filled with reports in the town's name. */
const handOverRate = { name: 'handover', points: 60, seconds: 3600 };

/**
 * Passes a report on to another server: a move to FORWARDED like any other. A server that does not answer as one gets
 * nothing and nobody is told anything: the report stays where it was. Refused: UNKNOWN_SERVER, SERVER_SILENT,
 * SERVER_STRANGE, SERVICE_GONE, NEVER_PUBLIC, ILLEGAL_MOVE, …
 */
export async function handOver(ctx: Context, input: HandOverInput): Promise<Issue> {
  const check = new InputCheck();
  const note = check.text(input.note ?? '', [0, 1000], 'note') || null;
  check.done();
  await ctx.limits.spend(handOverRate, actorId(ctx.actor) ?? ctx.caller?.ip ?? '');
  await requireAnswer(ctx, input);
  return decide(ctx, input, async (tx) => {
    const { issueId, version, serverId, tellReporter } = input;
    const held = await lockIssue(tx, { issueId, version });
    const municipalityId = held.issue.municipality.id;
    const server = await tx.em.findOne(Open311Server, { id: serverId, municipality: municipalityId, removedAt: null });
    const addressee = server?.name ?? 'nobody';
    const issue = await moveNow(tx, { issueId, version, to: 'FORWARDED', addressee, tellReporter });
    if (server === null) throw refusal('UNKNOWN_SERVER', 'serverId');
    authorize(canHandOver(issue));
    const move = await tx.em.findOneOrFail(IssueMove, { issue: issueId, version: issue.version });
    const made = { move, issue, server, note, state: 'WAITING' as const, token: randomUUID() };
    await tx.em.persist(tx.em.create(Handover, made)).flush();
    await record(tx, issueHandedOver({ issueId, municipalityId, moveId: move.id, serverId }));
    await enqueue(tx, sendHandover, { moveId: move.id, turn: 1 });
    return issue;
  });
}

/** Whoever may not pass it on, or decided on an older version, hears that from the move itself. */
async function requireAnswer(ctx: Context, { issueId, version, serverId }: HandOverInput): Promise<void> {
  const issue = await ctx.em.findOne(Issue, { id: issueId, version });
  if (issue === null || !canSeeServers(ctx.actor, issue.municipality.id).allow || !canHandOver(issue).allow) return;
  const wanted = { id: serverId, municipality: issue.municipality.id, removedAt: null };
  const server = await ctx.em.findOne(Open311Server, wanted);
  if (server === null) return;
  const services = await readServices(ctx, server);
  if (typeof services === 'string') throw refusal(services, 'serverId');
  if (!services.some(({ code }) => code === server.serviceCode)) throw refusal('SERVICE_GONE', 'serverId');
}

const handoversOf = rowsByOwner(
  rowsOf(Handover),
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.move_id`,
);

/** How it stands at the server that it was passed on to last; of all reports of a page in one statement. */
export async function handoverOf(ctx: Context, issueId: string): Promise<HandoverRow | null> {
  return (await handoversOf(ctx, issueId)).at(-1) ?? null;
}

export const serverById = rowById(rowsOf(Open311Server));

/** A server, for staff of its town; a removed one too, because reports were passed on to it. Null: unknown or hidden. */
export async function findServer(ctx: Context, id: string): Promise<Open311ServerRow | null> {
  const server = await serverById(ctx, id);
  return server !== null && canSeeServers(ctx.actor, server.municipality.id).allow ? server : null;
}
