import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { pollPath } from '../harness/pollPage.ts';
import { createPoll } from '../harness/polls.ts';
import type { Stage } from '../harness/stage.ts';
import { de, errorText } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Proof of residence: without and with a letter, and the work of the town hall. */
export async function residenceShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const admin = await stage.staff('verwaltung');
  const newcomer = await stage.person('stranger');
  const waiting = await stage.person('letter');
  const proven = await stage.person('resident');
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id } }', stage.town);
  const municipalityId: string = municipality.id;
  await stage.ask(request, { input: { municipalityId, ...address } }, waiting);
  await stage.ask(confirm, { input: { municipalityId, email: proven.email } }, admin);
  const own = { cookie: admin.cookie ?? '', 'apollo-require-preflight': 'true', 'idempotency-key': randomUUID() };
  const url = `${stage.town.origin}/residence/${stage.town.ags}/letters`;
  await fetch(url, { method: 'POST', headers: { ...own, 'content-type': 'text/csv' }, body: fineList });
  const poll = await createPoll(stage, 'Wo soll der neue Spielplatz hin?', 'LIVE', {
    eligibility: 'VERIFIED_RESIDENT',
  });
  const page = `${path}/residence`;
  const office = `${path}/settings/residence`;
  const question = pollPath(path, poll.id);
  return [
    { name: 'residence-signed-out', path: `${page}#7Q2M-0WXK-9D4T`, shows: de.residence.signInWithCode },
    { name: 'residence', path: page, as: newcomer, shows: de.residence.later },
    { name: 'residence-wrong', path: page, as: newcomer, shows: errorText('UNKNOWN_CODE'), prepare: enterWrong },
    { name: 'residence-letter', path: page, as: newcomer, shows: de.errors.BAD_POSTCODE, prepare: askWrong },
    { name: 'residence-waiting', path: page, as: waiting, shows: de.residence.withdraw },
    { name: 'residence-proven', path: page, as: proven, shows: de.residence.method.COUNTER },
    { name: 'profile-residence', path: `${path}/me`, as: proven, shows: de.residence.renew },
    { name: 'poll-residents', path: question, as: newcomer, shows: de.vote.getProof },
    { name: 'poll-resident', path: question, as: proven, shows: de.ballot.cast },
    { name: 'residence-office', path: office, as: admin, shows: de.office.batches },
    { name: 'residence-faults', path: office, as: admin, shows: de.office.nothingMade, prepare: check(faultyList) },
    { name: 'residence-list', path: office, as: admin, shows: de.office.once, prepare: check(fineList) },
    {
      name: 'compose-residents',
      path: `${path}/polls/new`,
      as: admin,
      shows: de.compose.residentsHint,
      prepare: choose,
    },
  ];
}

const address = { name: 'Erika Muster', street: 'Linzer Straße 14', postcode: '53572', city: 'Unkel' };
const request = `mutation($input: RequestResidenceLetterInput!) { requestResidenceLetter(input: $input) { userErrors { code } } }`;
const confirm = `mutation($input: ConfirmResidenceInput!) { confirmResidence(input: $input) { userErrors { code } } }`;
const fineList = 'Name;Straße;PLZ;Ort\nJan Novák;Rheinweg 1;53572;Unkel\nAnna Berg;Rheinweg 2;53572;Unkel';
const faultyList = `${fineList}\nBob;Weg 1;5357;Unkel\nNur ein Name\nAnna Berg;Rheinweg 2;53572;Unkel`;

async function enterWrong(page: Page): Promise<void> {
  await page.getByLabel(de.residence.code).fill('0000-0000-0000');
  await page.getByRole('button', { name: de.residence.redeem }).click();
}

async function askWrong(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.residence.ask }).click();
  await page.getByLabel(de.residence.address.name).fill('Erika Muster');
  await page.getByLabel(de.residence.address.street).fill('Linzer Straße 14');
  await page.getByLabel(de.residence.address.postcode).fill('5357');
  await page.getByRole('button', { name: de.residence.ask }).click();
}

const check = (list: string) => async (page: Page) => {
  await page.getByLabel(de.office.paste).fill(list);
  await page.getByRole('button', { name: de.office.check }).click();
};

const choose = (page: Page) => page.getByText(de.compose.eligibility.VERIFIED_RESIDENT).click();
