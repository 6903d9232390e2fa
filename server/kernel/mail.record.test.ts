import { expect, test } from 'vitest';
import { MailRecorder } from './mail.record.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 2, 10, 9, 0, second));
const errorOf = (facts: object): Error => Object.assign(new Error('not sent'), facts);

/** Recorder whose clock goes on by a second with each question. */
function recorder(): MailRecorder {
  let second = 0;
  return new MailRecorder(() => at(++second));
}

test.each([
  ['no connection', { code: 'ESOCKET', command: 'CONN' }],
  ['no greeting', { code: 'ETIMEDOUT', command: 'CONN', timeoutType: 'GREETING_TIMEOUT' }],
  ['a wrong password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }],
  ['a refused sender', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }],
])('%s: the server takes nothing, until it takes a mail', (_name, facts) => {
  const mail = recorder();
  mail.failed(errorOf(facts), 'first');
  mail.failed(errorOf(facts), 'second');
  expect(mail.record).toEqual({ refusedSince: at(1), refusedAt: at(2), reason: 'second' });
  mail.accepted();
  expect(mail.record).toEqual({ acceptedAt: at(3) });
});

test.each([
  ['an unknown recipient', { command: 'RCPT TO', response: '550 5.1.1 unknown' }],
  ['a recipient who is asked later', { command: 'RCPT TO', response: '450 4.2.0 greylisted' }],
  ['a server that is slow with one mail', { command: 'CONN', timeoutType: 'SOCKET_TIMEOUT' }],
  ['a mail without a recipient', { command: 'API', code: 'EENVELOPE' }],
])('%s says nothing about the server', (_name, facts) => {
  const mail = recorder();
  for (let n = 0; n < 5; n++) mail.failed(errorOf(facts), 'code');
  expect(mail.record).toEqual({});
});

test('three mails in a row that are refused by policy count as a refusal of all', () => {
  const mail = recorder();
  const refused = errorOf({ command: 'DATA', response: '554 5.7.1 account suspended' });
  mail.failed(refused, 'code');
  mail.failed(refused, 'code');
  mail.accepted();
  mail.failed(refused, 'code');
  mail.failed(refused, 'code');
  expect(mail.record).toEqual({ acceptedAt: at(1) });
  mail.failed(refused, 'code');
  expect(mail.record).toMatchObject({ refusedSince: at(2) });
});
