import { v7 } from 'uuid';
import { Role } from '../../identity/identity.entity.ts';
import { type Person, system } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { IssueMove } from '../../issue/issue.entity.ts';
import { Delivery, Message } from '../../notification/notification.entity.ts';
import { markInboxRead } from '../../notification/notification.inbox.service.ts';
import { spreadEmergency, spreadMessage } from '../../notification/notification.events.ts';
import { spread } from '../../notification/notification.spread.service.ts';
import { Contact } from '../../recipient/recipient.entity.ts';
import { at } from './clock.ts';
import { chooseSms, ownersOf } from './contacts.ts';
import { chooseDigest, holdNewest, seedDeliveries, seedDigest } from './deliveries.ts';
import type { Cast } from './people.ts';

const yesterday = -24;

interface Town {
  readonly id: string;
  readonly timeZone: string;
  readonly townGroupId: string;
}

/** Delivers the messages of the story; the first citizen and the staff have read all but those since yesterday. */
export async function seedInbox(services: Services, town: Town, cast: Cast): Promise<void> {
  const municipalityId = town.id;
  const [citizen, reader] = cast.citizens;
  if (citizen === undefined || reader === undefined) return;
  const isDemo = services.config.mode === 'demo';
  const now = at(services, system, 0);
  const ctx = at(services, system, yesterday);
  if (isDemo) await chooseDigest(now, reader);
  if (isDemo) await chooseSms(now, town.townGroupId, cast);
  // The messages are fanned out here. A job of an emergency that waits would stop all others.
  await ctx.em.execute('delete from jobs.job where name in (?, ?)', [spreadMessage.name, spreadEmergency.name]);
  const spreading = await ctx.em.find(Message, { municipality: municipalityId });
  for (const { id } of spreading) await spread(at(services, system, 0), id);
  const personal = { channel: { $ne: 'INBOX' }, lane: 'PERSONAL' as const };
  await ctx.em.nativeDelete(Delivery, { ...personal, message: { municipality: municipalityId } });
  await seedDeliveries(ctx, municipalityId);
  if (isDemo) await seedDigest(now, municipalityId);
  const [, sleeper] = ownersOf(cast);
  if (isDemo && sleeper !== undefined) await holdNewest(now, sleeper, town.timeZone);
  await tellSteps(services, municipalityId, citizen);
  const messages = await ctx.em.find(Message, { municipality: municipalityId });
  const opened = messages.filter((message) => message.at < ctx.now()).map(({ id }) => id);
  await markInboxRead(at(services, citizen, yesterday), { ids: opened });
  const staff = (await ctx.em.find(Role, { municipality: municipalityId })).map(({ person }) => person.id);
  const unread = { recipient: { $in: staff }, channel: 'INBOX', readAt: null, message: { $in: opened } };
  await ctx.em.nativeUpdate(Delivery, unread, { readAt: ctx.now() });
}

/** Adds messages about the citizen's own reports to the inbox only, because their mails lie in the past. */
function tellSteps(services: Services, municipalityId: string, citizen: Person): Promise<void> {
  return write(at(services, system, 0), async (tx) => {
    const mine = { municipality: municipalityId, reporter: citizen.id };
    const contact = await tx.em.findOneOrFail(Contact, { recipient: citizen.id, channel: 'INBOX' });
    const steps = await tx.em.find(IssueMove, { by: 'STAFF', issue: mine });
    for (const { issue, version, at: moment } of steps) {
      const id = v7({ msecs: moment.getTime() });
      const about = { kind: 'ISSUE_MOVED', subjectId: issue.id, version, at: moment } as const;
      tx.em.persist(tx.em.create(Message, { id, municipality: municipalityId, ...about }));
      const arrived = { state: 'SENT', attempts: 0, sentAt: moment } as const;
      const delivery = {
        message: id,
        recipient: citizen.id,
        contact,
        channel: 'INBOX',
        lane: 'PERSONAL',
        ...arrived,
      } as const;
      tx.em.persist(tx.em.create(Delivery, delivery, { partial: true }));
    }
    await tx.em.flush();
  });
}
