import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { findViolations } from './conventions.ts';

const committed = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');

/** The committed schema with one text replaced; fails if the text is absent. */
function planted(text: string | RegExp, by: string, sdl = committed): string {
  expect(sdl).toMatch(text);
  return sdl.replace(text, by);
}

const plants: readonly (readonly [mistake: string, sdl: string, sentence: string])[] = [
  [
    'a bare argument',
    planted(/closePoll\([^)]*\): ClosePollPayload/, 'closePoll(pollId: ID!): ClosePollPayload'),
    'Mutation.closePoll takes other arguments than input: ClosePollInput!.',
  ],
  [
    "another mutation's payload",
    planted('): ClosePollPayload\n', '): ConfirmPollPayload\n'),
    'Mutation.closePoll answers ConfirmPollPayload, not ClosePollPayload or null.',
  ],
  [
    'a payload that cannot be null',
    planted('): ClosePollPayload\n', '): ClosePollPayload!\n'),
    'Mutation.closePoll answers ClosePollPayload!, not ClosePollPayload or null.',
  ],
  [
    'codes that nobody reads',
    planted(/(type Mutation \{[\s\S]*?)User errors: [^"]*/, '$1'),
    'Mutation.acknowledge does not say its codes.',
  ],
  [
    'a code as text',
    planted('code: UserErrorCode!', 'code: String!'),
    'UserError.code is not of the type UserErrorCode!.',
  ],
  [
    'a list without an end',
    planted('"""Questions in the order of the ballot. At most 20."""', '"""Questions in the order of the ballot."""'),
    'Poll.questions is a list without an end: page it, or say "at most <number>".',
  ],
  [
    'a connection without nodes',
    planted(
      /type PollConnection \{[\s\S]*?\n\}/,
      'type PollConnection {\n  edges: [PollEdge!]!\n  pageInfo: PageInfo!\n}',
    ),
    'PollConnection has no nodes.',
  ],
  [
    'a field that is a keyword',
    planted('type Poll implements Node {', 'type Poll implements Node {\n  object: Int'),
    'Poll.object is a keyword of Kotlin.',
  ],
  [
    'an input that holds itself',
    planted('input ClosePollInput {', 'input ClosePollInput {\n  again: ClosePollInput'),
    'ClosePollInput holds itself.',
  ],
  ['a scalar nobody specifies', planted(/scalar UUID @specified[^\n]*/, 'scalar UUID'), 'UUID has no @specifiedBy.'],
  [
    'an id that node does not know',
    planted('type Poll implements Node {', 'type Poll {'),
    'Poll has an id, but is no Node.',
  ],
  ['a query that is never null', planted('): Poll\n', '): Poll!\n'), 'Query.poll cannot be null beside its error.'],
  [
    'a stream that begins anew',
    planted(/pollResults\(\s+"""[^"]*"""\s+after: StreamCursor/, 'pollResults(past: StreamCursor'),
    'Subscription.pollResults: PollResults! cannot be taken up after a StreamCursor.',
  ],
];

test.each(plants)('%s is found', (_mistake, sdl, sentence) => {
  const before = new Set(findViolations(buildSchema(committed)));
  expect(findViolations(buildSchema(sdl)).filter((violation) => !before.has(violation))).toEqual([sentence]);
});

test('the rules of ESLint find what they are for', { timeout: 60_000 }, async () => {
  const mistakes: readonly (readonly [string | RegExp, string])[] = [
    ['input ClosePollInput {', 'input PollClosing {'],
    ['input: ClosePollInput!', 'input: PollClosing!'],
    [/"""[^"]*"""\ntype PollEdge/, 'type PollEdge'],
    [/pageInfo: PageInfo!\n(?=[\s\S]*?type Poll )/, 'info: PageInfo!\n'],
    ['  CLOSED\n', '  closed\n'],
    ['): Poll\n', '): Poll!\n'],
  ];
  const sdl = mistakes.reduce((text, [find, by]) => planted(find, by, text), committed);
  const [result] = await new ESLint().lintText(sdl, { filePath: 'schema/schema.graphql' });
  const rules = new Set(result?.messages.map(({ ruleId }) => ruleId?.split('/')[1]));
  expect([...rules].sort()).toEqual([
    'input-name',
    'naming-convention',
    'relay-connection-types',
    'require-description',
    'require-nullable-result-in-root',
  ]);
});
