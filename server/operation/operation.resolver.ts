import { Arg, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { live, readNow } from '../kernel/live/live.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import { type HealthState, healthStream } from './operation.live.ts';
import { InstallationHealthType } from './operation.types.ts';

@Resolver()
export class InstallationHealthResolver {
  @Query(() => InstallationHealthType, {
    nullable: true,
    complexity: 100, // counts the waiting jobs
    description: 'How the installation does; for its operators. Errors: UNAUTHENTICATED, FORBIDDEN.',
  })
  installationHealth(@Ctx() ctx: Context): Promise<HealthState> {
    return readNow(healthStream, ctx, {});
  }

  @Subscription(() => InstallationHealthType, {
    name: 'installationHealth',
    description:
      'How the installation does, for its operators: the current state (with `after` only if it is newer), then every change; the processes look once a minute. Errors: UNAUTHENTICATED, FORBIDDEN.',
    ...live(healthStream, () => ({})),
  })
  watchInstallationHealth(
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() state: HealthState,
  ): HealthState {
    return state;
  }
}
