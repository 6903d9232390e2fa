import { GraphQLError, parse } from 'graphql';
import { expect, test } from 'vitest';
import { formatError, Refusal } from './errors.ts';
import { createLog } from './log.ts';

const log = createLog('silent');

test('a limit stays COST_EXCEEDED behind the code Apollo puts in front', () => {
  const limit = new GraphQLError('too many aliases', { extensions: { code: 'COST_EXCEEDED' } });
  const apollos = new GraphQLError(limit.message, {
    originalError: limit,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
  for (const error of [limit, apollos])
    expect(formatError(error, { log }).extensions).toEqual({ code: 'COST_EXCEEDED' });
});

test('too many tokens are a limit too', () => {
  expect(codeOfParsing('{ a b c d }')).toBe('COST_EXCEEDED');
  expect(codeOfParsing('{ a')).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a refusal that has no payload to stand in is bad input, with what was wrong beside it', () => {
  const wrong = { code: 'MAY_NOT_PUBLISH', message: 'may not publish', path: ['groupIds'] } as const;
  const error = new GraphQLError('refused', { originalError: new Refusal(wrong), path: ['reach'] });
  expect(formatError(error, { log })).toMatchObject({
    path: ['reach'],
    extensions: { code: 'BAD_USER_INPUT', userErrors: [wrong] },
  });
});

function codeOfParsing(text: string): unknown {
  try {
    parse(text, { maxTokens: 4 });
    return undefined;
  } catch (error) {
    return formatError(error, { log }).extensions?.code;
  }
}
