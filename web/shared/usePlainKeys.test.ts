import { effectScope } from 'vue';
import { afterEach, expect, test } from 'vitest';
import { switchKeys } from './plainKeys.ts';
import { usePlainKeys } from './usePlainKeys.ts';

afterEach(() => switchKeys(true));

function press(key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
}

test('a key acts alone, outside fields, while plain keys are on, and until its page is left', () => {
  let acts = 0;
  const page = effectScope();
  page.run(() => usePlainKeys({ f: () => acts++ }));
  press('f');
  press('F');
  expect(acts).toBe(2);
  press('f', { ctrlKey: true });
  press('g');
  const field = document.body.appendChild(document.createElement('input'));
  press('f', {}, field);
  switchKeys(false);
  press('f');
  switchKeys(true);
  page.stop();
  press('f');
  expect(acts).toBe(2);
});
