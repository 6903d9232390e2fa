import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { handle } from '../../kernel/jobs.ts';
import { checkClock } from './issue.clock.events.ts';
import { escalate } from './issue.clock.service.ts';

export const checkClockJob = handle(checkClock, (services, planned) =>
  escalate(forkContext(services, system), planned),
);
