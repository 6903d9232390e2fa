import { expect, test } from 'vitest';
import { bottomPx, coversAtBottom } from './toastPlace.ts';

const height = 800;
const form = { left: 700, right: 1280, top: 600, bottom: 800 };
/** A message of 50 pixels whose lower edge is at `bottom`. */
const message = (left: number, bottom: number) => ({ left, right: left + 300, top: bottom - 50, bottom });

test('messages cover a form at the lower edge only where it stands below them', () => {
  const atBottom = height - bottomPx;
  expect(coversAtBottom([message(96, atBottom)], [form], height)).toBe(false);
  expect(coversAtBottom([message(600, atBottom)], [form], height)).toBe(true);
  expect(coversAtBottom([message(600, atBottom)], [{ ...form, top: 720 }], height)).toBe(false);
  expect(coversAtBottom([], [form], height)).toBe(false);
});

test('messages at the upper edge come back only when the lower one is free', () => {
  const atTop = [message(600, 62), message(600, 120)];
  expect(coversAtBottom(atTop, [form], height)).toBe(true);
  expect(coversAtBottom(atTop, [{ ...form, top: 100, bottom: 400 }], height)).toBe(false);
  // The upper of two messages reaches a form that the lower one would not touch.
  expect(coversAtBottom(atTop, [{ ...form, top: 600, bottom: 640 }], height)).toBe(true);
});
