import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { RoleGrant } from '../kernel/actor.ts';
import { type Assurance, assuranceEnd } from '../kernel/assurance.ts';
import type { Context } from '../kernel/context.ts';
import { loadedCost } from '../kernel/cost.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import { Desk, Municipality, type MunicipalityRow } from '../municipality/municipality.entity.ts';
import { DeskType, MunicipalityType } from '../municipality/municipality.types.ts';
import { chooseLanguage, findViewer, listViewerRoles } from './identity.person.service.ts';
import { confirmSignIn, requestSignIn, signOut } from './identity.service.ts';
import {
  AssuranceType,
  ChooseLanguageInputType,
  ChooseLanguagePayloadType,
  ConfirmSignInInputType,
  ConfirmSignInPayloadType,
  RequestSignInInputType,
  RequestSignInPayloadType,
  RoleGrantType,
  SignOutPayloadType,
  ViewerType,
} from './identity.types.ts';

/** Steps between sessions, which need no passkey. */
const open = { worksWithoutPasskey: true };

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, {
    nullable: true,
    complexity: loadedCost,
    description: 'Account of the person who sends the request; null when signed out.',
  })
  viewer(@Ctx() ctx: Context): Promise<ViewerType | null> {
    return findViewer(ctx);
  }

  @mutation(
    RequestSignInPayloadType,
    'Send a mail with a code and a link for signing in. A mailbox gets at most 3 mails in 15 minutes for one client and 10 in an hour. Beyond that the answer is the same but no mail is sent: the link in the newest mail signs in. RATE_LIMITED if all links of the mailbox were used. Of one IP address, 60 requests in 15 minutes that nobody has confirmed need nothing, further ones a proof of work (PROOF_REQUIRED), at most 2,000; a confirmed sign-in no longer counts. A browser in which the owner of the mailbox has signed in before is a client of its own. HTTP only.',
    open,
  )
  requestSignIn(
    @Input(() => RequestSignInInputType)
    input: RequestSignInInputType,
    @Ctx() ctx: Context,
  ): Promise<RequestSignInPayloadType> {
    return answer(async () => ({ expiresAt: await requestSignIn(ctx, input) }));
  }

  @mutation(ConfirmSignInPayloadType, 'Open a session with a code or link and set the session cookie. HTTP only.', open)
  confirmSignIn(
    @Input(() => ConfirmSignInInputType) input: ConfirmSignInInputType,
    @Ctx() ctx: Context,
  ): Promise<ConfirmSignInPayloadType> {
    return answer(async () => ({ viewer: await confirmSignIn(ctx, input) }));
  }

  @mutation(ChooseLanguagePayloadType, "Set the viewer's language for mails.")
  chooseLanguage(
    @Input(() => ChooseLanguageInputType) { locale }: ChooseLanguageInputType,
    @Ctx() ctx: Context,
  ): Promise<ChooseLanguagePayloadType> {
    return answer(async () => ({ viewer: await chooseLanguage(ctx, locale) }));
  }

  @mutation(SignOutPayloadType, 'End the session and close its WebSocket connections. HTTP only.', open)
  signOut(@Ctx() ctx: Context): Promise<SignOutPayloadType> {
    return answer(async () => {
      await signOut(ctx);
      return {};
    });
  }
}

@Resolver(() => AssuranceType)
export class AssuranceResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When the level falls back to BASIC, an hour after the proof; null: the level is BASIC.',
  })
  endsAt(@Root() assurance: Assurance): Date | null {
    return assuranceEnd(assurance);
  }
}

@Resolver(() => RoleGrantType)
export class RoleGrantResolver {
  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'Town of the role; null for OPERATOR.' })
  municipality(@Root() { municipalityId }: RoleGrant, @Ctx() { em }: Context): Promise<MunicipalityType | null> | null {
    return municipalityId === null ? null : em.findOne(Municipality, municipalityId);
  }

  @FieldResolver(() => DeskType, { nullable: true, description: 'Desk of a CLERK; null for other roles.' })
  desk(@Root() { deskId }: RoleGrant, @Ctx() { em }: Context): Promise<DeskType | null> | null {
    return deskId === null ? null : em.findOne(Desk, deskId);
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityViewerResolver {
  @FieldResolver(() => [RoleGrantType], {
    description: "The viewer's roles in this town; empty for citizens and when signed out. At most 300.",
  })
  viewerRoles(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): readonly RoleGrantType[] {
    return listViewerRoles(ctx, id);
  }
}
