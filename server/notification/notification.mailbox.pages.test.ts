import { expect, test } from 'vitest';
import type { KeptChannel, KeptEntry } from '../kernel/mail.ts';
import { listPage } from './notification.mailbox.pages.ts';

function entries(channel: KeptChannel, count: number): KeptEntry[] {
  return Array.from({ length: count }, (_, n) => ({
    channel,
    number: count - n,
    at: '2026-11-30T18:00:00.000Z',
    to: { name: '', address: 'anna@example.org' },
    subject: `Nachricht ${count - n}`,
    text: '',
    messageId: `${channel}-${count - n}`,
  }));
}

test('the mailbox lists the newest messages of a channel and says how many older ones there are', () => {
  const all = [...entries('EMAIL', 130), ...entries('PUSH', 100)];
  const mails = listPage('de', all, 'EMAIL');
  expect(mails.match(/<article>/g)).toHaveLength(100);
  expect(mails).toContain('Nachricht 130<');
  expect(mails).not.toContain('Nachricht 30<');
  expect(mails).toContain('Ältere Nachrichten, die hier nicht stehen: 30.');
  expect(mails).toContain('<span>130</span>');
  const pushes = listPage('de', all, 'PUSH');
  expect(pushes.match(/<article>/g)).toHaveLength(100);
  expect(pushes).not.toContain('Ältere');
});
