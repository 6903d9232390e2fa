import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Data } from '../../faults/harness/http.ts';
import type { Person } from '../../faults/harness/people.ts';
import { reportIssue } from '../harness/issues.ts';
import { pollPath } from '../harness/pollPage.ts';
import { castVote, createPoll } from '../harness/polls.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import { areaShots } from './areaShots.ts';
import { ballotShots } from './ballotShots.ts';
import { clockShots } from './clockShots.ts';
import { routingShots } from './routingShots.ts';
import { feedShots } from './feedShots.ts';
import { handoverShots } from './handoverShots.ts';
import { intakeShots } from './intakeShots.ts';
import { ideaShots } from './ideaShots.ts';
import { inboxShots } from './inboxShots.ts';
import { lawShots } from './lawShots.ts';
import { lookShots } from './lookShots.ts';
import { mapShots } from './mapShots.ts';
import { outcomeShots } from './outcomeShots.ts';
import { partnerShots } from './partnerShots.ts';
import { proofShots } from './proofShots.ts';
import { reportShots } from './reportShots.ts';
import { residenceShots } from './residenceShots.ts';
import type { Shot } from './shot.ts';
import { wordShots } from './wordShots.ts';

/** Brings about everything the pictures show, once for all looks. */
export async function prepareShots(stage: Stage): Promise<readonly Shot[]> {
  const { path } = stage.town;
  const people = await stage.people(6);
  const [citizen, clerk, admin] = [people[5], await stage.staff('bauhof'), await stage.staff('verwaltung')];
  assert.ok(citizen);
  const reference = await reportIssue(stage, { address: 'Linzer Straße 14', text: fullText }, citizen);
  return [
    { name: 'town-choice', path: '/?all=1', shows: 'Unkel' },
    { name: 'display', path: '/display', shows: de.display.contrast },
    { name: 'town-search', path: '/?all=1', shows: de.choose.notYet, prepare: (page) => search(page, 'rhein') },
    ...(await feedShots(stage, path)),
    ...(await pollShots(stage, path, people)),
    ...(await outcomeShots(stage, path)),
    ...(await ideaShots(stage, path)),
    ...(await proofShots(stage, path)),
    ...(await ballotShots(stage, path)),
    ...(await groupShots(stage, path)),
    ...(await inboxShots(stage, path)),
    { name: 'composer', path: `${path}/polls/new`, as: admin, shows: de.compose.publish },
    { name: 'sign-in', path: `${path}/sign-in`, shows: de.signIn.sendCode },
    { name: 'sign-in-code', path: `${path}/sign-in`, shows: de.signIn.codeHint, prepare: askForCode },
    { name: 'sign-in-link', path: '/sign-in/0123456789', shows: de.signIn.linkTitle },
    ...(await reportShots(stage, path)),
    { name: 'report-confirm', path: `${path}/confirm/0123456789`, shows: de.confirmIssue.text },
    { name: 'my-reports', path: `${path}/me`, as: citizen, shows: de.profile.issues },
    { name: 'profile-signed-out', path: `${path}/me`, shows: de.profile.signedOut },
    { name: 'issue', path: `${path}/issues/${reference}`, as: citizen, shows: de.issue.timeline },
    { name: 'issue-claim', path: `${path}/issues/${reference}`, shows: de.claim.hint },
    ...mapShots(path, admin, clerk),
    { name: 'board', path: `${path}/board`, as: clerk, shows: de.board.allDesks, prepare: seeCards },
    { name: 'board-desks', path: `${path}/board?lanes=desk`, as: clerk, shows: de.board.allDesks, prepare: seeCards },
    { name: 'field', path: `${path}/field`, as: clerk, shows: de.field.photoDone },
    { name: 'board-issue', path: `${path}/board/${reference}`, as: clerk, shows: de.issue.timeline },
    { name: 'board-menu', path: `${path}/board`, as: clerk, shows: de.status.NOT_RESPONSIBLE, prepare: openMenu },
    { name: 'board-move', path: `${path}/board`, as: clerk, shows: de.move.send.quietly, prepare: openMove },
    { name: 'settings', path: `${path}/settings`, as: admin, shows: de.settings.about.audit },
    ...staffShots(`${path}/staff`, admin),
    { name: 'audit', path: `${path}/audit`, as: admin, shows: de.audit.more },
    ...lawShots(path, admin),
    ...lookShots(path, admin),
    ...clockShots(path, admin),
    ...(await handoverShots(stage, path, admin)),
    ...routingShots(path, admin),
    ...areaShots(path, admin),
    ...intakeShots(path, clerk),
    ...(await wordShots(stage, path, admin)),
    ...(await partnerShots(stage, path, admin)),
    ...(await residenceShots(stage, path)),
    { name: 'not-found', path: '/nowhere', shows: de.notFound.title },
  ];
}

