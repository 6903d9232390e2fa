import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import { expireDuePost, publishDuePost } from './post.events.ts';
import { expireDue } from './post.placing.service.ts';
import { publishDue } from './post.publishing.service.ts';

export const publishDuePostJob = handle(publishDuePost, (services, { postId }) =>
  publishDue(forkContext(services, system), postId),
);

export const expireDuePostJob = handle(expireDuePost, (services, { postId }) =>
  expireDue(forkContext(services, system), postId),
);
