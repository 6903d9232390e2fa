import { handle } from '../kernel/jobs.ts';
import { SignIn } from './identity.entity.ts';
import { forgetSignIn } from './identity.events.ts';

/** Deletes a pending sign-in whose link has expired. */
export const forgetSignInJob = handle(forgetSignIn, async ({ em }, { id }) => {
  await em.fork().nativeDelete(SignIn, { id });
});
