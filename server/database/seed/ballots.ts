import { constants, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { castBallot } from '../../ballot/ballot.cast.service.ts';
import { Booth } from '../../ballot/ballot.entity.ts';
import { sealBallot } from '../../ballot/ballot.encryption.rules.ts';
import { ballotText, type CastEnvelope, envelopeText, type PollText, sha256 } from '../../ballot/ballot.rules.ts';
import type { Person } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import type { PollStory } from './story.ts';

/** Poll of the story as it was made, and its voters. */
export interface Told {
  readonly services: Services;
  readonly pollId: string;
  readonly voters: readonly Person[];
  readonly story: PollStory;
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as const;

/**
 * Casts the ballots of the first members. A voter's unblinded signature equals a plain signature with the booth's key,
 * so it is made directly: demonstration ballots need no secrecy.
 */
export async function seedBallots({ services, pollId, voters, story: { ballots } }: Told): Promise<void> {
  const em = services.em.fork();
  const booth = await em.findOneOrFail(Booth, pollId);
  const choices = ballots.flatMap(({ options, count }) => Array.from({ length: count }, () => options.join(',')));
  const roll = voters.slice(0, choices.length).map(({ id }) => ({ id, hash: sha256(randomBytes(32)) }));
  await em.execute(
    `insert into ballot_roll (poll_id, person_id, blinded_hash)
     select ?, v.id, v.hash from json_to_recordset(?::json) as v(id uuid, hash text)`,
    [pollId, JSON.stringify(roll)],
  );
  await Promise.all(choices.map(async (marks) => castBallot(services, pollId, await fillIn(booth, marks))));
}

async function fillIn({ text, textHash, ballotKey }: Booth, choices: string): Promise<CastEnvelope> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x ?? '';
  const randomizer = randomBytes(32);
  const signed = Buffer.concat([randomizer, Buffer.from(key, 'base64url')]);
  const townHall = { key: Buffer.from(ballotKey ?? '', 'base64'), format: 'der', type: 'pkcs8', ...pss } as const;
  const signText = (said: string): string => sign(null, Buffer.from(said), privateKey).toString('base64url');
  const common = {
    key,
    randomizer: randomizer.toString('base64url'),
    token: sign('sha384', signed, townHall).toString('base64url'),
  };
  const poll: PollText = JSON.parse(text);
  const ballot = { ...common, choices, signature: signText(ballotText(textHash, choices)) };
  const ciphertext = await sealBallot(poll, textHash, ballot);
  const signature = signText(envelopeText(textHash, sha256(ciphertext)));
  return { ...common, ciphertext: ciphertext.toString('base64url'), signature };
}
