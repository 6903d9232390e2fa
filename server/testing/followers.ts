import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { type Browser, openBrowser } from './browser.ts';
import type { Place } from './builders.ts';
import type { Data } from './client.ts';
import type { MailServer, ReceivedMail } from './mail.ts';
import type { TestServer } from './server.ts';

export const followGroups = `mutation($input: FollowGroupsInput!) { followGroups(input: $input) {
  groups { name } token proofChallenge userErrors { code path } } }`;
export const confirmGroups = `mutation($token: String!) { confirmFollowedGroups(input: { token: $token }) {
  groups { name } token userErrors { code path } } }`;

let clients = 0;

/** A browser with an IP address of its own, so that the limits of one network do not apply. */
export function visitor(app: TestServer): Browser {
  clients += 1;
  return openBrowser(app.port, `198.51.${110 + Math.floor(clients / 250)}.${clients % 250}`);
}

/** Input of followGroups for groups of a town by their UUIDs. */
export function followInput(place: Place, groupIds: readonly string[], email: string, more: object = {}): object {
  return {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    groupIds: groupIds.map((id) => toGlobalId('Group', id)),
    locale: 'de',
    email,
    ...more,
  };
}

/** Token behind # of a link in a mail. */
export function tokenIn({ text }: Pick<ReceivedMail, 'text'>, page: string): string {
  return new RegExp(`/${page}#([\\w-]+)`).exec(text)?.[1] ?? '';
}

/** Follows groups by mail and confirms the address; returns the token of the link to the choices. */
export async function givenFollower(
  app: TestServer,
  mail: MailServer,
  place: Place,
  groupIds: readonly string[],
  email: string,
): Promise<string> {
  const browser = visitor(app);
  const asked = (await browser.askData(followGroups, { input: followInput(place, groupIds, email) })).followGroups;
  expect(asked.userErrors).toEqual([]);
  const token = tokenIn(await mail.next(email), 'notify/confirm');
  const { confirmFollowedGroups }: Data = await browser.askData(confirmGroups, { token });
  expect(confirmFollowedGroups.userErrors).toEqual([]);
  return confirmFollowedGroups.token;
}
