import { handle } from '../kernel/jobs.ts';
import { renderMail, textsIn } from '../kernel/mail.render.ts';
import { signInMail } from './identity.events.ts';
import { identityTexts } from './identity.messages.ts';
import { groupCode, signInLimits } from './identity.rules.ts';

/** Sends the mail with code and link; a mail whose link has expired meanwhile is dropped. */
export const signInMailJob = handle(
  signInMail,
  async ({ mail, now }, { id, to, code, link, locale, town, isDemo, expiresAt }) => {
    if (new Date(expiresAt) <= now()) return;
    const values = { code: groupCode(code), link, town: town ?? 'Ortsfunk', minutes: String(signInLimits.codeMinutes) };
    await mail.send({
      to: { name: '', address: to },
      messageId: `sign-in.${id}`,
      ...renderMail(textsIn(identityTexts, locale).mails.signIn, locale, values, { isDemo }),
    });
  },
);
