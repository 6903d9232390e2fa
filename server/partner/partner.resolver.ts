import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { found, registerNode } from '../kernel/nodes.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { PartnerKey } from './partner.entity.ts';
import { createPartnerKey, findOwnKey, findPartnerKey, listPartnerKeys, revokePartnerKey } from './partner.service.ts';
import {
  CreatePartnerKeyInputType,
  CreatePartnerKeyPayloadType,
  PartnerKeyPayloadType,
  PartnerKeyType,
} from './partner.types.ts';

registerNode('PartnerKey', (ctx, id) => findPartnerKey(ctx, id));

@Resolver(() => PartnerKeyType)
export class PartnerKeyResolver {
  @Query(() => PartnerKeyType, { nullable: true, description: 'The key that asks; null for people.' })
  partnerKey(@Ctx() ctx: Context): Promise<PartnerKeyType | null> {
    return findOwnKey(ctx);
  }

  @Mutation(() => CreatePartnerKeyPayloadType, { description: 'Make a key for a partner (admins of the town).' })
  createPartnerKey(
    @Arg('input', () => CreatePartnerKeyInputType, { description: 'The key.' }) input: CreatePartnerKeyInputType,
    @Ctx() ctx: Context,
  ): Promise<CreatePartnerKeyPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(() => createPartnerKey(ctx, { ...input, municipalityId }));
  }

  @Mutation(() => PartnerKeyPayloadType, {
    description: 'End a key now, with its open connections (admins of the town). Revoking twice is fine.',
  })
  revokePartnerKey(
    @Arg('id', () => ID, { description: 'The key.' }) id: string,
    @Ctx() ctx: Context,
  ): Promise<PartnerKeyPayloadType> {
    return answer(async () => ({ partnerKey: await revokePartnerKey(ctx, idOf('PartnerKey', id)) }));
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town it is bound to.' })
  municipality(@Root() key: PartnerKey): Promise<MunicipalityType> {
    return found(key.municipality.load({ dataloader: true }));
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityKeysResolver {
  @FieldResolver(() => [PartnerKeyType], {
    nullable: true,
    description: 'Keys of its partners, those that were revoked last; admins of the town only.',
  })
  partnerKeys(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<PartnerKeyType[]> {
    return listPartnerKeys(ctx, id);
  }
}
