import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { choiceOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import {
  addPasskey,
  listPasskeys,
  removePasskey,
  startPasskey,
  startPasskeySignIn,
} from './identity.passkey.service.ts';
import { confirmPasskeySignIn } from './identity.passkey.session.ts';
import {
  AddPasskeyInputType,
  ConfirmPasskeySignInInputType,
  PasskeyOptionsPayloadType,
  PasskeyPayloadType,
  PasskeySignInPayloadType,
  PasskeyType,
  RemovePasskeyInputType,
  RenewProofInputType,
  RenewProofPayloadType,
} from './identity.passkey.types.ts';
import { findViewer } from './identity.person.service.ts';
import { renewProof } from './identity.renewal.service.ts';
import { ViewerType } from './identity.types.ts';

/** Steps on the way to a passkey. */
const open = { worksWithoutPasskey: true };

@Resolver(() => ViewerType)
export class PasskeyResolver {
  @FieldResolver(() => [PasskeyType], { description: 'Passkeys of the account, at most ten.', complexity: 10 })
  passkeys(@Ctx() ctx: Context): Promise<PasskeyType[]> {
    return listPasskeys(ctx);
  }

  @mutation(PasskeyOptionsPayloadType, 'Start adding a passkey to the account. HTTP only.', open)
  startPasskey(@Ctx() ctx: Context): Promise<PasskeyOptionsPayloadType> {
    return answer(async () => ({ options: await startPasskey(ctx) }));
  }

  @mutation(PasskeyPayloadType, 'Add a passkey that the browser has created. HTTP only.', open)
  addPasskey(
    @Input(() => AddPasskeyInputType) input: AddPasskeyInputType,
    @Ctx() ctx: Context,
  ): Promise<PasskeyPayloadType> {
    return answer(async () => {
      await addPasskey(ctx, input);
      const viewer = await findViewer(ctx);
      return { viewer: viewer && { ...viewer, needsPasskey: false } };
    });
  }

  @mutation(PasskeyPayloadType, 'Remove a passkey from the account.')
  removePasskey(
    @Input(() => RemovePasskeyInputType) { id }: RemovePasskeyInputType,
    @Ctx() ctx: Context,
  ): Promise<PasskeyPayloadType> {
    return answer(async () => {
      await removePasskey(ctx, choiceOf('Passkey', id));
      return { viewer: await findViewer(ctx) };
    });
  }

  @mutation(PasskeyOptionsPayloadType, 'Start signing in with a passkey. HTTP only.', open)
  startPasskeySignIn(@Ctx() ctx: Context): Promise<PasskeyOptionsPayloadType> {
    return answer(async () => ({ options: await startPasskeySignIn(ctx) }));
  }

  @mutation(PasskeySignInPayloadType, 'Open a session of level BASIC with a passkey. HTTP only.', open)
  confirmPasskeySignIn(
    @Input(() => ConfirmPasskeySignInInputType) { response }: ConfirmPasskeySignInInputType,
    @Ctx() ctx: Context,
  ): Promise<PasskeySignInPayloadType> {
    return answer(async () => ({ viewer: await confirmPasskeySignIn(ctx, response) }));
  }

  @mutation(
    RenewProofPayloadType,
    'Prove once more that the owner of the account is at the browser, after SIGN_IN_AGAIN. The session and its streams stay. HTTP only.',
    open,
  )
  renewProof(
    @Input(() => RenewProofInputType) input: RenewProofInputType,
    @Ctx() ctx: Context,
  ): Promise<RenewProofPayloadType> {
    return answer(async () => ({ viewer: await renewProof(ctx, input) }));
  }
}
