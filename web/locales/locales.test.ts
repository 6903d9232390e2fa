// @vitest-environment node
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the languages say the same, all of it is read, and nothing is shown beside them', async () => {
  const said = await promisify(execFile)(process.execPath, ['scripts/texts.mjs']).catch((error: object) => error);
  expect(said).toMatchObject({ stderr: '' });
}, 60_000);
