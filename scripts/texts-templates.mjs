// Finds words that a template shows or has read out without locales/: as text, as an attribute or in an expression.
import { babelParse, parse, walk } from '@vue/compiler-sfc';

const text = 2;
const interpolation = 5;
const attribute = 6;
const directive = 7;
/** Attributes that are shown or read out. */
const spoken = [
  'alt',
  'title',
  'placeholder',
  'label',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
];
/** Words that are equal in every language. */
const anywhere = new Set(['112', '110']);

/** Complaints about one component. */
export function findVisibleTexts(file, source) {
  const ast = parse(source, { sourceMap: false }).descriptor.template?.ast;
  return (ast?.children ?? [])
    .flatMap(textsOf)
    .filter((words) => /\p{L}/u.test(words) && !anywhere.has(words))
    .map((words) => `${file}: shows "${words}" without asking web/locales`);
}

function textsOf(node) {
  const own = [];
  if (node.type === text) own.push(node.content.trim().replace(/\s+/g, ' '));
  if (node.type === interpolation) own.push(...wordsIn(node.content.content));
  for (const prop of node.props ?? []) {
    if (prop.type === attribute && spoken.includes(prop.name)) own.push(prop.value?.content ?? '');
    if (prop.type === directive && prop.name === 'bind' && spoken.includes(prop.arg?.content))
      own.push(...wordsIn(prop.exp?.content ?? ''));
  }
  return [...own, ...(node.children ?? []).flatMap(textsOf)];
}

/** Strings of an expression that can become its value: not keys of functions, not operands of comparisons. */
function wordsIn(expression) {
  const words = [];
  walk(babelParse(`(${expression})`, { plugins: ['typescript'] }).program, {
    enter(node) {
      const isAsked = ['CallExpression', 'MemberExpression', 'OptionalCallExpression'].includes(node.type);
      if (isAsked || (node.type === 'BinaryExpression' && node.operator !== '+')) return this.skip();
      if (node.type === 'ConditionalExpression') {
        words.push(
          ...[node.consequent, node.alternate].flatMap(({ start, end }) =>
            wordsIn(`${expression.slice(start - 1, end - 1)}`),
          ),
        );
        return this.skip();
      }
      if (node.type === 'StringLiteral') words.push(node.value);
      if (node.type === 'TemplateElement') words.push(node.value.cooked);
    },
  });
  return words;
}
