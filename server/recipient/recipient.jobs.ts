import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { handle } from '../kernel/jobs.ts';
import { forgetConsent, forgetRecipient } from './recipient.events.ts';
import { forgetEnded, forgetUnconfirmed } from './recipient.link.service.ts';

export const recipientJobs = [
  handle(forgetConsent, (services, { consentId }) =>
    write(forkContext(services, system), (tx) => forgetUnconfirmed(tx, consentId)),
  ),
  handle(forgetRecipient, (services, { recipientId }) =>
    write(forkContext(services, system), (tx) => forgetEnded(tx, recipientId)),
  ),
];
