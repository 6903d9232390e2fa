import { expect, test } from 'vitest';
import { commonRatio } from './commonRatio.ts';

const sized = (width: number, height: number) => ({ large: { width, height } });

test('a frame for all is as tall as the tallest photo needs, within bounds', () => {
  expect(commonRatio([sized(1600, 1200), sized(1200, 1200)])).toBe(1);
  expect(commonRatio([sized(1600, 1200), sized(739, 1600)])).toBe(3 / 4);
  expect(commonRatio([sized(1600, 500)])).toBe(4 / 3);
});
