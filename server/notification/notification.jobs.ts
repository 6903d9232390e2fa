import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import { spreadMessage } from './notification.events.ts';
import { spread } from './notification.spread.service.ts';

export const spreadJob = handle(spreadMessage, (services, { messageId, after }) =>
  spread(forkContext(services, system), messageId, after),
);
