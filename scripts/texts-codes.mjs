// Every code of a refusal needs a text in web/locales; without one, people would read the code.
import { parse } from 'graphql';

/**
 * Files in which the server decides. A code is a name of several words in capitals that is no enum value of the schema.
 */
const deciding = /^server\/(?!kernel\/).+\.(rules|service|ballots)\.ts$/;
const code = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;

/** Names in capitals that no page ever shows, with the reason. */
const elsewhere = {
  BAD_PARAMETER: 'answered in the words of Open311',
  FIRST_RESPONSE: 'a deadline, not a refusal',
  HOST_PAUSES: 'why an SMS waits, for the operator',
  NOT_TAKEN: 'why an SMS failed, for the operator',
  NO_GATEWAY: 'why an SMS was not sent, for the operator',
  NO_REPORT: 'a bounce that cannot be read, which is counted',
  NO_LONGER_WANTED: 'why a mail was not sent, for the operator',
  NO_SMS: 'why an SMS failed, for the operator',
  TOO_EARLY: 'what became of a receipt, for the operator',
  UNKNOWN_TOKEN: 'what became of a receipt, for the operator',
};

/** @param texts keys of the German texts @param sdl the schema, for its enum values */
export function findCodesWithoutText(sources, texts, sdl) {
  const enums = parse(sdl).definitions.filter(({ kind }) => kind === 'EnumTypeDefinition');
  const values = new Set(enums.flatMap((one) => one.values.map(({ name }) => name.value)));
  const isTold = (name) => values.has(name) || name in elsewhere || texts.has(`errors.${name}`);
  return sources
    .filter(({ file }) => deciding.test(file) && !file.endsWith('.test.ts'))
    .flatMap(({ file, source }) =>
      [...new Set([...source.matchAll(code)].map(([, name]) => name))]
        .filter((name) => !isTold(name))
        .map(
          (name) =>
            `web/${file.split('/')[1]}/locales/de.json: add the text "errors.${name}", a code that ${file} answers`,
        ),
    );
}
