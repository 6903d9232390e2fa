import type { MailEnding, MailSection, MailText, MailValues } from './letter.ts';
import { type Locale, readLocale } from './locale.ts';
import type { Mail } from './mail.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const layouts: Translations<(typeof de)['layout']> = { de: de.layout, 'de-x-leicht': plain.layout, en: en.layout };

/** Texts in every language. */
export type Translations<Texts> = Readonly<Record<Locale, Texts>>;

export interface MailFrame {
  /** True for demo towns: every mail then says that it does not come from the town hall. */
  readonly isDemo: boolean;
  /** Reason for the mail, and links to unsubscribe. */
  readonly ending?: MailEnding | undefined;
  /** Texts below the first one: the subject of each is its heading, and its first paragraph, a greeting, is left out. */
  readonly sections?: readonly MailSection[] | undefined;
  /** Town that sends the mail; absent: the product. */
  readonly sender?:
    { readonly kind: string; readonly name: string; readonly fromAddress?: string | null | undefined } | undefined;
  /** Address for replies to the mail. */
  readonly replyTo?: string | undefined;
}

/** Texts of one language, German if it is not supported. */
export function textsIn<Texts>(translations: Translations<Texts>, locale: string): Texts {
  return translations[readLocale(locale)];
}

/**
 * Plain text and HTML with the same paragraphs. Values are escaped in HTML and cannot break the line of the subject.
 */
export function renderMail(
  { subject, body, action }: MailText,
  locale: string,
  values: MailValues,
  { isDemo, ending, sections = [], sender, replyTo }: MailFrame,
): Pick<Mail, 'subject' | 'text' | 'html' | 'senderName' | 'senderAddress'> {
  const layout = textsIn(layouts, locale);
  const frame = {
    demo: isDemo ? [layout.demo] : [],
    footer: replyTo === undefined ? layout.footer : fillText(layout.replies, { replyTo }),
  };
  const head = headingOf(subject, values);
  const paragraphs = completeOf(body, values);
  const last: readonly Line[] = ending === undefined ? [] : [{ text: ending.because }, ...ending.links];
  return {
    ...(sender && { senderName: `${sender.kind} ${sender.name}` }),
    ...(sender?.fromAddress != null && { senderAddress: sender.fromAddress }),
    subject: isDemo ? `${layout.demoPrefix} ${head}` : head,
    text:
      [
        ...frame.demo,
        ...filledLines(body, values),
        ...sections.flatMap(sectionText),
        `-- \n${frame.footer}`,
        ...last.map(textOf),
      ].join('\n\n') + '\n',
    html: page(locale, head, [
      ...frame.demo.map((line) => `<p><strong>${escapeHtml(line)}</strong></p>`),
      ...paragraphs.map((paragraph) => htmlOf(paragraph, values, action)),
      ...sections.flatMap(sectionHtml),
      ...[{ text: frame.footer }, ...last].map((line) => `<p style="color:#5b616b;font-size:13px">${linked(line)}</p>`),
    ]),
  };
}

/** Subject in one line. */
function headingOf(subject: string, values: MailValues): string {
  return fillText(subject, values).replace(/\s+/g, ' ').trim();
}

/** Lines with their values, without those of which a value is missing. */
export function filledLines(lines: readonly string[], values: MailValues): readonly string[] {
  return completeOf(lines, values).map((line) => fillText(line, values));
}

/** Paragraphs without those of which a value is missing. */
function completeOf(body: readonly string[], values: MailValues): readonly string[] {
  return body.filter((paragraph) => names(paragraph).every((name) => (values[name] ?? '') !== ''));
}

function sectionText({ text: { subject, body }, values }: MailSection): readonly string[] {
  const heading = headingOf(subject, values);
  const lines = filledLines(body.slice(1), values);
  return [`${heading}\n${'='.repeat(Math.min(heading.length, 70))}`, ...lines];
}

function sectionHtml({ text: { subject, body, action }, values }: MailSection): readonly string[] {
  const heading = `<h2 style="font-size:18px;margin-top:32px">${escapeHtml(headingOf(subject, values))}</h2>`;
  return [heading, ...completeOf(body.slice(1), values).map((paragraph) => htmlOf(paragraph, values, action))];
}

/** Headers of RFC 8058: the mail program offers a button to unsubscribe. */
export function oneClick(link: string): Readonly<Record<string, string>> {
  return { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

interface Line {
  readonly text: string;
  readonly link?: string;
}

function textOf({ text, link }: Line): string {
  return link === undefined ? text : `${text}: ${link}`;
}

function linked({ text, link }: Line): string {
  return link === undefined ? escapeHtml(text) : `<a href="${escapeHtml(link)}">${escapeHtml(text)}</a>`;
}

/** Text with the special characters of HTML escaped. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function htmlOf(paragraph: string, values: MailValues, action: string): string {
  const text = escapeHtml(fillText(paragraph, values)).replaceAll('\n', '<br>');
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

/** Replaces the names in braces once: braces in values stay text. */
export function fillText(text: string, values: MailValues): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
}

function names(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
