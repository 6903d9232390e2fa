import { XMLBuilder } from 'fast-xml-parser';

/** Content of an element: attributes begin with "@_", `#text` is the text beside them, a list repeats the element. */
export type XmlNode = string | number | boolean | undefined | readonly XmlNode[] | { readonly [name: string]: XmlNode };

const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });

/** Document with the outermost element `root`; elements stand in the order of the object, undefined ones are left out. */
export function writeXml(root: string, content: XmlNode): string {
  return builder.build({ '?xml': { '@_version': '1.0', '@_encoding': 'utf-8' }, [root]: nodeOf(content) });
}

function nodeOf(value: XmlNode): unknown {
  if (typeof value === 'string') return cleaned(value);
  if (isList(value)) return value.map(nodeOf);
  if (typeof value !== 'object') return value;
  const present = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(present.map(([name, one]) => [name, nodeOf(one)]));
}

function isList(value: XmlNode): value is readonly XmlNode[] {
  return Array.isArray(value);
}

/**
 * The text without characters that XML 1.0 cannot contain, trimmed, and with line ends as an XML parser returns them.
 */
export function cleaned(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .trim()
  );
}
