import { randomUUID } from 'node:crypto';
import type { Client } from '../harness/http.ts';
import { castVote, type Poll } from '../harness/polls.ts';
import { inputOf, type Reporting, reportIssue } from '../harness/reports.ts';
import type { Town } from '../harness/stage.ts';
import { badCursors, badEmails, badIds, badPoints, longText } from './values.ts';

/** One request that must be refused: its name, its client and its document. */
export interface Junk {
  readonly name: string;
  readonly client: Client;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** A read of an unknown object may also answer null. */
  readonly mayBeNull?: boolean;
}

export interface Scene {
  readonly town: Town;
  readonly poll: Poll;
  readonly otherPoll: Poll;
  readonly usedKey: string;
  readonly reporting: Reporting;
  readonly issue: { readonly id: string; readonly version: number };
  nobody(): Client;
  /** Returns a person who has sent nothing before. */
  somebody(): Client;
}

export function junkRequests(scene: Scene): readonly Junk[] {
  return [reads, votes, polls, groups, signIns, reports, moves].flatMap((make) => make(scene));
}

function reads({ town, poll, issue, nobody, somebody }: Scene): Junk[] {
  const byId = (field: string, ids: readonly string[]): Junk[] =>
    ids.map((id) => {
      const query = `query($id: ID!) { ${field} { __typename } }`;
      return { name: `${field} ${id.slice(0, 20)}`, client: somebody(), query, variables: { id }, mayBeNull: true };
    });
  const listed = (argument: string, variables: object): Junk => ({
    name: `list with ${argument} ${JSON.stringify(variables).slice(0, 40)}`,
    client: nobody(),
    query: `query($first: Int = 20, $after: PageCursor) { municipality(ags: "07138073") {
      polls(first: $first, after: $after) { edges { node { id } } } } }`,
    variables: variables as Record<string, unknown>,
  });
  return [
    ...byId('node(id: $id)', badIds('Poll', town.groupId.slice(1))),
    ...byId('poll(id: $id)', badIds('Poll', town.groupId)),
    ...byId('pollResults(pollId: $id)', badIds('Poll', town.municipalityId)),
    ...byId('myVote(pollId: $id)', badIds('Poll', town.groupId)),
    ...badCursors.map((after) => listed('after', { after })),
    ...[-1, 101, 2 ** 31 - 1, 2 ** 40, 1.5, 'x'].map((first) => listed('first', { first })),
    ...['', 'x', '0713807', '071380731', "' or ''='", longText].map((ags) => ({
      name: `municipality ${ags.slice(0, 20)}`,
      client: nobody(),
      variables: { ags },
      mayBeNull: true,
      query: 'query($ags: String!) { municipality(ags: $ags) { id } }',
    })),
    ...['', 'M-0', 'M-1001', '%', longText].map((reference) => ({
      name: `issue ${reference.slice(0, 20)}`,
      client: nobody(),
      variables: { reference, code: poll.id },
      query:
        'query($reference: String!, $code: String) { issue(ags: "07138073", reference: $reference, claimCode: $code) { id } }',
      mayBeNull: true,
    })),
    {
      name: 'a report of somebody else',
      client: nobody(),
      variables: { id: issue.id },
      mayBeNull: true,
      query: 'query($id: ID!) { node(id: $id) { ... on Issue { text } } }',
    },
    {
      name: 'the board by a citizen',
      client: somebody(),
      variables: {},
      query: '{ municipality(ags: "07138073") { issues { edges { node { text } } } } }',
    },
    {
      name: 'nodes, 101 of them',
      client: nobody(),
      variables: { ids: Array(101).fill(poll.id) },
      query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    },
  ];
}

