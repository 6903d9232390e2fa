import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { LetterBatch } from './residence.entity.ts';
import { voidLetters } from './residence.letters.service.ts';
import { countRedeemed, findOffice, listBatches, type Office } from './residence.office.service.ts';
import { confirmResidence, endResidence } from './residence.proof.service.ts';
import { declineLetterRequest, listLetterRequests } from './residence.request.service.ts';
import {
  ConfirmResidenceInputType,
  ConfirmResidencePayloadType,
  DeclineLetterRequestInputType,
  EndResidenceInputType,
  LetterBatchType,
  LetterRequestType,
  ResidenceOfficePayloadType,
  ResidenceOfficeType,
  VoidLettersInputType,
} from './residence.types.ts';

/** Operations of the town hall, for registrars and admins of the town. */
@Resolver(() => MunicipalityType)
export class MunicipalityResidenceOfficeResolver {
  @FieldResolver(() => ResidenceOfficeType, {
    nullable: true,
    description: 'Requests, letters and number of proofs of residence, for registrars and admins of the town.',
  })
  residenceOffice(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<ResidenceOfficeType> {
    return findOffice(ctx, id);
  }

  @mutation(
    ConfirmResidencePayloadType,
    'Confirm at the counter, after seeing the identity card, that a person lives in the town (registrars and admins).',
  )
  confirmResidence(
    @Input(() => ConfirmResidenceInputType) input: ConfirmResidenceInputType,
    @Ctx() ctx: Context,
  ): Promise<ConfirmResidencePayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ validUntil: (await confirmResidence(ctx, id, input.email)).validUntil }));
  }

  @mutation(
    ResidenceOfficePayloadType,
    'Revoke a proof of residence, for example after a wrong address or a move (registrars and admins).',
  )
  endResidence(
    @Input(() => EndResidenceInputType) input: EndResidenceInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidenceOfficePayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => {
      await endResidence(ctx, id, input.email);
      return { office: await findOffice(ctx, id) };
    });
  }

  @mutation(
    ResidenceOfficePayloadType,
    'Decline the request for a letter and delete its address (registrars and admins).',
  )
  declineLetterRequest(
    @Input(() => DeclineLetterRequestInputType) { municipalityId, requestId }: DeclineLetterRequestInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidenceOfficePayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => {
      await declineLetterRequest(ctx, id, choiceOf('LetterRequest', requestId));
      return { office: await findOffice(ctx, id) };
    });
  }

  @mutation(
    ResidenceOfficePayloadType,
    'Declare the unused codes of printed letters void, for example of lost letters (registrars and admins).',
  )
  voidLetters(
    @Input(() => VoidLettersInputType) { municipalityId, batchId }: VoidLettersInputType,
    @Ctx() ctx: Context,
  ): Promise<ResidenceOfficePayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => {
      await voidLetters(ctx, id, idOf('LetterBatch', batchId));
      return { office: await findOffice(ctx, id) };
    });
  }
}

@Resolver(() => ResidenceOfficeType)
export class ResidenceOfficeResolver {
  @FieldResolver(() => [LetterRequestType], { description: 'Requests for letters, the oldest first; at most 200.' })
  requests(@Root() { municipalityId }: Office, @Ctx() ctx: Context): Promise<LetterRequestType[]> {
    return listLetterRequests(ctx, municipalityId);
  }

  @FieldResolver(() => [LetterBatchType], { description: 'Printed batches of letters, the newest first; at most 50.' })
  batches(@Root() office: Office, @Ctx() ctx: Context): Promise<LetterBatchType[]> {
    return listBatches(ctx, office);
  }
}

@Resolver(() => LetterBatchType)
export class LetterBatchResolver {
  @FieldResolver(() => Int, { description: 'Number of codes that were redeemed.' })
  redeemed(@Root() { id }: LetterBatch, @Ctx() ctx: Context): Promise<number> {
    return countRedeemed(ctx, id);
  }
}
