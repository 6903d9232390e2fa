import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { choiceOf, toGlobalId } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { findViewer } from './identity.person.service.ts';
import { EndSessionInputType, SessionsPayloadType, SessionType } from './identity.session.types.ts';
import { endOtherSessions, endSession, listSessions } from './identity.sessions.service.ts';
import { ViewerType } from './identity.types.ts';

@Resolver(() => ViewerType)
export class SessionResolver {
  @FieldResolver(() => [SessionType], {
    description: 'Browsers in which the viewer is signed in, the newest first; at most 100.',
    complexity: 10,
  })
  async sessions(@Ctx() ctx: Context): Promise<SessionType[]> {
    return (await listSessions(ctx)).map(({ id, ...session }) => ({
      ...session,
      sessionId: toGlobalId('Session', id),
    }));
  }

  @mutation(SessionsPayloadType, 'End one session of the account and close its WebSocket connections.')
  endSession(
    @Input(() => EndSessionInputType) { id }: EndSessionInputType,
    @Ctx() ctx: Context,
  ): Promise<SessionsPayloadType> {
    return answer(async () => {
      await endSession(ctx, choiceOf('Session', id));
      return { viewer: await findViewer(ctx) };
    });
  }

  @mutation(SessionsPayloadType, 'End all sessions of the account except the one that sends the request.')
  endOtherSessions(@Ctx() ctx: Context): Promise<SessionsPayloadType> {
    return answer(async () => {
      await endOtherSessions(ctx);
      return { viewer: await findViewer(ctx) };
    });
  }
}
