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

/** Limit of reports that are sent to other servers in the town's name. */
const handOverRate = { name: 'handover', points: 60, seconds: 3600 };

/**
 * Sends a report to another server with a move to FORWARDED. The server is contacted first: if it does not answer as an
 * Open311 server, the report stays where it was and nobody is notified. Refused: UNKNOWN_SERVER, SERVER_SILENT,
 * SERVER_STRANGE, SERVICE_GONE, NEVER_PUBLIC, ILLEGAL_MOVE …
 */
export async function handOver(ctx: Context, input: HandOverInput): Promise<Issue> {
  const check = new InputCheck();
  const note = check.multiline(input.note ?? '', [0, 1000], 'note') || null;
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

/**
 * Requires that the server answers and offers the service. Returns without a check if the move itself will be refused:
 * missing rights, an older version or a complaint.
 */
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

/**
 * State at the server that an issue was last sent to, batched into one statement for a page of issues. Null: it was
 * sent to none.
 */
export async function handoverOf(ctx: Context, issueId: string): Promise<HandoverRow | null> {
  return (await handoversOf(ctx, issueId)).at(-1) ?? null;
}

export const serverById = rowById(rowsOf(Open311Server));

/** A server, for staff of its town; also a removed one, because issues were sent to it. Null: unknown or hidden. */
export async function findServer(ctx: Context, id: string): Promise<Open311ServerRow | null> {
  const server = await serverById(ctx, id);
  return server !== null && canSeeServers(ctx.actor, server.municipality.id).allow ? server : null;
}
