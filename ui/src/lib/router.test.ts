// @vitest-environment node
import { expect, test, vi } from "vitest";

vi.stubGlobal("addEventListener", () => {});
vi.stubGlobal("location", { pathname: "/", search: "", hash: "" });
const { routeOf } = await import("./router.svelte");

test("addresses lead to their pages", () => {
  expect(routeOf("/", "?q=jansen&kind=person", "")).toEqual({ page: "search", q: "jansen", kind: "person" });
  expect(routeOf("/parties/P-0123456789ABC", "", "")).toEqual({ page: "party", id: "P-0123456789ABC", asOf: "" });
  expect(routeOf("/parties/P-0123456789ABC", "?as_of=2026-03-01", "")).toEqual({ page: "party", id: "P-0123456789ABC", asOf: "2026-03-01" });
  expect(routeOf("/tasks", "", "")).toEqual({ page: "tasks" });
  expect(routeOf("/import", "?job=17", "")).toEqual({ page: "import", job: "17", run: 0 });
  expect(routeOf("/imports/12", "", "")).toEqual({ page: "import", job: "", run: 12 });
  expect(routeOf("/explain", "?a=R-1&b=R-2", "")).toEqual({ page: "explain", a: "R-1", b: "R-2" });
  expect(routeOf("/reviews", "?offset=20", "")).toEqual({ page: "reviews", offset: 20 });
  expect(routeOf("/login", "", "#abc")).toEqual({ page: "login", token: "abc" });
});

test("anything else is no page", () => {
  expect(routeOf("/parties/R-0123456789ABC", "", "").page).toBe("missing");
  expect(routeOf("/reviews", "?offset=-5", "")).toEqual({ page: "reviews", offset: 0 });
  expect(routeOf("/nergens", "", "").page).toBe("missing");
  expect(routeOf("/import", "?job=x", "")).toEqual({ page: "import", job: "", run: 0 });
  expect(routeOf("/imports/0", "", "").page).toBe("missing");
});
