import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { NIL } from 'uuid';
import type { Viewer } from '../identity/identity.person.service.ts';
import { ViewerType } from '../identity/identity.types.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { expensivePageCost, listCost } from '../kernel/cost.ts';
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
import { readUnsubscribeLink, unsubscribe } from './notification.unsubscribe.service.ts';

@Resolver(() => ViewerType)
export class ViewerInboxResolver {
  @FieldResolver(() => InboxItemConnectionType, {
    description: "The viewer's messages of all towns, newest first.",
    complexity: expensivePageCost(100), // reads the subjects of all messages, whether they are asked for or not
  })
  inbox(
    @Root() { id }: Viewer,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<InboxItemType>> {
    return listInbox(ctx, id, page);
  }

  @FieldResolver(() => Int, { description: 'Number of unread messages.', complexity: 20 })
  unreadCount(@Root() { id }: Viewer, @Ctx() ctx: Context): Promise<number> {
    return countUnread(ctx, id);
  }

  @FieldResolver(() => [PreferenceType], {
    complexity: listCost(10),
    description:
      "The viewer's choices for all own groups in the town and all other interests, by all channels; the group of the whole town first. At most 400.",
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
    description:
      "The viewer's live inbox: the newest page (with `after` the changes since then), then every change. Signed in only.",
    ...live(inboxStream, (_given: object, actor) => ({ personId: personId(actor) ?? '' })),
  })
  watchInbox(
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the last message that the client has.',
    })
    _after: string | null,
    @Root() update: InboxUpdate,
  ): InboxUpdate {
    return update;
  }

  @FieldResolver(() => [InboxItemType], {
    description: 'New and newly read messages, newest first. At most 100.',
  })
  entries(@Root() { personId: person, ids }: InboxUpdate, @Ctx() ctx: Context): Promise<InboxItemType[]> {
    return findInboxItems(ctx, person, ids);
  }

  @FieldResolver(() => Int, { description: 'Number of unread messages.' })
  unreadCount(@Root() { personId: person }: InboxUpdate, @Ctx() ctx: Context): Promise<number> {
    return countUnread(ctx, person);
  }

  @FieldResolver(() => Boolean, {
    description: 'True: discard all known messages, because `entries` has the newest page.',
  })
  reset(@Root() { ids }: InboxUpdate): boolean {
    return ids === undefined;
  }

  @mutation(MarkInboxReadPayloadType, 'Mark messages as read. Repeating the call changes nothing.')
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

  @mutation(SetPreferencePayloadType, 'Set when messages of an interest reach the viewer by a channel.')
  setPreference(
    @Input(() => SetPreferenceInputType)
    input: SetPreferenceInputType,
    @Ctx() ctx: Context,
  ): Promise<SetPreferencePayloadType> {
    return answer(async () => {
      const { interest, channel, mode } = input;
      const groupId = input.groupId == null ? null : idOf('Group', input.groupId);
      return { preference: await setPreference(ctx, { interest, groupId, channel, mode }) };
    });
  }

  @Query(() => UnsubscribeLinkType, {
    nullable: true,
    description:
      'Interest whose mails the unsubscribe link would switch off; reading it changes nothing. Errors: NOT_FOUND for invalid links.',
  })
  async unsubscribeLink(
    @Arg('token', () => String, { description: 'Last part of the link.' }) token: string,
    @Ctx() ctx: Context,
  ): Promise<UnsubscribeLinkType> {
    const { group, ...link } = await readUnsubscribeLink(ctx, token);
    return { ...link, groupName: group?.name ?? null, municipality: group?.municipality.getEntity() ?? null };
  }

  @mutation(
    UnsubscribePayloadType,
    'Switch the mails of an interest off with the unsubscribe link of a mail; works without a session.',
  )
  unsubscribe(
    @Input(() => UnsubscribeInputType) { token }: UnsubscribeInputType,
    @Ctx() ctx: Context,
  ): Promise<UnsubscribePayloadType> {
    return answer(async () => {
      const { interest, group, wasOn } = await unsubscribe(ctx, token);
      return { interest, groupName: group?.name ?? null, wasOn };
    });
  }
}
