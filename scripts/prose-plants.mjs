// Mistakes that the check of prose must find, and texts that it must accept.
import { docComments, forbiddenWords, judgeText, schemaDescriptions } from './prose.mjs';
import { findDiagramFaults } from './prose-diagrams.mjs';
import { judgeDoc } from './prose-docs.mjs';

const glossary =
  '| English term | German | Meaning | Not |\n|---|---|---|---|\n| subscriber | – | One subscription. | watcher |\n';

/** [text, part of the rule that must name it] */
const badTexts = [
  ['It is read again.', 'without a noun'],
  ['Who may see it.', 'without a noun'],
  ['The same for keys.', 'without a noun'],
  ['What is stored of a token.', 'without a noun'],
  ['Readers are told when the poll closes.', 'metaphor'],
  ['Sends the answer to whoever asked.', 'metaphor'],
  ['Number of watchers of a topic.', 'glossary'],
];
const goodTexts = [
  'Maximum number of items per batch.',
  'Returns the group, or null if the actor may not know it.',
  'Error code `WHO_TOLD`; the message may contain "told".',
];
const badDocs = [
  ['Read [this](nowhere.md).', 'does not exist'],
  ['Read [this](there.md#not-a-heading).', 'no such heading'],
  ['Call `npm run nothing`.', 'npm run nothing'],
  ['See `server/poll/nowhere.ts`.', 'path server/poll/nowhere.ts'],
];
const goodDoc = 'Read [this](there.md#a-heading), call `npm run check`, see `server/there.ts`.';

/** @returns {Promise<{ found: number, problems: string[] }>} */
export async function plantProse() {
  const problems = [];
  const forbidden = forbiddenWords(glossary);
  for (const [text, rule] of badTexts) {
    const [comment] = docComments('a.ts', `/** ${text} */\nexport const a = 1;`);
    const isFound = judgeText(comment?.text ?? '', forbidden).some((fault) => fault.rule.includes(rule));
    if (!isFound) problems.push(`not found in a comment: ${text}`);
  }
  for (const text of goodTexts)
    for (const fault of judgeText(text, forbidden)) problems.push(`found although it is fine: ${text} (${fault.rule})`);
  const [described] = schemaDescriptions('"""It is one."""\ntype Query { a: Int }');
  if (judgeText(described?.text ?? '').length === 0) problems.push('not found in a description: It is one.');
  const [inVue] = docComments(
    'A.vue',
    '<template />\n<script setup lang="ts">\n/** Who it is. */\nconst a = 1;\n</script>',
  );
  if (inVue?.line !== 3 || judgeText(inVue.text).length === 0) problems.push('not found in the script of a component');

  const world = {
    scripts: ['check'],
    isFile: (path) => ['docs/there.md', 'server/there.ts'].includes(path),
    read: () => '# A heading\n',
  };
  for (const [text, rule] of badDocs)
    if (!judgeDoc('docs/a.md', text, world).some((fault) => fault.rule.includes(rule)))
      problems.push(`not found in a document: ${text}`);
  for (const fault of judgeDoc('docs/a.md', goodDoc, world)) problems.push(`found although it is fine: ${fault.rule}`);

  const diagram = (source) => ({ file: 'a.md', text: `\`\`\`mermaid\n${source}\n\`\`\`\n` });
  if ((await findDiagramFaults([diagram('flowchart LR\n  a --')])).length !== 1)
    problems.push('a broken diagram is not found');
  if ((await findDiagramFaults([diagram('flowchart LR\n  a --> b')])).length > 0)
    problems.push('a good diagram is found');
  return { found: badTexts.length + badDocs.length + 3, problems };
}
