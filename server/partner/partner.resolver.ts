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
import { listPostsOfKey } from '../post/post.list.service.ts';
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
  @Query(() => PartnerKeyType, { nullable: true, description: 'API key that sends the request; null for people.' })
  partnerKey(@Ctx() ctx: Context): Promise<PartnerKeyType | null> {
    return findOwnKey(ctx);
  }

  @mutation(CreatePartnerKeyPayloadType, 'Create an API key for a partner (admins of the town).')
  createPartnerKey(
    @Input(() => CreatePartnerKeyInputType) input: CreatePartnerKeyInputType,
    @Ctx() ctx: Context,
  ): Promise<CreatePartnerKeyPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(() => createPartnerKey(ctx, { ...input, municipalityId }));
  }

  @mutation(
    PartnerKeyPayloadType,
    'Revoke a key and close its open connections (admins of the town). Repeating the call changes nothing.',
  )
  revokePartnerKey(
    @Input(() => RevokePartnerKeyInputType) { id }: RevokePartnerKeyInputType,
    @Ctx() ctx: Context,
  ): Promise<PartnerKeyPayloadType> {
    return answer(async () => ({ partnerKey: await revokePartnerKey(ctx, idOf('PartnerKey', id)) }));
  }

  @FieldResolver(() => PostConnectionType, {
    nullable: true,
    description:
      'Posts that the key created, newest first, in any state; without posts of closed groups that the viewer may not read.',
  })
  posts(
    @Root() key: PartnerKey,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PostType>> {
    return listPostsOfKey(ctx, key, page);
  }

  @FieldResolver(() => NodeType, {
    nullable: true,
    description:
      'Object that the key created with this external id; null: none, an object that the key may not read, or a request by anybody but this key.',
  })
  async createdAs(
    @Root() { id }: PartnerKey,
    @Arg('externalId', () => String, { description: 'External id as given at creation.' }) externalId: string,
    @Ctx() ctx: Context,
  ): Promise<NodeType | null> {
    const globalId = isAsking(ctx, id) ? await findExternal(ctx, id, externalId) : undefined;
    return globalId === undefined ? null : loadNode(ctx, globalId);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Town to which the key is bound.' })
  municipality(@Root() key: PartnerKey): Promise<MunicipalityType> {
    return requireFound(key.municipality.load({ dataloader: true }));
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityKeysResolver {
  @FieldResolver(() => [PartnerKeyType], {
    nullable: true,
    description: 'API keys of partners of the town, revoked keys last; admins of the town only. At most 200.',
  })
  partnerKeys(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<PartnerKeyType[]> {
    return listPartnerKeys(ctx, id);
  }
}

function isAsking({ actor }: Context, keyId: string): boolean {
  return actor.kind === 'partner' && actor.keyId === keyId;
}
