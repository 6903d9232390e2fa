import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import de from '../identity/locales/messages/de.json' with { type: 'json' };
import en from '../identity/locales/messages/en.json' with { type: 'json' };
import { renderMail } from './mail.render.ts';

const german = de.mails.signIn;
const english = en.mails.signIn;
const values = {
  code: '12345678',
  link: 'http://x.example/?a=1&b="2"',
  town: '<b>Unkel</b>\r\nBcc: a@b.de',
  minutes: '10',
};

test('values are text: escaped in the page, one line in the subject, filled once', () => {
  const { subject, text, html } = renderMail(german, 'de', values, { isDemo: false });
  expect(subject).toBe('Ihr Anmeldecode für <b>Unkel</b> Bcc: a@b.de');
  expect(text).toContain('\n\n12345678\n\n');
  expect(html).not.toContain('<b>Unkel');
  expect(html).toContain('href="http://x.example/?a=1&#38;b=&#34;2&#34;"');
  expect(renderMail(german, 'fr', { ...values, town: '{code}' }, { isDemo: false }).subject).toContain('{code}');
});

test('a paragraph without its value is left out, and a demo town says what it is', () => {
  const { text, subject, html } = renderMail(german, 'de', { ...values, link: '' }, { isDemo: true });
  expect(text).toMatch(/^Vorführung, keine Mitteilung der Gemeinde\n/);
  expect(html).toContain('Vorführung, keine Mitteilung der Gemeinde');
  expect(subject).toMatch(/^\[Vorführung\]/);
  expect(text).not.toContain('http');
  expect(renderMail(english, 'en', values, { isDemo: true }).text).toContain(
    'Vorführung, keine Mitteilung der Gemeinde',
  );
});

const folders = globSync('server/**/locales/messages');

test.each(folders)('%s says the same things in both languages', (folder) => {
  const read = (locale: string): unknown => JSON.parse(readFileSync(`${folder}/${locale}.json`, 'utf8'));
  expect(shapeOf(read('en'))).toEqual(shapeOf(read('de')));
});

/** Keys of texts, with the names in braces instead of each text. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return [...value.matchAll(/\{\w+\}/g)].map(String).sort();
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, inner]) => [key, shapeOf(inner)]));
}

test('there are texts to compare', () => {
  expect(folders.length).toBeGreaterThanOrEqual(7);
});