const fullText = 'Vor der Bäckerei steht eine Gehwegplatte hoch. Gestern ist jemand darüber gestolpert.';

async function pollShots(stage: Stage, path: string, people: readonly Person[]): Promise<readonly Shot[]> {
  const newcomer = await stage.person('newcomer');
  const poll = await createPoll(stage, 'Soll der Brunnen im Winter leuchten?');
  const closed = await createPoll(stage, 'Soll die Bank am Bahnhof ein Dach bekommen?');
  const unseen = await createPoll(stage, 'Wann soll das Museum öffnen?', 'AFTER_CLOSE');
  for (const [i, person] of people.entries()) {
    for (const { id, options } of [poll, closed, unseen]) await castVote(stage, id, options[i % 3]?.id ?? '', person);
  }
  const close = 'mutation($pollId: ID!) { closePoll(pollId: $pollId) { poll { state } } }';
  await stage.ask(close, { pollId: closed.id }, await stage.staff('redaktion'));
  const [open, ended, secret] = [poll, closed, unseen].map(({ id }) => pollPath(path, id));
  assert.ok(open && ended && secret);
  return [
    { name: 'poll-signed-out', path: open, shows: de.vote.signInFirst },
    { name: 'poll-before-vote', path: open, as: newcomer, shows: de.ballot.cast },
    { name: 'poll-after-vote', path: open, as: people[0] ?? newcomer, shows: de.vote.counted },
    { name: 'poll-closed', path: ended, shows: de.results.final },
    { name: 'poll-hidden', path: secret, as: newcomer, shows: de.results.turnoutTitle },
    { name: 'poll-wall', path: `${open}/wall`, as: await stage.staff('redaktion'), shows: de.wall.join },
    { name: 'poll-editor', path: open, as: await stage.staff('redaktion'), shows: de.closer.start },
  ];
}

/** The seed's group on request, as its town hall and as somebody from outside see it. */
async function groupShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const query = `query($ags: String!) { municipality(ags: $ags) { groups(first: 50) {
    edges { node { id joinPolicy } } } } }`;
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  const nodes: { id: string; joinPolicy: string }[] = municipality.groups.edges.map((edge: Data) => edge.node);
  const onRequest = nodes.find(({ joinPolicy }) => joinPolicy === 'ON_REQUEST');
  assert.ok(onRequest);
  const [group, admin] = [`${path}/groups/${onRequest.id}`, await stage.staff('verwaltung')];
  return [
    { name: 'groups', path: `${path}/groups`, shows: de.group.standing.MAY_ASK },
    { name: 'group', path: group, shows: de.group.signInToAsk },
    { name: 'group-new', path: `${path}/groups/new`, as: admin, shows: de.group.form.create },
    { name: 'group-manage', path: `${group}/manage`, as: admin, shows: de.group.addressesHint },
  ];
}

/** Who works in the town hall, and both dialogs about it. */
function staffShots(path: string, as: Person): readonly Shot[] {
  const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
  return [
    { name: 'staff', path, as, shows: de.staff.last },
    { name: 'staff-add', path, as, shows: de.staff.nameHint, prepare: press(de.staff.add) },
    { name: 'staff-revoke', path, as, shows: de.staff.loses.CLERK, prepare: press('Sachbearbeitung') },
  ];
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
}

async function askForCode(page: Page): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {};
  await page.getByLabel(de.signIn.email).fill(`looking.${width}.${Date.now()}@example.org`);
  await page.getByRole('button', { name: de.signIn.sendCode }).click();
}

async function seeCards(page: Page): Promise<void> {
  await page.locator('[data-card]').first().waitFor();
}

async function openMenu(page: Page): Promise<void> {
  await page.locator('[data-stage="NEW"] [data-card]').first().getByRole('button').click();
}

async function openMove(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole('menuitem', { name: de.status.ASSIGNED }).click();
}
