// Code of GraphQL documents in the web app's build. graphql-codegen writes each document as a syntax tree, of which nine tenths
// are the names of its properties; here calls of a few functions build the same tree.

/** Module with the functions that build nodes; the code of a document imports it. */
export const nodesModule = `
const name = (value) => ({ kind: 'Name', value });
export const set = (selections) => ({
  kind: 'SelectionSet',
  selections: selections.map((one) => (typeof one === 'string' ? { kind: 'Field', name: name(one) } : one)),
});
export const field = (value, selections) => ({ kind: 'Field', name: name(value), selectionSet: set(selections) });
export const named = (kind, value) => ({ kind, name: name(value) });
export const on = (type, selections) => ({
  kind: 'InlineFragment', typeCondition: named('NamedType', type), selectionSet: set(selections),
});
export const fragment = (value, type, selections) => ({
  kind: 'FragmentDefinition', name: name(value), typeCondition: named('NamedType', type), selectionSet: set(selections),
});
export const spread = (value) => named('FragmentSpread', value);
export const argument = (value, variable) => ({
  kind: 'Argument', name: name(value), value: named('Variable', variable),
});`;

const imported = /export const (\w+)/g;
/** Import of everything that the code of a document may call. */
const importNodes = `import { ${[...nodesModule.matchAll(imported)].map(([, name]) => name).join(', ')} } from 'document:';`;

/** Returns the module that exports the document `name` of web/gql/graphql.ts under its name. */
export function documentModule(source, name) {
  const json = new RegExp(`^export const ${name} = (\\{.*\\}) as unknown as`, 'm').exec(source)?.[1];
  if (!json) throw new Error(`web/gql/graphql.ts holds no ${name}`);
  return `${importNodes}\nexport const ${name} = ${codeOf(JSON.parse(json))};`;
}

/** Returns an expression that builds the node. */
function codeOf(node) {
  if (Array.isArray(node)) return `[${node.map(codeOf).join()}]`;
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  const short = shortForms[`${node.kind}:${Object.keys(node).slice(1).join()}`]?.(node);
  if (short !== undefined) return short;
  return `{${Object.entries(node).map(([key, value]) => `${key}:${codeOf(value)}`)}}`;
}

const quoted = ({ name }) => JSON.stringify(name.value);
const typeOf = ({ typeCondition }) => quoted(typeCondition);

/** Calls by the kind of a node and its other properties; nodes without an entry, or for which it returns undefined, stay objects. */
const shortForms = {
  'Field:name,selectionSet': (node) => `field(${quoted(node)},${selectionsOf(node)})`,
  'FragmentSpread:name': (node) => `spread(${quoted(node)})`,
  'InlineFragment:typeCondition,selectionSet': (node) => `on(${typeOf(node)},${selectionsOf(node)})`,
  'FragmentDefinition:name,typeCondition,selectionSet': (node) =>
    `fragment(${quoted(node)},${typeOf(node)},${selectionsOf(node)})`,
  'SelectionSet:selections': (node) => `set(${selectionsOf({ selectionSet: node })})`,
  'NamedType:name': (node) => `named("NamedType",${quoted(node)})`,
  'Variable:name': (node) => `named("Variable",${quoted(node)})`,
  'Argument:name,value': (node) =>
    node.value.kind === 'Variable' ? `argument(${quoted(node)},${quoted(node.value)})` : undefined,
};

/** A field without anything but its name is the name alone. */
function selectionsOf({ selectionSet }) {
  const isName = (node) => Object.keys(node).join() === 'kind,name' && node.kind === 'Field';
  return `[${selectionSet.selections.map((node) => (isName(node) ? quoted(node) : codeOf(node))).join()}]`;
}
