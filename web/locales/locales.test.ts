// @vitest-environment node
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readTexts, splitTexts } from '../../scripts/locales.mjs';

it('the languages say the same, all of it is read, and nothing is shown beside them', async () => {
  const said = await promisify(execFile)(process.execPath, ['scripts/texts.mjs']).catch((error: object) => error);
  expect(said).toMatchObject({ stderr: '' });
}, 60_000);

it.each(['de', 'en', 'de-x-leicht'])('%s in two parts is the whole, and errors of domains come later', (locale) => {
  const { first, later } = splitTexts('.', locale);
  expect(Object.keys({ ...first, ...later }).toSorted()).toEqual(Object.keys(readTexts('.', locale)).toSorted());
  expect({ ...Object(first.errors), ...Object(later.errors) }).toEqual(readTexts('.', locale).errors);
  expect({ ...Object(first.group), ...Object(later.group) }).toEqual(readTexts('.', locale).group);
  expect(first).not.toHaveProperty('group.form');
  expect(later).not.toHaveProperty('group.mine');
  expect(first).toHaveProperty('errors.FORBIDDEN');
  expect(first).not.toHaveProperty('errors.TOO_MANY_CHOICES');
  expect(later).toHaveProperty('errors.TOO_MANY_CHOICES');
});
