import { handle } from '../kernel/jobs.ts';
import { renderMail, textsIn, type Translations } from '../kernel/mail.render.ts';
import { signInMail } from './identity.events.ts';
import { groupCode, signInLimits } from './identity.rules.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** Sends the mail with code and link; a mail whose link has expired meanwhile is dropped. */
export const signInMailJob = handle(
  signInMail,
  async ({ mail, now }, { id, to, code, link, locale, town, isDemo, expiresAt }) => {
    if (new Date(expiresAt) <= now()) return;
    const values = { code: groupCode(code), link, town: town ?? 'Ortsfunk', minutes: String(signInLimits.codeMinutes) };
    await mail.send({
      to: { name: '', address: to },
      messageId: `sign-in.${id}`,
      ...renderMail(textsIn(texts, locale).mails.signIn, locale, values, { isDemo }),
    });
  },
);
