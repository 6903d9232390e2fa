import { expect } from 'vitest';
import { askIfFixed } from '../survey/issue.survey.service.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { givenPerson, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('an account finds it in the inbox and in the mail', async ({ app, town, clerk, mail }) => {
  const reporter = await givenPerson(app, town);
  const issue = await givenIssue(app, town, reporter);
  await resolve(app, clerk, issue);
  await askFourWeeksLater(app, issue, 3);
  const letter = await mail.next(`${reporter.personId}@example.org`);
  expect(letter.text).toContain(question);
  expect(letter.text).toContain(`/issues/${issue.reference}`);
  expect(letter.text).not.toContain('#');
  const inbox = '{ viewer { inbox { edges { node { kind subject { ... on Issue { reference } } } } } } }';
  const { edges } = (await askData(app.port, reporter, inbox)).viewer.inbox;
  expect(edges[0].node).toEqual({ kind: 'ISSUE_SURVEY', subject: { reference: issue.reference } });
});

test('where nothing was repaired nobody is asked whether it is fixed, and it was answered, not solved', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const reporter = await givenPerson(app, town);
  const categoryId = await givenCategory(app, town, 'SUGGESTION');
  const issue = await givenIssue(app, town, reporter, { categoryId, kind: 'SUGGESTION' });
  for (const [version, to, message] of [
    [1, 'ASSIGNED', null],
    [2, 'RESOLVED', 'Die Bank kommt im Mai.'],
  ] as const) {
    const input = { issueId: issue.id, version, to, message, tellReporter: to === 'RESOLVED' };
    expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
  }
  const told = await mail.next(`${reporter.personId}@example.org`);
  expect(told.text).toContain('Beantwortet');
  expect(told.text).not.toContain('Erledigt');
  await askFourWeeksLater(app, issue, 3);
  const letter = await mail.next(`${reporter.personId}@example.org`);
  expect(letter.text).toContain('Ist es damit für Sie erledigt?');
  expect(letter.text).not.toContain(question);
});

test('without an account a confirmed address gets a link that brings the code along; an unconfirmed one nothing', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const email = 'melder.vier.wochen@example.org';
  const issue = await givenIssue(app, town, {}, { email });
  const token = /\/confirm\/([\w-]+)/.exec((await mail.next(email)).text)?.[1];
  const confirm = 'mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) { issue { version } } }';
  const { version } = (await askData(app.port, {}, confirm, { input: { token } })).confirmIssue.issue;
  for (const [n, to] of ['ASSIGNED', 'RESOLVED'].entries()) {
    const input = { issueId: issue.id, version: Number(version) + n, to, tellReporter: false };
    expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
  }
  await askFourWeeksLater(app, issue, Number(version) + 2);
  await askFourWeeksLater(app, issue, Number(version) + 2);
  const letter = await mail.next(email);
  expect(letter.text).toContain(question);
  const code = new RegExp(`/issues/${issue.reference}#([A-Z2-9-]{11})`).exec(letter.text)?.[1];
  expect(code).toBe(issue.claimCode);
  expect(await answer(app, {}, issue, { claimCode: code, answer: 'FIXED' })).toMatchObject({
    issue: { reporterSaysFixed: true },
    userErrors: [],
  });
  // The question was read in the one mail that was sent.
  expect(mail.mails.filter(({ to, text }) => to.includes(email) && text.includes(question))).toEqual([]);

  const silent = 'nie.bestaetigt@example.org';
  const other = await givenIssue(app, town, {}, { email: silent });
  for (const [n, to] of ['ASSIGNED', 'RESOLVED'].entries()) {
    const input = { issueId: other.id, version: other.version + n, to, tellReporter: false };
    await askData(app.port, clerk, move, { input });
  }
  await askFourWeeksLater(app, other, other.version + 2);
  expect((await answer(app, {}, other, { claimCode: other.claimCode, answer: 'FIXED' })).userErrors).toMatchObject([
    { code: 'NOT_ASKED' },
  ]);
});

const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const question = 'als erledigt eingetragen';

async function resolve(app: TestServer, clerk: Somebody, { id }: GivenIssue): Promise<void> {
  for (const [version, to] of [
    [1, 'ASSIGNED'],
    [2, 'RESOLVED'],
  ] as const) {
    const input = { issueId: id, version, to, tellReporter: false };
    expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
  }
}
async function askFourWeeksLater(app: TestServer, { id }: GivenIssue, version: number): Promise<void> {
  setTime(app, new Date(Date.now() + 28 * 86_400_000 + 60_000).toISOString());
  await askIfFixed(forkContext(app.services, system), { issueId: idOf('Issue', id), version });
  setTime(app);
}
const answer = async (app: TestServer, who: Identified, { id }: GivenIssue, more: object): Promise<Data> => {
  const say = `mutation($input: AnswerSurveyInput!) { answerSurvey(input: $input) {
    issue { reporterSaysFixed } userErrors { code } } }`;
  return (await askData(app.port, who, say, { input: { issueId: id, ...more } })).answerSurvey;
};
