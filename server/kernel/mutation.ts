import { Arg, type ClassType, Mutation, ObjectType } from 'type-graphql';
import type { PayloadType } from './payload.ts';

type MutationOptions = NonNullable<Parameters<typeof Mutation>[1]>;

/**
 * A mutation as all of them are: it has a payload type of its own, named after it, with the fields of `payload`. It is
 * null when a top-level error stands beside it, so that the answers of the other mutations in the document arrive.
 */
export function mutation(
  payload: ClassType<PayloadType>,
  description: string,
  options: Pick<MutationOptions, 'complexity'> = {},
): MethodDecorator {
  return (target, name, descriptor) => {
    const own = payloadOf(String(name), payload);
    Mutation(() => own, { ...options, description, nullable: true })(target, name, descriptor);
  };
}

function payloadOf(name: string, payload: ClassType<PayloadType>): ClassType<PayloadType> {
  @ObjectType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`, { description: `Answer of ${name}.` })
  class OwnPayloadType extends payload {}
  return OwnPayloadType;
}

/** The one argument of a mutation: an input object of its own, named after it. */
export function Input(type: () => ClassType): ReturnType<typeof Arg> {
  return Arg('input', type, { description: 'What the mutation needs to know.' });
}

/** `@Extensions(oneOf)` on an input class: exactly one of its fields is given, as @oneOf in the schema says. */
export const oneOf = { isOneOf: true };
