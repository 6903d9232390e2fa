import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { askData } from '../faults/harness/http.ts';
import { openAuthenticator } from './harness/authenticator.ts';
import { noteFigures } from './harness/figures.ts';
import { pollPath } from './harness/pollPage.ts';
import { createPoll, labels } from './harness/polls.ts';
import { joinGroup, openGroups } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test('who votes where a proof is asked comes back from the identity service with the choice kept; a passkey signs in', async ({
  stage,
}) => {
  // The identity service is another host, so the guard must permit the way to it.
  stage.guard.allow(new RegExp(`^foreign host: ${stage.issuer().issuer}`));
  const seconds = await voteWithProof(stage);
  await enterBooth(stage);
  const barriers = await keepPasskey(stage);
  assert.deepEqual(barriers, [], 'barriers');
  noteFigures({ 'chosen to counted': `${seconds} s`, 'axe violations': barriers.length });
});

async function voteWithProof(stage: Stage): Promise<number> {
  const poll = await createPoll(stage, 'Soll die Grundschule neu gebaut werden?', 'LIVE', { assurance: 'SUBSTANTIAL' });
  const voter = await stage.person('prover');
  const page = await stage.open(pollPath(stage.town.path, poll.id), { as: voter });
  await page.getByText(de.proof.why).waitFor();
  await page.getByRole('radio', { name: labels[1], exact: true }).check();
  const began = performance.now();
  await page.getByRole('button', { name: de.proof.action }).click();
  await page.getByRole('heading', { name: de.proof.title }).waitFor();

  stage.issuer().expect({ sub: 'low', acr: 'low' });
  await goThere(page);
  await page.getByText(errorText('LEVEL_TOO_LOW')).waitFor();
  stage.issuer().expect({ sub: 'prover', acr: 'high' });
  await goThere(page);
  await page.waitForURL(`**${pollPath(stage.town.path, poll.id)}`);
  const kept = page.getByRole('radio', { name: labels[1], exact: true });
  await kept.waitFor();
  assert.ok(await kept.isChecked(), 'the choice is still there');
  await page.getByRole('button', { name: de.ballot.cast }).click();
  await page.getByText(de.vote.counted).waitFor();
  const { turnout } = (await askData(stage.town.port, voter, turnoutQuery, { id: poll.id })).poll.results;
  assert.equal(turnout, 1, 'counted by the server');
  return Math.round((performance.now() - began) / 100) / 10;
}

/** A secret poll shows no choices before the voter has proved who they are. */
async function enterBooth(stage: Stage): Promise<void> {
  const voter = await stage.person('secret-prover');
  await joinGroup(stage, (await openGroups(stage)).town.id, voter);
  const rules = { secrecy: 'SECRET', eligibility: 'MEMBERS', changeAllowed: false, assurance: 'HIGH' };
  const poll = await createPoll(stage, 'Soll das Rathaus umziehen?', 'AFTER_CLOSE', rules);
  const booth = `${pollPath(stage.town.path, poll.id)}/booth`;
  const page = await stage.open(booth, { as: voter });
  await page.getByText(de.proof.needed.HIGH).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the closed booth is without barrier');
  assert.equal(await page.getByRole('radio').count(), 0, 'no ballot yet');
  await page.getByRole('link', { name: de.proof.action }).click();
  stage.issuer().expect({ sub: 'secret-prover', acr: 'high' });
  await goThere(page);
  await page.waitForURL(`**${booth}`);
  await page.getByRole('radio', { name: labels[0], exact: true }).waitFor();
}

async function goThere(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.proof.go.replace('{service}', 'Ausweis-Dienst') }).click();
}

/** Registers a passkey under the name localhost, because browsers refuse passkeys for bare IP addresses. */
async function keepPasskey(stage: Stage): Promise<string[]> {
  const origin = `http://localhost:${stage.town.port}`;
  stage.guard.allow(new RegExp(`^foreign host: ${origin}`));
  const page = await stage.open(stage.town.path);
  const person = await stage.person('keeper');
  const value = /(?:^|; )session=([^;]+)/.exec(person.cookie)?.[1] ?? '';
  await page.context().addCookies([{ name: 'session', value, url: origin, httpOnly: true, sameSite: 'Lax' }]);
  await openAuthenticator(page);
  await page.goto(`${origin}${stage.town.path}/me`);
  await page.getByLabel(de.passkey.name).fill('Mein Telefon');
  await page.getByRole('button', { name: de.passkey.add }).click();
  await page.getByText('Mein Telefon', { exact: true }).waitFor();
  const barriers = await look(stage, page, 'passkeys');

  await page.getByRole('button', { name: de.profile.signOut }).click();
  await page.getByText(de.profile.signedOut).waitFor();
  await page.goto(`${origin}${stage.town.path}/sign-in?next=${stage.town.path}/me`);
  const signIn = page.getByRole('button', { name: de.passkey.signIn });
  await signIn.waitFor();
  barriers.push(...(await look(stage, page, 'passkey-sign-in')));
  await signIn.click();
  await page.getByText('keeper@example.org').waitFor();
  await page.getByRole('button', { name: de.passkey.removeNamed.replace('{name}', 'Mein Telefon') }).click();
  await page.getByRole('button', { name: de.passkey.remove, exact: true }).click();
  await page.getByText('Mein Telefon', { exact: true }).waitFor({ state: 'detached' });
  return barriers;
}

async function look(stage: Stage, page: Page, name: string): Promise<string[]> {
  const complaints: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(stage.out, `${name}-${colorScheme}.png`), fullPage: true });
    complaints.push(...(await findBarriers(page)).map((barrier) => `${name}, ${colorScheme}: ${barrier}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return complaints;
}

const turnoutQuery = `query($id: ID!) { poll(id: $id) { results {
  ... on PollTally { turnout } ... on HiddenResults { turnout } } } }`;
