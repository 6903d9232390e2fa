/** Browsers know passkeys for names only, not for bare addresses. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && !/^[\d.]+$|:/.test(window.location.hostname);
}

/** What the device answered, as the server reads it, or the code of what stood against it. */
export type DeviceAnswer = { readonly response: string } | { readonly problem: string };

/** The device makes a passkey. `options`: as the server gave them. */
export async function makePasskey(options: string): Promise<DeviceAnswer> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return answerOf(() => startRegistration({ optionsJSON: JSON.parse(options) }));
}

/** The person chooses one of their passkeys for this site. */
export async function presentPasskey(options: string): Promise<DeviceAnswer> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return answerOf(() => startAuthentication({ optionsJSON: JSON.parse(options) }));
}

async function answerOf(ask: () => Promise<object>): Promise<DeviceAnswer> {
  try {
    return { response: JSON.stringify(await ask()) };
  } catch (error) {
    return { problem: problemOf(error instanceof Error ? error.name : '') };
  }
}

function problemOf(name: string): string {
  if (name === 'NotAllowedError' || name === 'AbortError') return 'PASSKEY_CANCELLED';
  return name === 'InvalidStateError' ? 'PASSKEY_THERE' : 'PASSKEY_FAILED';
}
