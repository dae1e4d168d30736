import { expect, test } from "vitest";
import { rowOf, withRow, withoutRow } from "./table";

const table = "# field\tarea\nfield\tarea\tnl\nemail\tbasic\tMail\n# end\nphone\tbasic\n";

test("a row is found by its first cell, and a comment is none", () => {
  expect(rowOf(table, "email")).toEqual({ field: "email", area: "basic", nl: "Mail" });
  expect(rowOf(table, "phone")).toEqual({ field: "phone", area: "basic", nl: "" });
  expect(rowOf(table, "# end")).toBeUndefined();
  expect(rowOf(table, "field")).toBeUndefined();
});

test("a row changes in its place, a new one comes last, tabs in a cell are blanks", () => {
  expect(withRow(table, { field: "email", area: "contact", nl: "E\tmail" })).toBe("# field\tarea\nfield\tarea\tnl\nemail\tcontact\tE mail\n# end\nphone\tbasic\n");
  expect(withRow(table, { field: "custom.size", area: "extra" })).toBe(table + "custom.size\textra\n");
});

test("a row goes, the rest stays", () => {
  expect(withoutRow(table, "phone")).toBe("# field\tarea\nfield\tarea\tnl\nemail\tbasic\tMail\n# end\n");
  expect(withoutRow(table, "fax")).toBe(table);
});
