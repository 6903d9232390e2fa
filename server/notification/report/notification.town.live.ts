import { authorize } from '../../kernel/errors.ts';
import { defineTopic } from '../../kernel/live/topic.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { sendingTopic, type TownFacts } from '../notification.events.ts';
import { readToday, type Today } from './notification.town.service.ts';

/** How fast messages leave today, with the position of this state. */
export type SendingState = Today & { readonly cursor: string };

/** Each state counts all deliveries of the day, so it is read at most once a second for all admins of a town. */
export const sendingStream = defineTopic({
  ...sendingTopic,
  kind: 'state',
  conflateMs: 1000,
  audience: (ctx, { municipalityId }: TownFacts) => {
    authorize(canRunTown(ctx.actor, municipalityId));
    return Promise.resolve('admin' as const);
  },
  read: async (ctx, { municipalityId }, _audience, { cursor }): Promise<SendingState> => ({
    ...(await readToday(ctx, municipalityId)),
    cursor,
  }),
});
