import { system } from '../kernel/actor.ts';
import { type Channel, forkContext } from '../kernel/context.ts';
import { handleInTwo } from '../kernel/jobs.ts';
import { lanes } from './notification.entity.ts';
import { claimOf, type Sender, sendQueue } from './sending/notification.sender.ts';
import { beginSending } from './sending/notification.sending.service.ts';

/** Channel that sends messages through `sender`. */
export function defineChannel<Content, Answer = void>(sender: Sender<Content, Answer>): Channel {
  const {
    name,
    description,
    carries,
    isOffered,
    reserve,
    works,
    readsBounces,
    hasDigests = false,
    makesNoise = false,
  } = sender;
  const jobs = lanes.map((lane) =>
    handleInTwo(sendQueue(name, lane), (services, job) =>
      beginSending(forkContext(services, system), sender, lane, claimOf(job)),
    ),
  );
  const money = { ...(isOffered && { isOffered }), ...(reserve && { reserve }) };
  const optional = {
    ...(carries && { carries }),
    ...(works && { works }),
    ...(readsBounces && { readsBounces }),
    ...money,
  };
  return { name, description, hasDigests, makesNoise, ...optional, jobs };
}

/** Inbox of the app; a message is delivered as soon as its row is written, so the channel has no jobs. */
export const inboxChannel: Channel = { name: 'INBOX', description: 'In the app.', jobs: [] };
