import { pageSizes } from '../kernel/page.ts';
import { sendDrill, sendWarning } from './alerts.ts';
import { givenPerson, givenPlace } from './builders.ts';
import { givenEvent } from './events.ts';
import { openIdea } from './ideas.ts';
import { settleMessages } from './inbox.ts';
import { openTown } from './policy/town.ts';
import type { TestServer } from './server.ts';

/**
 * Adds a town with rows of most kinds, sent messages and an open warning. It belongs to no test: on a server with such a
 * town, a test that counts or lists rows of all towns is red in every order of the files. A whole page of further towns is
 * added, so that a test that takes the first page of all towns for all of them is red, too.
 */
export async function givenNeighbour(app: TestServer): Promise<void> {
  const town = await openTown(app, 'Anrainer');
  const { place, admin } = town;
  const { userErrors } = await sendWarning(app, place, admin, { severity: 'MODERATE' });
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  await sendDrill(app, place, admin);
  await givenEvent(app, place, admin);
  await openIdea(app, place, await givenPerson(app, place), admin);
  for (let n = 0; n < pageSizes.usual; n++) await givenPlace(app, 'Anrainer');
  await settleMessages(app);
}
