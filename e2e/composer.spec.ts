import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import type { Data } from '../faults/harness/http.ts';
import type { Person } from '../faults/harness/people.ts';
import { noteFigures } from './harness/figures.ts';
import { pollPath, startButton } from './harness/pollPage.ts';
import { createPoll } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

test(
  'a planned poll is changed until it opens, the slower of two editors is told, and a copy brings its pictures',
  { tag: '@desktop' },
  async ({ stage }) => {
    const editor = await stage.staff('redaktion');
    noteFigures({ 'drafts written': await reviseTwice(stage, editor), 'pictures copied': await copy(stage, editor) });
  },
);

/** Edits a draft on two pages: the second save is refused as a conflict, keeps the input and succeeds when repeated. */
async function reviseTwice(stage: Stage, as: Person): Promise<number> {
  const opensAt = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const poll = await createPoll(stage, 'Wie soll der Uferweg heißen?', 'LIVE', { opensAt });
  const path = pollPath(stage.town.path, poll.id);
  const first = await stage.open(path, { as, device: 'desktop' });
  await first.getByRole('link', { name: de.compose.revise }).click();
  const second = await stage.open(`${path}/edit`, { as, device: 'desktop' });
  await write(first, 'Wie soll der neue Uferweg heißen?');
  await write(second, 'Welchen Namen bekommt der Uferweg?');
  await save(first);
  await first.getByRole('heading', { level: 1, name: 'Wie soll der neue Uferweg heißen?' }).waitFor();
  await save(second);
  await second.getByText(de.compose.conflict).waitFor();
  await save(second);
  await second.getByRole('heading', { level: 1, name: 'Welchen Namen bekommt der Uferweg?' }).waitFor();
  const read = 'query($id: ID!) { poll(id: $id) { title version state opensAt } }';
  const { poll: now }: Data = await stage.ask(read, { id: poll.id }, as);
  assert.deepEqual(now, {
    title: 'Welchen Namen bekommt der Uferweg?',
    version: 3,
    state: 'SCHEDULED',
    opensAt: `${opensAt.slice(0, 16)}:00.000Z`, // the form has minutes, not seconds
  });
  return now.version;
}

async function write(page: Page, title: string): Promise<void> {
  await page.getByLabel(de.compose.question, { exact: true }).fill(title);
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.compose.save }).click();
}

const seeded = `query($ags: String!) { municipality(ags: $ags) { polls(state: OPEN, first: 50) { edges { node { id title
  questions { options { picture { id alt small { url } } } } } } } } }`;

/** Copies the seed's poll with pictures into a new poll. */
async function copy(stage: Stage, as: Person): Promise<number> {
  const { municipality }: Data = await stage.ask(seeded, { ags: stage.town.ags });
  const nodes: Data[] = municipality.polls.edges.map(({ node }: Data) => node);
  const original = nodes.find(({ questions }) => picturesOf(questions).length > 0);
  assert.ok(original, 'the seed has a poll with pictures');
  const page = await stage.open(pollPath(stage.town.path, original.id), { as, device: 'desktop' });
  await page.getByRole('link', { name: de.compose.copy }).click();
  await page.waitForURL(/copy=/);
  await page.getByLabel(de.compose.closesAt, { exact: true }).fill('2031-03-01T18:00');
  await startButton(page).click();
  await page.waitForURL((url) => url.pathname.includes('/polls/') && !url.pathname.endsWith('/new'));
  const id = decodeURIComponent(page.url().split('/').at(-1) ?? '');
  assert.notEqual(id, original.id);
  const read = 'query($id: ID!) { poll(id: $id) { title questions { options { picture { id alt small { url } } } } } }';
  const { poll }: Data = await stage.ask(read, { id }, as);
  assert.equal(poll.title, original.title);
  const theirs = picturesOf(original.questions);
  const own = picturesOf(poll.questions);
  assert.deepEqual(
    own.map(({ alt }) => alt),
    theirs.map(({ alt }) => alt),
  );
  for (const picture of own) assert.ok(!theirs.some((one) => one.id === picture.id), 'each poll has files of its own');
  for (const { small } of own) {
    const { status, headers } = await fetch(stage.town.origin + small.url);
    assert.deepEqual([status, headers.get('content-type')], [200, 'image/webp']);
  }
  return own.length;
}

function picturesOf(questions: Data): { id: string; alt: string; small: { url: string } }[] {
  return questions.flatMap(({ options }: Data) => options.flatMap(({ picture }: Data) => picture ?? []));
}
