import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { levelsOf, servicesOf } from './identity.oidc.rules.ts';
import { startIdentification } from './identity.oidc.service.ts';
import {
  IdentityServiceType,
  StartIdentificationInputType,
  StartIdentificationPayloadType,
} from './identity.oidc.types.ts';

@Resolver(() => MunicipalityType)
export class IdentityServiceResolver {
  @FieldResolver(() => [IdentityServiceType], {
    description: 'Identity services that citizens of the town can use; empty: none. At most 20.',
    complexity: 1, // read from the configuration
  })
  identityServices(@Root() { ags }: MunicipalityRow, @Ctx() { config }: Context): IdentityServiceType[] {
    const services = servicesOf(config.identityServices, ags);
    return services.map((service) => ({ key: service.id, name: service.name, levels: levelsOf(service) }));
  }

  @mutation(
    StartIdentificationPayloadType,
    'Start an identification at an identity service: to prove a level for the signed-in account, otherwise to sign in. HTTP only.',
  )
  startIdentification(
    @Input(() => StartIdentificationInputType)
    { serviceKey: serviceId, ...input }: StartIdentificationInputType,
    @Ctx() ctx: Context,
  ): Promise<StartIdentificationPayloadType> {
    return answer(async () => ({ url: await startIdentification(ctx, { serviceId, ...input }) }));
  }
}
