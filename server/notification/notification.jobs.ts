import { signInMail } from '../identity/identity.events.ts';
import { signInLimits } from '../identity/identity.rules.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import { spreadMessage } from './notification.events.ts';
import { renderMail } from './notification.mails.ts';
import { spread } from './notification.spread.service.ts';

/** A mail that was delayed beyond its code's life is dropped, and its payload with it. */
handle(signInMail, async ({ mail, now }, { id, to, code, link, locale, town, isDemo, expiresAt }) => {
  if (new Date(expiresAt) <= now()) return;
  const values = { code, link, place: town ?? 'Ortsfunk', minutes: String(signInLimits.minutes) };
  await mail.send({
    to: { name: '', address: to },
    messageId: `sign-in.${id}`,
    ...renderMail('signIn', locale, values, { isDemo }),
  });
});

handle(spreadMessage, (services, { messageId, after }) => spread(forkContext(services, system), messageId, after));
