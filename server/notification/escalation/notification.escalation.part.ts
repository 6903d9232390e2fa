import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import type { Contributions } from '../../kernel/domain.ts';
import { handle } from '../../kernel/jobs.ts';
import { Escalation } from './notification.escalation.entity.ts';
import { remindOf, substituteMessage } from './notification.escalation.events.ts';
import { remind } from './notification.remind.service.ts';
import { substitute } from './notification.substitute.service.ts';

/** Reminders, and other contacts for messages that do not arrive. */
export const escalationPart: Contributions = {
  entities: [Escalation],
  jobs: [
    handle(substituteMessage, (services, job) => substitute(forkContext(services, system), job)),
    handle(remindOf, (services, { messageId }) => remind(forkContext(services, system), messageId)),
  ],
};
