import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';

/** Complaint of libxml2 about a text, followed by the text. */
export class InvalidXml extends Error {}

/**
 * Throws `InvalidXml` unless the text is well-formed and valid against a schema beside this file. WebAssembly has no
 * garbage collection, so `using` frees what libxml2 has allocated.
 */
export function checkXml(text: string, schema: string): void {
  using definition = XmlDocument.fromBuffer(readFileSync(resolve(import.meta.dirname, schema)));
  using validator = XsdValidator.fromDoc(definition);
  try {
    using document = XmlDocument.fromString(text);
    validator.validate(document);
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    throw new InvalidXml(`${error.message}\n${text}`);
  }
}
