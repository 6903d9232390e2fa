import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { type NodeType, toGlobalId } from '../../kernel/ids.ts';
import type { MessageContribution } from '../../kernel/message.ts';
import { loadNode, requireFound } from '../../kernel/nodes.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import { rowById, rowsOf } from '../../kernel/rows.ts';
import { Message } from '../notification.entity.ts';
import { canListReports, canReadReport, hasReport } from './notification.report.rules.ts';

const messageRows = rowsOf(Message);
const messageById = rowById(messageRows);

/** Message with a delivery report. */
export type ReportedMessage = NonNullable<Awaited<ReturnType<typeof messageById>>>;

/** Message by id; the caller has checked that the actor may read its report. Errors: NOT_FOUND. */
export function findMessage(ctx: Context, messageId: string): Promise<ReportedMessage> {
  return requireFound(messageById(ctx, messageId));
}

/** Message whose report the actor may read. Errors: UNAUTHENTICATED, FORBIDDEN (programs), NOT_FOUND. */
export async function findReport(ctx: Context, messageId: string): Promise<ReportedMessage> {
  const message = await messageById(ctx, messageId);
  if (message === null) throw new DomainError(ctx.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'NOT_FOUND');
  authorize(mayRead(ctx, message));
  return message;
}

function mayRead({ actor, registry }: Context, { kind, municipality, sender }: ReportedMessage) {
  return canReadReport(actor, {
    municipalityId: municipality.id,
    senderId: sender?.id ?? null,
    message: registry.messages.get(kind) ?? null,
  });
}

/**
 * Newest message about a subject whose report the actor may read; null: none. Reminders, and messages that nobody chooses, such
 * as those to the staff, are left out.
 */
export async function findNewestReport(ctx: Context, subjectId: string): Promise<ReportedMessage | null> {
  if (ctx.actor.kind !== 'person') return null;
  const messages = await messageRows(
    ctx,
    'where t.subject_id = ? and t.kind in (select json_array_elements_text(?::json)) order by t.id desc limit 1',
    [
      subjectId,
      JSON.stringify(reportedKinds(ctx, ({ interest, isReminder }) => interest !== null && isReminder !== true)),
    ],
  );
  return messages.find((message) => mayRead(ctx, message).allow) ?? null;
}

/** Page of the reports of a town, newest first. Errors: UNAUTHENTICATED, FORBIDDEN. */
export function listReports(
  ctx: Context,
  municipalityId: string,
  page: PageArgs,
): Promise<Connection<ReportedMessage>> {
  authorize(canListReports(ctx.actor, municipalityId));
  return readPage(ctx, page, {
    scope: `deliveries:${municipalityId}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) =>
      messageRows(
        ctx,
        `where t.municipality_id = ? and t.id < ? and t.kind in (select json_array_elements_text(?::json))
         order by t.id desc limit ?`,
        [municipalityId, position?.[0] ?? lastId, JSON.stringify(reportedKinds(ctx)), limit],
      ),
  });
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Kinds of messages that have reports. */
function reportedKinds(
  { registry }: Context,
  isWanted: (message: MessageContribution) => boolean = () => true,
): string[] {
  return [...registry.messages.values()]
    .filter((message) => hasReport(message) && isWanted(message))
    .map(({ kind }) => kind);
}

/** Object that the message is about; null: the actor may not read it, or it does not exist any more. */
export async function findSubject(ctx: Context, { kind, subjectId }: ReportedMessage): Promise<NodeType | null> {
  for (const { name } of ctx.registry.messages.get(kind)?.inbox.subjectTypes ?? []) {
    const subject = await loadNode(ctx, toGlobalId(name.replace(/Type$/, ''), subjectId));
    if (subject !== null) return subject;
  }
  return null;
}
