import { randomUUID } from 'node:crypto';
import { system } from '../../../kernel/actor.ts';
import { forkContext } from '../../../kernel/context.ts';
import { write } from '../../../kernel/events.ts';
import { ensureMailRecipient } from '../../../recipient/recipient.link.service.ts';
import { keepConsent } from '../../../recipient/recipient.service.ts';
import { askData } from '../../../testing/client.ts';
import { storeEvent } from '../../../testing/events.ts';
import { type Act, edge, mutation } from '../../../testing/policy/act.ts';
import { keptFor } from '../../../testing/policy/kept.ts';
import type { Town } from '../../../testing/policy/town.ts';
import { AnswerRequest } from './calendar.mailAnswer.entity.ts';
import { answerConsent } from './calendar.mailAnswer.rules.ts';
import { confirmToken } from './calendar.mailAnswer.service.ts';

const inTown = keptFor(({ app, place, mark }) => storeEvent(app, place, { title: `Termin ${mark}` }));
/** Token of a link that confirms an answer of a new address. */
async function questionOf({ app, place }: Town): Promise<string> {
  const { slotUuid } = await storeEvent(app, place, {});
  const { municipalityId } = place;
  return write(forkContext(app.services, system), async (tx) => {
    const known = await ensureMailRecipient(tx, municipalityId, `${randomUUID()}@example.org`, 'de');
    const about = { municipalityId, choice: answerConsent, wording: 1, locale: 'de' };
    const consent = await keepConsent(tx, { ...known, ...about });
    const party = { name: 'Ada', answer: 'YES', companions: 0, reminder: 'NONE' } as const;
    const request = { id: randomUUID(), municipality: municipalityId, consent, recipient: known.recipientId };
    tx.em.persist(tx.em.create(AnswerRequest, { ...request, slot: slotUuid, ...party, createdAt: tx.now() }));
    await tx.em.flush();
    return confirmToken(tx, consent, 1);
  });
}

/** Token of the link to the answers of a new address, with its only answer. */
async function linkOf(town: Town): Promise<{ readonly token: string; readonly attendanceId: string }> {
  const query = 'mutation($input: ConfirmAnswerInput!) { it: confirmAnswer(input: $input) { token } }';
  const { it } = await askData(town.app.port, {}, query, { input: { token: await questionOf(town) } });
  const list = 'query($token: String!, $id: ID!) { it: answersByLink(token: $token, municipalityId: $id) { id } }';
  const answers = (await askData(town.app.port, {}, list, { token: it.token, id: town.id })).it;
  return { token: it.token, attendanceId: answers[0].id };
}

const party = (slotId: string) => ({
  slotId,
  answer: 'YES',
  name: 'Ada Beispiel',
  email: `${randomUUID()}@example.org`,
  locale: 'de',
});
const asking = ['answerByMail(input: $input)', 'AnswerByMailInput!', 'slot { id }'] as const;

export const acts: readonly Act[] = [
  edge('Slot.takesMailAnswers', async (town) => (await inTown(town)).slotId, 'anonymous', '{ allowed }'),
  mutation('answerByMail', 'anonymous', asking, async (town) => party((await inTown(town)).slotId)),
  mutation(
    'confirmAnswer',
    'anonymous',
    ['confirmAnswer(input: { token: $input })', 'String!', 'token'],
    questionOf,
    'who holds the link',
  ),
  {
    field: 'Query.answersByLink',
    variant: 'who holds the link',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($token: String!, $id: ID!) { it: answersByLink(token: $token, municipalityId: $id) { name } }',
      variables: { token: (await linkOf(town)).token, id: town.id },
    }),
  },
  mutation(
    'changeAnswerByLink',
    'anonymous',
    ['changeAnswerByLink(input: $input)', 'ChangeAnswerByLinkInput!', 'attendance { id }'],
    async (town) => ({ ...(await linkOf(town)), answer: 'MAYBE' }),
    'who holds the link',
  ),
  mutation(
    'takeBackAnswer',
    'anonymous',
    ['takeBackAnswer(input: $input)', 'TakeBackAnswerInput!', 'slot { id }'],
    linkOf,
    'who holds the link',
  ),
];
