/**
 * The graphql package of the server. In this folder the bare name means the package of the peers (bench/node_modules),
 * which refuses a schema that was built with another copy.
 */
export {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  parse,
  specifiedRules,
  validate,
} from '../../node_modules/graphql/index.js';
