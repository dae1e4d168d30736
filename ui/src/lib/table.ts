// The tables an organisation decides about, as text: a header line, then a row a line with tabs between its cells.
// Lines that begin with # explain; they and everything else stay as they are when a row changes.

const cellsOf = (line: string) => line.replace(/\r$/, "").split("\t");
const isRow = (line: string) => line.trim() !== "" && !line.startsWith("#");

function parts(table: string) {
  const lines = table.split("\n");
  const head = lines.findIndex(isRow);
  return { lines, head, columns: head < 0 ? [] : cellsOf(lines[head]) };
}

/** The row whose first cell is key, by column; undefined when there is none. */
export function rowOf(table: string, key: string): Record<string, string> | undefined {
  const { lines, head, columns } = parts(table);
  const line = lines.find((one, at) => at > head && isRow(one) && cellsOf(one)[0] === key);
  if (line === undefined) return undefined;
  const cells = cellsOf(line);
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]));
}

/** The table with this row in the place of the one with that first cell, or at its end. */
export function withRow(table: string, row: Record<string, string>): string {
  const { lines, head, columns } = parts(table);
  const key = row[columns[0]];
  const line = columns.map((column) => (row[column] ?? "").replace(/[\t\r\n]+/g, " ").trim()).join("\t").replace(/\t+$/, "");
  const at = lines.findIndex((one, place) => place > head && isRow(one) && cellsOf(one)[0] === key);
  if (at >= 0) return lines.map((one, place) => (place === at ? line : one)).join("\n");
  return `${table.replace(/\n*$/, "")}\n${line}\n`;
}

/** The table without the row of that first cell. */
export function withoutRow(table: string, key: string): string {
  const { lines, head } = parts(table);
  return lines.filter((one, place) => place <= head || !isRow(one) || cellsOf(one)[0] !== key).join("\n");
}
