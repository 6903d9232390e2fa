import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { NIL } from 'uuid';
import type { Viewer } from '../identity/identity.person.service.ts';
import { ViewerType } from '../identity/identity.types.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { idOf, readGlobalId } from '../kernel/ids.ts';
import { live } from '../kernel/live/live.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import { countUnread, findInboxItems, listInbox, markInboxRead } from './notification.inbox.service.ts';
import { inboxStream, type InboxUpdate } from './notification.live.ts';
import { listPreferences, setPreference } from './notification.preference.service.ts';
import {
  InboxItemConnectionType,
  InboxItemType,
  InboxUpdateType,
  MarkInboxReadInputType,
  MarkInboxReadPayloadType,
  PreferenceType,
  SetPreferenceInputType,
  SetPreferencePayloadType,
  UnsubscribeInputType,
  UnsubscribeLinkType,
  UnsubscribePayloadType,
} from './notification.types.ts';
import { lookAtLink, unsubscribe } from './notification.unsubscribe.service.ts';

@Resolver(() => ViewerType)
export class ViewerInboxResolver {
  @FieldResolver(() => InboxItemConnectionType, { description: 'My messages of all towns, newest first.' })
  inbox(
    @Root() { id }: Viewer,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<InboxItemType>> {
    return listInbox(ctx, id, page);
  }

  @FieldResolver(() => Int, { description: 'How many messages are not opened yet.' })
  unreadCount(@Root() { id }: Viewer, @Ctx() ctx: Context): Promise<number> {
    return countUnread(ctx, id);
  }

  @FieldResolver(() => [PreferenceType], {
    description:
      "What reaches me by which channel: every group of the town I belong to, the town's own first. At most 400.",
  })
  preferences(
    @Root() { id }: Viewer,
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Ctx() ctx: Context,
  ): Promise<PreferenceType[]> {
    return listPreferences(ctx, id, idOf('Municipality', municipalityId));
  }
}

@Resolver(() => InboxUpdateType)
export class InboxResolver {
  @Subscription(() => InboxUpdateType, {
    name: 'inbox',
    description: 'My inbox live: the newest page (or what came after `after`), then every change. Needs a sign-in.',
    ...live(inboxStream, (_given: object, actor) => ({ personId: personId(actor) ?? '' })),
  })
  watchInbox(
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() update: InboxUpdate,
  ): InboxUpdate {
    return update;
  }

  @FieldResolver(() => [InboxItemType], {
    description: 'Messages that came or were opened, newest first. At most 100.',
  })
  entries(@Root() { personId: person, ids }: InboxUpdate, @Ctx() ctx: Context): Promise<InboxItemType[]> {
    return findInboxItems(ctx, person, ids);
  }

  @FieldResolver(() => Int, { description: 'How many messages are not opened yet.' })
  unreadCount(@Root() { personId: person }: InboxUpdate, @Ctx() ctx: Context): Promise<number> {
    return countUnread(ctx, person);
  }

  @FieldResolver(() => Boolean, { description: 'Forget what is known: these are the newest ones.' })
  reset(@Root() { ids }: InboxUpdate): boolean {
    return ids === undefined;
  }

  @mutation(MarkInboxReadPayloadType, 'Messages were opened; opening them again is fine.')
  markInboxRead(
    @Input(() => MarkInboxReadInputType) { ids, about }: MarkInboxReadInputType,
    @Ctx() ctx: Context,
  ): Promise<MarkInboxReadPayloadType> {
    return answer(async () => {
      const subjectId = about == null ? null : (readGlobalId(about)?.id ?? NIL);
      const person = await markInboxRead(ctx, { ids: ids?.map((id) => idOf('InboxItem', id)) ?? null, subjectId });
      return { unreadCount: await countUnread(ctx, person) };
    });
  }

  @mutation(SetPreferencePayloadType, 'Choose whether a group reaches me by a channel.')
  setPreference(
    @Input(() => SetPreferenceInputType)
    input: SetPreferenceInputType,
    @Ctx() ctx: Context,
  ): Promise<SetPreferencePayloadType> {
    return answer(async () => {
      const group = await setPreference(ctx, { ...input, groupId: idOf('Group', input.groupId) });
      return { preference: { group, channel: input.channel, isOn: input.isOn } };
    });
  }

  @Query(() => UnsubscribeLinkType, {
    nullable: true,
    description: 'What the link under a mail would end, for the page with the button; changes nothing. NOT_FOUND.',
  })
  unsubscribeLink(
    @Arg('token', () => String, { description: 'The last part of the link.' }) token: string,
    @Ctx() ctx: Context,
  ): Promise<UnsubscribeLinkType> {
    return lookAtLink(ctx, token);
  }

  @mutation(UnsubscribePayloadType, 'End the mails of a group by the link under one of them.')
  unsubscribe(
    @Input(() => UnsubscribeInputType) { token }: UnsubscribeInputType,
    @Ctx() ctx: Context,
  ): Promise<UnsubscribePayloadType> {
    return answer(() => unsubscribe(ctx, token));
  }
}
