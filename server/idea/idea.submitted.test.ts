import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPerson, givenPlace, givenStaff } from '../testing/builders.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenIdea } from '../testing/ideas.ts';
import { expectInbox, inboxOf, settleMessages } from '../testing/inbox.ts';
import { test } from '../testing/fixtures.ts';

test('a submitted idea reaches the editors, in a town without editors the admins, and never its author', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const citizen = await givenPerson(app, place);
  await givenIdea(app, place, citizen, { title: 'Erste Idee' });
  await expectInbox(app, admin, 'IDEA_SUBMITTED Erste Idee');
  const editor = await givenStaff(app, place, 'EDITOR');
  const others = [
    await givenStaff(app, place, 'CLERK'),
    await givenStaff(app, await givenPlace(app, 'Nachbarstadt'), 'EDITOR'),
    citizen,
  ];
  await givenIdea(app, place, citizen, { title: 'Zweite Idee' });
  await expectInbox(app, editor, 'IDEA_SUBMITTED Zweite Idee');
  await givenIdea(app, place, editor, { title: 'Idee der Redaktion' });
  await settleMessages(app);
  for (const nobody of others) expect(await inboxOf(app, nobody)).toEqual([]);
  expect(await inboxOf(app, editor)).toEqual(['IDEA_SUBMITTED Zweite Idee']);
  expect(await inboxOf(app, admin)).toEqual(['IDEA_SUBMITTED Erste Idee']);
  await app.services.em.fork().nativeUpdate(Municipality, place.municipalityId, { modules: ['POSTS'] });
  expect(await inboxOf(app, editor)).toEqual([]);
});

test('an idea of a closed group reaches only editors who are its members', async ({ app }) => {
  const place = await givenPlace(app);
  const inside = await givenStaff(app, place, 'EDITOR');
  const outside = await givenStaff(app, place, 'EDITOR');
  const kita = await givenGroup(app, place);
  await givenMember(app, place, kita, { who: inside });
  const parent = await givenMember(app, place, kita);
  await givenIdea(app, place, parent, { groupId: toGlobalId('Group', kita.groupId), title: 'Neuer Zaun' });
  await expectInbox(app, inside, 'IDEA_SUBMITTED Neuer Zaun');
  await settleMessages(app);
  expect(await inboxOf(app, outside)).toEqual([]);
});
