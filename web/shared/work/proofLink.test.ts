import { expect, test } from 'vitest';
import { challengeIn } from './proofLink.ts';
import { repeatWithProof, runningProofs } from './repeatWithProof.ts';

test('the challenge is found in the payload, whatever the mutation is called', () => {
  expect(challengeIn({ reportIssue: { proofChallenge: '{}' } })).toBe('{}');
  expect(challengeIn({ followIssue: { proofChallenge: null } })).toBeNull();
  for (const data of [null, undefined, {}, { moveIssue: null }, { moveIssue: { issue: null } }]) {
    expect(challengeIn(data)).toBeNull();
  }
});

test('a request that needs no proof is sent once', async () => {
  const sent: (string | null)[] = [];
  const send = (proof: string | null): Promise<string> => {
    sent.push(proof);
    return Promise.resolve('accepted');
  };
  expect(await repeatWithProof(send, () => null)).toBe('accepted');
  expect(sent).toEqual([null]);
  expect(runningProofs.value).toBe(0);
});
