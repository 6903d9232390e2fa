import type { Transport } from '../shared/apollo.ts';
import { renewSession } from '../shared/apollo.ts';
import { AccountErasedDocument, SignOutDocument } from '../gql/graphql.ts';
import { hasMine } from '../shared/storage.ts';
import { forgetDevice } from './forgetDevice.ts';

/**
 * Asks whether the session of this browser ended with its account, and if so deletes what the browser keeps of the person.
 * Browsers in which nobody was signed in do not ask.
 */
export async function learnErasure(transport: Transport): Promise<boolean> {
  if (!hasMine()) return false;
  const { apollo } = transport;
  const { data } = await apollo.query({ query: AccountErasedDocument, fetchPolicy: 'network-only' });
  if (data?.accountErased !== true) return false;
  await forgetDevice();
  await apollo.mutate({ mutation: SignOutDocument }); // removes the cookie, so that the browser does not ask again
  await renewSession(transport);
  return true;
}
