import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { findExternal } from '../kernel/externalId.ts';
import { idOf, NodeType } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { requireFound, loadNode } from '../kernel/nodes.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { listHandedIn } from '../post/post.list.service.ts';
import { PostConnectionType, type PostType } from '../post/post.types.ts';
import type { PartnerKey } from './partner.entity.ts';
import { createPartnerKey, findOwnKey, listPartnerKeys, revokePartnerKey } from './partner.service.ts';
import {
  CreatePartnerKeyInputType,
  CreatePartnerKeyPayloadType,
  PartnerKeyPayloadType,
  PartnerKeyType,
  RevokePartnerKeyInputType,
} from './partner.types.ts';

@Resolver(() => PartnerKeyType)
export class PartnerKeyResolver {
  @Query(() => PartnerKeyType, { nullable: true, description: 'The key that asks; null for people.' })
  partnerKey(@Ctx() ctx: Context): Promise<PartnerKeyType | null> {
    return findOwnKey(ctx);
  }

  @mutation(CreatePartnerKeyPayloadType, 'Make a key for a partner (admins of the town).')
  createPartnerKey(
    @Input(() => CreatePartnerKeyInputType) input: CreatePartnerKeyInputType,
    @Ctx() ctx: Context,
  ): Promise<CreatePartnerKeyPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(() => createPartnerKey(ctx, { ...input, municipalityId }));
  }

  @mutation(
    PartnerKeyPayloadType,
    'End a key now, with its open connections (admins of the town). Revoking twice is fine.',
  )
  revokePartnerKey(
    @Input(() => RevokePartnerKeyInputType) { id }: RevokePartnerKeyInputType,
    @Ctx() ctx: Context,
  ): Promise<PartnerKeyPayloadType> {
    return answer(async () => ({ partnerKey: await revokePartnerKey(ctx, idOf('PartnerKey', id)) }));
  }

  @FieldResolver(() => PostConnectionType, {
    nullable: true,
    description: 'Posts that it handed in, the newest first, with what became of them.',
  })
  posts(
    @Root() { id }: PartnerKey,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PostType>> {
    return listHandedIn(ctx, id, page);
  }

  @FieldResolver(() => NodeType, {
    nullable: true,
    description: 'What the asking key has created under an id of its own; null: nothing, or nothing that it may read.',
  })
  async createdAs(
    @Root() { id }: PartnerKey,
    @Arg('externalId', () => String, { description: 'As it was given.' }) externalId: string,
    @Ctx() ctx: Context,
  ): Promise<NodeType | null> {
    const globalId = isAsking(ctx, id) ? await findExternal(ctx, id, externalId) : undefined;
    return globalId === undefined ? null : loadNode(ctx, globalId);
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town it is bound to.' })
  municipality(@Root() key: PartnerKey): Promise<MunicipalityType> {
    return requireFound(key.municipality.load({ dataloader: true }));
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityKeysResolver {
  @FieldResolver(() => [PartnerKeyType], {
    nullable: true,
    description: 'Keys of its partners, those that were revoked last; admins of the town only. At most 200.',
  })
  partnerKeys(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<PartnerKeyType[]> {
    return listPartnerKeys(ctx, id);
  }
}

function isAsking({ actor }: Context, keyId: string): boolean {
  return actor.kind === 'partner' && actor.keyId === keyId;
}
