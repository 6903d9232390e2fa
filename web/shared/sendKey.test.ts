import { expect, test } from 'vitest';
import { isSendKey } from './sendKey.ts';

const key = (more: KeyboardEventInit) => new KeyboardEvent('keydown', { key: 'Enter', ...more });

test('Ctrl+Enter and Cmd+Enter send; Enter alone, a held key and the end of a composed word do not', () => {
  expect(isSendKey(key({ ctrlKey: true }))).toBe(true);
  expect(isSendKey(key({ metaKey: true }))).toBe(true);
  expect(isSendKey(key({}))).toBe(false);
  expect(isSendKey(key({ ctrlKey: true, key: 'a' }))).toBe(false);
  expect(isSendKey(key({ ctrlKey: true, repeat: true }))).toBe(false);
  expect(isSendKey(key({ ctrlKey: true, isComposing: true }))).toBe(false);
});