function votes({ poll, otherPoll, nobody, somebody, town }: Scene): Junk[] {
  const junk = (name: string, id: unknown, options: unknown, client = somebody()): Junk => ({
    name: `vote: ${name}`,
    client,
    query: castVote,
    variables: { id, options },
  });
  const [one, two] = poll.options;
  return [
    ...badIds('Poll', town.groupId).map((id) => junk(`poll ${id.slice(0, 20)}`, id, [one])),
    ...badIds('PollOption', town.groupId).map((id) => junk(`option ${id.slice(0, 20)}`, poll.id, [id])),
    junk('signed out', poll.id, [one], nobody()),
    junk('option of another poll', poll.id, [otherPoll.options[0]]),
    junk('two choices of one', poll.id, [one, two]),
    junk('no choice', poll.id, []),
    junk('201 choices', poll.id, Array(201).fill(one)),
    junk('a number for an id', 17, [one]),
    junk('an object for an id', { __proto__: null }, [one]),
    junk('null among the choices', poll.id, [one, null]),
    junk('text for a list of lists', poll.id, [[one]]),
  ];
}

function polls({ town, usedKey, nobody, somebody }: Scene): Junk[] {
  const question = { text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel'] };
  const fine = {
    groupId: town.groupId,
    title: 'Eine andere Frage',
    questions: [question],
    closesAt: new Date(Date.now() + 3_600_000).toISOString(),
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
  };
  const query = `mutation($input: CreatePollInput!) { createPoll(input: $input) { poll { id } userErrors { code path } } }`;
  const junk = (name: string, more: object, client: Client = town.admin): Junk => ({
    name: `poll: ${name}`,
    client,
    query,
    variables: { input: { idempotencyKey: randomUUID(), ...fine, ...more } },
  });
  const asked = (more: object): object => ({ questions: [{ ...question, ...more }] });
  return [
    junk('signed out', {}, nobody()),
    junk('by a citizen', {}, somebody()),
    ...badIds('Group', town.municipalityId).map((groupId) => junk(`group ${groupId.slice(0, 20)}`, { groupId })),
    ...['', '   ', 'abc', longText, 'a\u0000bcdef', '\u0007\u0008klingelt'].map((title) =>
      junk(`title ${JSON.stringify(title.slice(0, 12))}`, { title }),
    ),
    junk('long description', { description: longText }),
    junk('no question', { questions: [] }),
    junk('21 questions', { questions: Array(21).fill(question) }),
    junk('one option', asked({ options: ['nur eine'] })),
    junk('the same option twice', asked({ options: ['gleich', ' gleich '] })),
    junk('51 options', asked({ options: Array.from({ length: 51 }, (_, n) => `Wahl ${n}`) })),
    junk('empty option', asked({ options: ['', 'x'] })),
    junk('impossible limits', asked({ kind: 'MULTIPLE', minChoices: 3, maxChoices: 2 })),
    junk('negative limits', asked({ kind: 'MULTIPLE', minChoices: -1 })),
    junk('a kind that is none', asked({ kind: 'RANKED' })),
    junk('closes in the past', { closesAt: '2020-01-01T00:00:00Z' }),
    junk('closes before it opens', { opensAt: '2099-01-02T00:00:00Z', closesAt: '2099-01-01T00:00:00Z' }),
    ...['', 'morgen', '2026-13-45T99:99:99Z', '+275760-09-13T00:00:00.001Z', 17, null].map((closesAt) =>
      junk(`closesAt ${String(closesAt)}`, { closesAt }),
    ),
    junk('a key that is no UUID', { idempotencyKey: 'x' }),
    junk('a key used with other input', { idempotencyKey: usedKey }),
    junk('a field that does not exist', { isOpen: true }),
  ];
}

function groups({ town, nobody, somebody }: Scene): Junk[] {
  const acts = ['joinGroup', 'leaveGroup'] as const;
  return acts.flatMap((act) => {
    const query = `mutation($id: ID!) { ${act}(input: { groupId: $id }) { group { id } userErrors { code } } }`;
    const ids = badIds('Group', town.municipalityId);
    return [
      ...ids.map((id) => ({ name: `${act} ${id.slice(0, 20)}`, client: somebody(), query, variables: { id } })),
      { name: `${act} signed out`, client: nobody(), query, variables: { id: town.groupId } },
    ];
  });
}

function signIns({ nobody }: Scene): Junk[] {
  const request = `mutation($email: String!, $ags: String) { requestSignIn(input: { email: $email, ags: $ags }) {
    expiresAt userErrors { code } } }`;
  const confirm = `mutation($input: ConfirmSignInInput!) { confirmSignIn(input: $input) {
    viewer { id } userErrors { code } } }`;
  const codes = ['', '00000000', '1234567', 'abcdefgh', longText, '１２３４５６７８'];
  const inputs = [{}, { code: '1', token: '1' }, ...codes.flatMap((text) => [{ code: text }, { token: text }])];
  return [
    ...badEmails.map((email) => ({
      name: `sign-in for ${JSON.stringify(email.slice(0, 30))}`,
      client: nobody(),
      query: request,
      variables: { email },
    })),
    {
      name: 'sign-in in a town that is none',
      client: nobody(),
      query: request,
      variables: { email: 'niemand@example.org', ags: '99999999' },
    },
    ...inputs.map((input) => ({
      name: `confirm ${JSON.stringify(input).slice(0, 40)}`,
      client: nobody(),
      query: confirm,
      variables: { input },
    })),
  ];
}

function reports({ town, reporting, nobody, somebody }: Scene): Junk[] {
  const junk = (name: string, more: object, client = somebody()): Junk => ({
    name: `report: ${name}`,
    client,
    query: reportIssue,
    variables: { input: inputOf(reporting, more) },
  });
  const badTypes = [{ point: { lat: '50', lon: 7 } }, { point: { lat: 50 } }, { point: null }, { text: 17 }];
  return [
    ...badPoints.map((point) => junk(`at ${JSON.stringify(point)}`, { point })),
    ...badTypes.map((more) => junk(JSON.stringify(more), more)),
    ...['', ' '.repeat(50), 'kurz', longText, `${'x'.repeat(20)}\u0000`].map((text) =>
      junk(`text ${JSON.stringify(text.slice(0, 10))}`, { text }),
    ),
    junk('long address', { address: longText }),
    ...badIds('IssueCategory', town.groupId).map((categoryId) =>
      junk(`category ${categoryId.slice(0, 20)}`, { categoryId }),
    ),
    ...badIds('Municipality', town.groupId).map((municipalityId) =>
      junk(`town ${municipalityId.slice(0, 20)}`, { municipalityId }),
    ),
    junk('category of another kind', { kind: reporting.kind === 'PRAISE' ? 'DEFECT' : 'PRAISE' }),
    junk('a kind that is none', { kind: 'ANGER' }),
    ...badEmails.slice(2).map((email) => junk(`address ${JSON.stringify(email.slice(0, 20))}`, { email }, nobody())),
  ];
}

function moves({ town, issue, nobody, somebody }: Scene): Junk[] {
  const query = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { id } userErrors { code path } } }`;
  const confirm = `mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) { issue { id } userErrors { code } } }`;
  const junk = (name: string, more: object, client: Client = town.admin): Junk => ({
    name: `move: ${name}`,
    client,
    query,
    variables: { input: { issueId: issue.id, to: 'TRIAGED', version: issue.version, ...more } },
  });
  return [
    junk('signed out', {}, nobody()),
    junk('by another citizen', {}, somebody()),
    junk('with a claim code that is none', { claimCode: 'AAAA-BBBB' }, nobody()),
    junk('to where the table does not lead', { to: 'RESOLVED' }),
    junk('to a status that is none', { to: 'FORGOTTEN' }),
    junk('without the reason it needs', { to: 'DECLINED' }),
    junk('decided on an old version', { version: issue.version - 1 }),
    junk('decided on a version to come', { version: 2 ** 31 - 1 }),
    junk('a version that is none', { version: 1.5 }),
    junk('a long reason', { to: 'DECLINED', reason: longText }),
    ...badIds('Issue', town.groupId).map((issueId) => junk(`issue ${issueId.slice(0, 20)}`, { issueId })),
    ...badIds('Desk', town.groupId).map((deskId) => junk(`desk ${deskId.slice(0, 20)}`, { to: 'ASSIGNED', deskId })),
    ...[{}, { token: 'x' }, { token: longText }, { issueId: issue.id, claimCode: 'x' }].map((input) => ({
      name: `confirm ${JSON.stringify(input).slice(0, 40)}`,
      client: nobody(),
      query: confirm,
      variables: { input },
    })),
  ];
}
