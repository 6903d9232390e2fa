import assert from 'node:assert/strict';
import { ask, codesOf } from '../faults/harness/http.ts';
import { noteFigures } from './harness/figures.ts';
import { askForCode, codeIn, typeCode } from './harness/signInForm.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const ip = '10.255.0.9';
const requestSignIn = `mutation($email: String!) { requestSignIn(input: { email: $email }) { userErrors { code } } }`;
/** Factor by which the page runs slower, like on a phone. */
const slowdown = 4;
/** Script that notes when the bar of the proof of work comes and goes, in milliseconds of the page. */
const noteBar = `window.proof = {}; new MutationObserver(() => {
  const isThere = document.querySelector('[data-proof]') !== null;
  if (isThere) window.proof.came ??= performance.now();
  else if (window.proof.came !== undefined) window.proof.gone ??= performance.now();
}).observe(document, { childList: true, subtree: true });`;

test('behind a crowded address the browser computes a proof of work by itself, says so, and signs in', async ({
  stage,
}) => {
  const { town, mailbox } = stage;
  const codes = [];
  for (let n = 0; n < 61; n++) {
    codes.push(...codesOf(await ask(town.port, { ip }, requestSignIn, { email: `crowd${n}@example.org` })));
  }
  assert.deepEqual(codes, ['PROOF_REQUIRED'], 'the first 60 need no proof, the next one does');

  const page = await stage.open(`${town.path}/sign-in`);
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': ip });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (/proofWorker|solveProof/.test(request.url())) scripts.push(request.url());
  });
  // A fast machine solves it between two looks of the test, so the page itself notes how long the bar was there.
  await page.evaluate(noteBar);
  await askForCode(page, 'late.guest@example.org');
  await page.locator('[data-proof]').waitFor({ state: 'detached' });
  const milliseconds: number = await page.evaluate('window.proof.gone - window.proof.came');
  assert.ok(milliseconds > 0, 'the page says that it computes');
  assert.ok(scripts.length > 0, 'the solver is loaded when it is needed');
  await typeCode(page, codeIn(await mailbox.nextMail('late.guest@example.org')));
  await page.waitForURL((url) => url.pathname === town.path);

  const other = await stage.open(`${town.path}/sign-in`);
  const early: string[] = [];
  other.on('request', (request) => early.push(request.url()));
  await askForCode(other, 'early.guest@example.org');
  assert.deepEqual(
    early.filter((url) => /proofWorker|solveProof/.test(url)),
    [],
    'others do not load the solver',
  );
  await other.getByLabel(de.signIn.code).waitFor();
  noteFigures({ 'proof of work, page slowed four times': `${Math.round(milliseconds)} ms` });
});
