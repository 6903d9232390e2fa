import { textsIn, type Translations } from '../../kernel/mail.render.ts';
import type { MailText } from '../../kernel/message.ts';
import de from '../locales/messages/de.json' with { type: 'json' };
import plain from '../locales/messages/de-x-leicht.json' with { type: 'json' };
import en from '../locales/messages/en.json' with { type: 'json' };

type IssueTexts = typeof de;
export type IssueMailKey = keyof IssueTexts['mails'];

const translations: Translations<IssueTexts> = { de, 'de-x-leicht': plain, en };

/** Texts of the messages about issues in a language; German for unsupported languages. */
export function issueTexts(locale: string): IssueTexts {
  return textsIn(translations, locale);
}

export function issueMail(key: IssueMailKey, locale: string): MailText {
  return issueTexts(locale).mails[key];
}
