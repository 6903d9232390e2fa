import type { GraphQLScalarType } from 'graphql';
import { Field } from 'type-graphql';

type Shape<G> = G extends StringConstructor
  ? string
  : G extends BooleanConstructor
    ? boolean
    : G extends GraphQLScalarType<infer In, infer _Out>
      ? In
      : G extends readonly (infer E)[]
        ? readonly Shape<E>[]
        : G extends abstract new (...args: never) => infer T
          ? T
          : G extends Readonly<Record<string, infer V>>
            ? V
            : never;

type Required<G> = <K extends string>(target: { [P in K]: Shape<G> }, key: K) => void;
type Nullable<G> = <K extends string>(target: { [P in K]?: Shape<G> | null }, key: K) => void;

/**
 * type-graphql's Field whose options must agree with the type of the property, checked by the compiler. The field is
 * simple: graphql reads the property without a call through type-graphql per value.
 */
export function field<G>(type: () => G, description: string): Required<G>;
export function field<G>(type: () => G, description: string, options: { nullable: true }): Nullable<G>;
export function field<G>(type: () => G, description: string, options: { nullable?: true } = {}): Required<G> {
  return Field(type as never, { description, simple: true, ...options }) as never;
}
