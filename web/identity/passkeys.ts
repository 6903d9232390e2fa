/** Whether passkeys can be used: browsers support them only for host names, not for IP addresses. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && !/^[\d.]+$|:/.test(window.location.hostname);
}

/** Response of the device in the form that the server reads, or the code of the problem. */
export type DeviceAnswer = { readonly response: string } | { readonly problem: string };

/** Lets the device create a passkey. `options`: as the server sent them. */
export async function makePasskey(options: string): Promise<DeviceAnswer> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return answerOf(() => startRegistration({ optionsJSON: JSON.parse(options) }));
}

/** Lets the person choose a passkey for this site. `options`: as the server sent them. */
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
