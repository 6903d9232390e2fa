/**
 * Start of a text that a spreadsheet would execute as a formula: its signs, including full-width ones, after any white
 * space, and text that begins with a tab or line end. An apostrophe before the text prevents it.
 */
export const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
