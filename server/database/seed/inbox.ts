import { type Person, system } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import { Message } from '../../notification/notification.entity.ts';
import { markInboxRead } from '../../notification/notification.inbox.service.ts';
import { spread } from '../../notification/notification.spread.service.ts';
import { at } from './clock.ts';

const yesterday = -24;

/** What the story told has arrived; the first citizen has opened all but the news since yesterday. */
export async function seedInbox(services: Services, municipalityId: string, citizen: Person): Promise<void> {
  const ctx = at(services, system, yesterday);
  const messages = await ctx.em.find(Message, { municipality: municipalityId });
  for (const { id } of messages) await spread(at(services, system, 0), id);
  const opened = messages.filter((message) => message.at < ctx.now()).map(({ id }) => id);
  await markInboxRead(at(services, citizen, yesterday), opened);
}
