interface Permission {
  readonly allowed: boolean;
  readonly code?: string | null;
}

/** Whether an act is offered: it is allowed, or would be after a recent sign-in. */
export function isOfferedAfterSignIn({ allowed, code }: Permission): boolean {
  return allowed || code === 'SIGN_IN_AGAIN';
}
