import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadedCost } from '../kernel/cost.ts';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { findViewerResidence } from './residence.proof.service.ts';
import { redeemCode } from './residence.redeem.service.ts';
import { requestLetter, withdrawLetterRequest } from './residence.request.service.ts';
import {
  RedeemResidenceCodeInputType,
  RequestResidenceLetterInputType,
  ResidencePayloadType,
  ViewerResidenceType,
  WithdrawLetterRequestInputType,
} from './residence.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityResidenceResolver {
  @FieldResolver(() => ViewerResidenceType, {
    nullable: true,
    complexity: loadedCost,
    description: "State of the viewer's own proof of residence in this town; null when signed out.",
  })
  viewerResidence(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<ViewerResidenceType | null> {
    return findViewerResidence(ctx, id);
  }

  @mutation(
    ResidencePayloadType,
    'Request a letter with a code from the town hall; a second request replaces the address.',
  )
  requestResidenceLetter(
    @Input(() => RequestResidenceLetterInputType) input: RequestResidenceLetterInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidencePayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ residence: await requestLetter(ctx, id, input) }));
  }

  @mutation(ResidencePayloadType, 'Withdraw the request for a letter and delete its address.')
  withdrawLetterRequest(
    @Input(() => WithdrawLetterRequestInputType) { municipalityId }: WithdrawLetterRequestInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidencePayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({ residence: await withdrawLetterRequest(ctx, id) }));
  }

  @mutation(
    ResidencePayloadType,
    'Prove residence with the code of a letter, which works once. At most 10 tries an hour.',
  )
  redeemResidenceCode(
    @Input(() => RedeemResidenceCodeInputType) input: RedeemResidenceCodeInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidencePayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ residence: await redeemCode(ctx, id, input.code) }));
  }
}
