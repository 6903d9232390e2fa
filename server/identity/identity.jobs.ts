import { handle } from '../kernel/jobs.ts';
import { SignIn } from './identity.entity.ts';
import { forgetSignIn } from './identity.events.ts';

/** Deletes a requested sign-in. A newer request of the same address has another id and its own job. */
export const forgetSignInJob = handle(forgetSignIn, async ({ em }, { id }) => {
  await em.fork().nativeDelete(SignIn, { id });
});
