import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { listConsents } from './privacy.consent.service.ts';
import { OwnConsentType } from './privacy.consent.types.ts';

@Resolver(() => ViewerType)
export class ConsentResolver {
  @FieldResolver(() => [OwnConsentType], {
    description: 'Consents of the viewer to messages of towns, the newest first; at most 100.',
    complexity: 10,
  })
  consents(@Ctx() ctx: Context): Promise<OwnConsentType[]> {
    return listConsents(ctx);
  }
}
