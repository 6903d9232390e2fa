import { beforeEach, expect, test } from 'vitest';
import { remember } from '../../shared/storage.ts';
import { keepLink, keepMailLink, recallLinks, recallTokens, replaceToken } from './keptLink.ts';

beforeEach(() => localStorage.clear());

test('a town has the link of the device and that of an address; a renewed link replaces the one that it was', () => {
  expect(recallTokens('07138073')).toEqual([]);
  keepLink('07138073', { token: 'device', endpoint: 'https://push.example/1' });
  keepMailLink('07138073', 'mail');
  keepMailLink('07138045', 'elsewhere');
  expect(recallTokens('07138073')).toEqual(['device', 'mail']);
  replaceToken('07138073', 'mail', 'newer');
  replaceToken('07138073', 'unknown', null);
  expect(recallTokens('07138073')).toEqual(['device', 'newer']);
  replaceToken('07138073', 'device', 'other');
  expect(recallLinks()['07138073']).toEqual({ token: 'other', endpoint: 'https://push.example/1' });
  replaceToken('07138073', 'other', null);
  replaceToken('07138073', 'newer', null);
  expect(recallTokens('07138073')).toEqual([]);
  expect(recallTokens('07138045')).toEqual(['elsewhere']);
});

test('what another program stored is no link', () => {
  for (const text of ['{', 'null']) {
    remember('visitor.mailLinks', text);
    expect(recallTokens('07138073')).toEqual([]);
  }
});
