import type { ApolloClient } from '@apollo/client/core';
import { errorCode } from '../../../shared/errors.ts';
import { AddIssuePhotoDocument, MoveIssueDocument } from '../../../gql/graphql.ts';
import { uploadPhoto, UploadRefused } from '../../../media/upload.ts';
import { drop, put } from '../../../offline/store.ts';
import type { FieldPicture, FieldWork } from './work.ts';

/** `cut`: no connection, retry later; `kept`: refused, stays with the reason; `taken`: the server has it. */
export type Outcome = 'cut' | 'kept' | 'taken';

/** Codes that do not depend on the work and pass by waiting. */
const passing = new Set(['NETWORK', 'RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE']);
export const workKey = ({ key }: Pick<FieldWork, 'key'>) => `work ${key}`;

/**
 * Sends one piece of work: uploads its photo, adds it to the report, resolves the report. Each step is stored, so that
 * a retry does not repeat it.
 */
export async function sendWork(client: ApolloClient<unknown>, work: FieldWork): Promise<Outcome> {
  try {
    const ready = await bringPicture(client, work);
    const code = await resolve(client, ready);
    if (code !== null) return await refuse(ready, code);
    await drop('outbox', workKey(ready));
    return 'taken';
  } catch (error) {
    const code = error instanceof UploadRefused ? error.code : errorCode(error);
    return passing.has(code) ? 'cut' : refuse(work, code);
  }
}

async function bringPicture(client: ApolloClient<unknown>, work: FieldWork): Promise<FieldWork> {
  const { picture } = work;
  if (picture === null || picture.isAdded) return work;
  const id = picture.id ?? (await uploadPhoto(work.ags, picture.blob, '')).id;
  const sent = await keep(work, { ...picture, id });
  const input = {
    issueId: work.issueId,
    photoId: id,
    stage: 'AFTER',
    isApproved: false,
    idempotencyKey: work.key,
  } as const;
  const { data } = await client.mutate({ mutation: AddIssuePhotoDocument, variables: { input } });
  const code = data?.addIssuePhoto?.userErrors[0]?.code;
  if (code) throw new UploadRefused(code);
  return keep(sent, { ...picture, id, isAdded: true });
}

async function keep(work: FieldWork, picture: FieldPicture): Promise<FieldWork> {
  const next = { ...work, picture };
  await put('outbox', workKey(work), next);
  return next;
}

/**
 * Resolves the report; returns the code of the refusal, or null. After a lost answer the report is resolved already,
 * which counts as success.
 */
async function resolve(client: ApolloClient<unknown>, work: FieldWork): Promise<string | null> {
  const { issueId, version, message, tellReporter } = work;
  const input = { issueId, version, message, tellReporter, to: 'RESOLVED' } as const;
  const { data } = await client.mutate({ mutation: MoveIssueDocument, variables: { input } });
  const code = data?.moveIssue?.userErrors[0]?.code ?? null;
  return code === 'CONFLICT' && data?.moveIssue?.issue?.status === 'RESOLVED' ? null : code;
}

async function refuse(work: FieldWork, refused: string): Promise<Outcome> {
  await put('outbox', workKey(work), { ...work, refused });
  return 'kept';
}
