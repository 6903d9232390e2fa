/**
 * How a cell begins that a spreadsheet would reckon: its signs, also as wide as Chinese ones, whatever white space or line
 * ends stand before them and whatever follows on the next lines. An apostrophe in front makes it text.
 */
export const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
