import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { handle } from '../../kernel/jobs.ts';
import { dropNumber } from './notification.sms.events.ts';
import { dropUnconfirmed } from './notification.number.service.ts';

export const dropNumberJob = handle(dropNumber, (services, { contactId }) =>
  dropUnconfirmed(forkContext(services, system), contactId),
);
