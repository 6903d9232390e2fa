import { type Locale, readLocale } from '../kernel/locale.ts';
import type { Mail } from '../kernel/mail.ts';
import de from './locales/de.json' with { type: 'json' };
import plain from './locales/de-x-leicht.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Plain language borrows the demonstration's mailbox, which no citizen reads. */
const texts = { de, 'de-x-leicht': { ...plain, mailbox: de.mailbox }, en } satisfies Record<Locale, typeof de>;

/** The mails there are texts for, in every language. */
export type MailKey = keyof typeof de.mails & keyof typeof plain.mails & keyof typeof en.mails;

/** What the texts name in braces. A paragraph whose value is missing or empty is left out. */
export type MailValues = Readonly<Record<string, string | undefined>>;

export interface MailFrame {
  /** A demo town says on every mail that nothing here comes from the town hall. */
  readonly isDemo: boolean;
  /** Mail that somebody asked for says why it comes and how it ends. */
  readonly subscription?: { readonly group: string; readonly unsubscribe: string; readonly preferences: string };
  /** Somebody reads what is answered to it. */
  readonly replyTo?: string | undefined;
  /** The same under news of a report that somebody follows. */
  readonly follow?: { readonly reference: string; readonly end: string } | undefined;
}

/** The texts of one language; German for any other. */
export function textsOf(locale: string): typeof de {
  return texts[readLocale(locale)];
}

/** Text and a simple page of the same paragraphs; values are escaped in the page and never break a line of the subject. */
export function renderMail(
  key: MailKey,
  locale: string,
  values: MailValues,
  { isDemo, subscription, follow, replyTo }: MailFrame,
): Pick<Mail, 'subject' | 'text' | 'html'> {
  const { mails, layout } = textsOf(locale);
  const { subject, body, action } = mails[key];
  const paragraphs = body.filter((paragraph) => names(paragraph).every((name) => (values[name] ?? '') !== ''));
  const frame = {
    demo: isDemo ? [layout.demo] : [],
    footer: replyTo === undefined ? layout.footer : fill(layout.replies, { replyTo }),
  };
  const head = fill(subject, values).replace(/\s+/g, ' ').trim();
  const lines = paragraphs.map((paragraph) => fill(paragraph, values));
  const ending = subscription === undefined ? followEnding(layout, follow) : endingOf(layout, subscription);
  return {
    subject: isDemo ? `${layout.demoPrefix} ${head}` : head,
    text: [...frame.demo, ...lines, `-- \n${frame.footer}`, ...ending.map(textOf)].join('\n\n') + '\n',
    html: page(locale, head, [
      ...frame.demo.map((line) => `<p><strong>${escapeHtml(line)}</strong></p>`),
      ...paragraphs.map((paragraph) => htmlOf(paragraph, values, action)),
      ...[{ text: frame.footer }, ...ending].map(
        (line) => `<p style="color:#5b616b;font-size:13px">${linked(line)}</p>`,
      ),
    ]),
  };
}

interface Ending {
  readonly text: string;
  readonly link?: string;
}

function endingOf(
  layout: (typeof de)['layout'],
  { group, ...links }: NonNullable<MailFrame['subscription']>,
): Ending[] {
  return [
    { text: fill(layout.because, { group }) },
    { text: layout.unsubscribe, link: links.unsubscribe },
    { text: layout.preferences, link: links.preferences },
  ];
}

function followEnding(layout: (typeof de)['layout'], follow: MailFrame['follow']): Ending[] {
  if (follow === undefined) return [];
  return [{ text: fill(layout.becauseFollowed, follow) }, { text: layout.unfollow, link: follow.end }];
}

function textOf({ text, link }: Ending): string {
  return link === undefined ? text : `${text}: ${link}`;
}

function linked({ text, link }: Ending): string {
  return link === undefined ? escapeHtml(text) : `<a href="${escapeHtml(link)}">${escapeHtml(text)}</a>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function htmlOf(paragraph: string, values: MailValues, action: string): string {
  const text = escapeHtml(fill(paragraph, values)).replaceAll('\n', '<br>');
  if (paragraph === '{link}') return `<p><a href="${text}" style="font-weight:bold">${escapeHtml(action)}</a></p>`;
  if (paragraph === '{code}') return `<p style="font-size:28px;letter-spacing:4px"><strong>${text}</strong></p>`;
  return `<p>${text}</p>`;
}

function page(locale: string, title: string, paragraphs: readonly string[]): string {
  const style = 'font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:24px auto';
  const head = `<meta charset="utf-8"><title>${escapeHtml(title)}</title>`;
  return `<!doctype html><html lang="${readLocale(locale).slice(0, 2)}"><head>${head}</head>
<body style="${style}">
${paragraphs.join('\n')}
</body></html>`;
}

/** Each brace is filled once: a value that looks like a brace stays text. */
function fill(text: string, values: MailValues): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
}

function names(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
