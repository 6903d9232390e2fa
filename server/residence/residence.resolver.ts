import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { findViewerResidence } from './residence.proof.service.ts';
import { redeemCode } from './residence.redeem.service.ts';
import { requestLetter, withdrawLetterRequest } from './residence.request.service.ts';
import {
  AddresseeInputType,
  RedeemCodeInputType,
  ResidencePayloadType,
  ViewerResidenceType,
} from './residence.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityResidenceResolver {
  @FieldResolver(() => ViewerResidenceType, {
    nullable: true,
    description: 'Whether the viewer has proven to live in this town; null when signed out.',
  })
  viewerResidence(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<ViewerResidenceType | null> {
    return findViewerResidence(ctx, id);
  }

  @Mutation(() => ResidencePayloadType, {
    description: 'Ask the town hall for a letter with a code; asking again changes the address.',
  })
  requestResidenceLetter(
    @Arg('input', () => AddresseeInputType, { description: 'Where to.' }) input: AddresseeInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidencePayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ residence: await requestLetter(ctx, id, input) }));
  }

  @Mutation(() => ResidencePayloadType, { description: 'Take the wish for a letter back, and the address with it.' })
  withdrawLetterRequest(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Ctx() ctx: Context,
  ): Promise<ResidencePayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({ residence: await withdrawLetterRequest(ctx, id) }));
  }

  @Mutation(() => ResidencePayloadType, {
    description:
      'Prove residence with the code of a letter, once. Refused: UNKNOWN_CODE, CODE_USED, LETTER_EXPIRED, LETTER_VOID. At most 10 tries an hour.',
  })
  redeemResidenceCode(
    @Arg('input', () => RedeemCodeInputType, { description: 'The code.' }) input: RedeemCodeInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidencePayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ residence: await redeemCode(ctx, id, input.code) }));
  }
}
