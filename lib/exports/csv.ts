/** Comma-separated text as spreadsheets read it (RFC 4180): CRLF, quotes doubled, `null` empty. */

export type CsvValue = string | number | null;
export type CsvColumn<Row> = { header: string; value: (row: Row) => CsvValue };

export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: Iterable<Row>): string {
  const lines = [columns.map((column) => csvField(column.header)).join(",")];
  for (const row of rows) lines.push(columns.map((column) => csvField(column.value(row))).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are
 * written as they are, also negative ones.
 */
export function csvField(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
