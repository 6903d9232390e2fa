import { Arg, Args, Ctx, FieldResolver, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { idOf, NodeType, readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { live } from '../kernel/live/live.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { requireFound } from '../kernel/nodes.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { type NoticeDecisionRow, type NoticeRow, type WordKind, wordKinds } from './moderation.entity.ts';
import { type NoticesUpdate, openNotices } from './moderation.live.ts';
import { countOpen, decisionById, findObject, listNotices } from './moderation.reading.service.ts';
import { canModerate } from './moderation.rules.ts';
import { decideNotice, sendNotice } from './moderation.service.ts';
import {
  DecidedNoticePayloadType,
  DecideNoticeInputType,
  NoticeConnectionType,
  NoticeDecisionType,
  NoticesUpdateType,
  NoticeType,
  SendNoticeInputType,
  SentNoticePayloadType,
} from './moderation.types.ts';
import { typeOf } from './moderation.words.service.ts';

@Resolver(() => NoticeType)
export class NoticeResolver {
  @mutation(
    SentNoticePayloadType,
    'Ask the town hall to hide public words of a citizen, with or without an account. The author does not learn who sent the notice.',
  )
  sendNotice(
    @Input(() => SendNoticeInputType) { objectId, ...input }: SendNoticeInputType,
    @Ctx() ctx: Context,
  ): Promise<SentNoticePayloadType> {
    return answer(async () => ({ notice: await sendNotice(ctx, { ...input, ...readObject(objectId) }) }));
  }

  @mutation(
    DecidedNoticePayloadType,
    'Decide about the words of a notice and of all open notices about the same words (editors and admins of the town). Author and senders get the decision with the statement of reasons.',
  )
  decideNotice(
    @Input(() => DecideNoticeInputType) { noticeId, ...input }: DecideNoticeInputType,
    @Ctx() ctx: Context,
  ): Promise<DecidedNoticePayloadType> {
    return answer(async () => ({ notice: await decideNotice(ctx, idOf('Notice', noticeId), input) }));
  }

  @Subscription(() => NoticesUpdateType, {
    name: 'notices',
    description:
      'Open notices live (editors and admins of the town): the first ones, or what came after `after`, then every change.',
    ...live(openNotices, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchNotices(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() { removedIds, ...update }: NoticesUpdate,
  ): NoticesUpdateType {
    return { ...update, removedIds: removedIds.map((id) => toGlobalId('Notice', id)) };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    complexity: 5, // one statement per page
    description:
      'Number of open notices about the same words, with this one; for editors and admins of the town, null for the sender.',
  })
  openCount(@Root() { objectId, municipality }: NoticeRow, @Ctx() ctx: Context): Promise<number> | null {
    return canModerate(ctx.actor, municipality.id).allow ? countOpen(ctx, objectId) : null;
  }

  @FieldResolver(() => NodeType, {
    nullable: true,
    complexity: 10, // loads the object with its rules
    description: 'The report, idea or post with the words; null: the viewer may not read it any more.',
  })
  subject(@Root() notice: NoticeRow, @Ctx() ctx: Context): Promise<NodeType | null> {
    return findObject(ctx, notice);
  }

  @FieldResolver(() => NoticeDecisionType, { nullable: true, description: 'The decision; null: it waits.' })
  decision(@Root() { decision }: NoticeRow, @Ctx() ctx: Context): Promise<NoticeDecisionType> | null {
    return decision == null ? null : requireFound(decisionById(ctx, decision.id));
  }
}

@Resolver(() => NoticeDecisionType)
export class NoticeDecisionResolver {
  @FieldResolver(() => NodeType, {
    nullable: true,
    complexity: 10, // loads the object with its rules
    description: 'The report, idea or post with the words; null: the viewer may not read it any more.',
  })
  subject(@Root() decision: NoticeDecisionRow, @Ctx() ctx: Context): Promise<NodeType | null> {
    return findObject(ctx, decision);
  }
}

/** Field of `Municipality` that stands here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityNoticesResolver {
  @FieldResolver(() => NoticeConnectionType, {
    nullable: true,
    description:
      'Notices about words of citizens (editors and admins of the town): open ones, the oldest first, or decided ones, the newest first.',
  })
  notices(
    @Root() { id }: MunicipalityRow,
    @Arg('isDecided', () => Boolean, { nullable: true, description: 'True: decided notices. Null: open ones.' })
    isDecided: boolean | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<NoticeType>> {
    return listNotices(ctx, id, isDecided ?? false, page);
  }
}

/** Kind and UUID of the object in a global id. Errors: NOT_FOUND. */
function readObject(globalId: string): { readonly kind: WordKind; readonly objectId: string } {
  const known = readGlobalId(globalId);
  const kind = wordKinds.find((one) => typeOf[one] === known?.type);
  if (known === undefined || kind === undefined) throw new DomainError('NOT_FOUND');
  return { kind, objectId: known.id };
}
