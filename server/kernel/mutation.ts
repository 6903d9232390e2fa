import { Arg, type ClassType, Mutation, type MiddlewareFn, ObjectType, UseMiddleware } from 'type-graphql';
import type { Context } from './context.ts';
import { DomainError } from './errors.ts';
import type { PayloadType } from './payload.ts';

interface MutationSettings extends Pick<NonNullable<Parameters<typeof Mutation>[1]>, 'complexity'> {
  /** True: sessions of ADMIN and OPERATOR that were opened without a passkey may call it as well. */
  readonly worksWithoutPasskey?: boolean;
}

/**
 * Decorator of mutations: each has a payload type of its own, `<Name>Payload`, with the fields of `payload`. The
 * payload is nullable, so that a top-level error of one mutation does not remove the answers of the others in the
 * document.
 */
export function mutation(
  payload: ClassType<PayloadType>,
  description: string,
  { worksWithoutPasskey = false, ...options }: MutationSettings = {},
): MethodDecorator {
  return (target, name, descriptor) => {
    const own = payloadOf(String(name), payload);
    Mutation(() => own, { ...options, description, nullable: true })(target, name, descriptor);
    if (!worksWithoutPasskey) UseMiddleware(requirePasskey)(target, name, descriptor);
  };
}

/** Errors: PASSKEY_REQUIRED. */
const requirePasskey: MiddlewareFn<Context> = ({ context: { actor } }, next) => {
  if (actor.kind === 'person' && actor.needsPasskey) throw new DomainError('PASSKEY_REQUIRED');
  return next();
};

function payloadOf(name: string, payload: ClassType<PayloadType>): ClassType<PayloadType> {
  @ObjectType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`, { description: `Payload of ${name}.` })
  class OwnPayloadType extends payload {}
  return OwnPayloadType;
}

/** The only argument of a mutation: an input object of its own. */
export function Input(type: () => ClassType): ReturnType<typeof Arg> {
  return Arg('input', type, { description: 'Input of the mutation.' });
}

/** Extension of an input class: exactly one of its fields is given, which the schema shows as @oneOf. */
export const oneOf = { isOneOf: true };
